import { expect, test } from 'vitest';
import { FrameMark, PhysicalMemory } from '../../src/machine/physical-memory.ts';

test.each([[1, 65536], [65536, 65536], [65537, 131072], [4 << 20, 4 << 20]])('RAM of %i bytes has %i', (asked, length) => {
  const memory = new PhysicalMemory(asked);
  expect([memory.length, memory.frameCount, memory.buffer.byteLength]).toEqual([length, length / 4096, length]);
});

test.each([0, -1, 0x80000000])('RAM of %i bytes is our mistake', (length) => {
  expect(() => new PhysicalMemory(length)).toThrow(/PhysicalMemory: size/);
});

test('whoever decodes a frame is told once when it is written, and store tags go when it is decoded', () => {
  const memory = new PhysicalMemory(65536);
  const told: string[] = [];
  memory.attachCode({ dropCode: (pfn) => told.push(`code ${pfn}`), forgetCode: () => true });
  memory.attachStoreTags({ dropStoreTags: (pfn) => told.push(`tags ${pfn}`), dropAllStoreTags: () => told.push('all tags') });
  memory.frameDecoded(3);
  memory.frameDecoded(3);
  memory.writeWord(3 * 4096 + 8, 1);
  memory.copyFrame(3, 2);
  memory.frameDecoded(3);
  memory.zeroFrame(3);
  expect(told).toEqual(['tags 3', 'code 3', 'tags 3', 'code 3']);
  expect(memory.marks[3]).toBe(FrameMark.Dirty);
});

test('a store to decoded code says which bytes, until the holder has given up the whole frame', () => {
  const memory = new PhysicalMemory(65536);
  const told: string[] = [];
  memory.attachCode({ dropCode: () => told.push('all'), forgetCode: (pa, length) => told.push(`${pa} ${length}`) < 3 });
  memory.frameDecoded(1);
  for (const pa of [4096, 4100, 4104, 4108]) memory.bytesWritten(pa, 4);
  expect(told).toEqual(['4096 4', '4100 4', '4104 4']);
  expect(memory.marks[1]).toBe(FrameMark.Dirty);
});

test('a state copies the frames written since the last one and shares the others', () => {
  const memory = new PhysicalMemory(65536);
  memory.writeWord(4096, 1);
  const first = memory.saveState();
  memory.writeWord(8192, 2);
  const second = memory.saveState();
  const changed = second.frames.flatMap((frame, pfn) => (frame === first.frames[pfn] ? [] : [pfn]));
  expect(changed).toEqual([2]);
});

test('states are restored exactly, forwards and backwards', () => {
  const memory = new PhysicalMemory(65536);
  const states = [];
  const contents = [];
  for (let round = 0; round < 5; round++) {
    memory.writeWord(round * 4096, round + 1);
    memory.writeWord(15 * 4096, -round);
    states.push(memory.saveState());
    contents.push(memory.bytes.slice());
  }
  for (const index of [2, 4, 0, 3, 3, 1]) {
    memory.writeWord(7 * 4096, 99);
    memory.restoreState(states[index]);
    expect(Buffer.compare(memory.bytes, contents[index])).toBe(0);
  }
});
