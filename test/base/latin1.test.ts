import { expect, test } from 'vitest';
import { latin1Bytes, latin1Text } from '../../src/base/latin1.ts';

test('every byte is one character, and comes back', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const text = latin1Text(bytes);
  expect([...text].map((character) => character.codePointAt(0))).toEqual([...bytes]);
  expect(latin1Bytes(text)).toEqual(bytes);
});

test('there may be more bytes than a call has room for arguments', () => {
  const bytes = new Uint8Array(1 << 20).fill(0xe9);
  expect(latin1Text(bytes)).toBe('é'.repeat(1 << 20));
});
