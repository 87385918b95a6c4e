import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLegal as isInstruction } from '../../src/isa/instruction.ts';
import { ALL_OPS } from '../../src/isa/operands.ts';
import { isLegal } from '../../src/machine/decoded-code.ts';

/** Words with random fields, in which the fields above a random bit are often zero, as in real instructions. */
const words = fc.tuple(fc.integer({ min: 0, max: 127 }), fc.integer(), fc.integer({ min: 7, max: 32 })).map(([op, fields, top]) => op | (fields & ~0x7f & (top === 32 ? -1 : (1 << top) - 1)));

test('the interpreter and the assembler agree on which words are instructions', () => {
  fc.assert(
    fc.property(words, (word) => {
      expect(isLegal(word)).toBe(isInstruction(word));
    }),
    { numRuns: 20_000 },
  );
});

test('also on each opcode with each of its fields out of range by one', () => {
  for (const op of [0, ...ALL_OPS, 127]) {
    for (let bit = 7; bit < 32; bit++) {
      for (const word of [op, op | (1 << bit), op | (1 << bit) | (1 << 7)]) expect(isLegal(word), `word ${(word >>> 0).toString(16)}`).toBe(isInstruction(word));
    }
  }
});
