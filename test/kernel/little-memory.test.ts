import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkMemory } from '../../src/kernel/mm/check.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { assembleProgram, bootGuest } from '../support/guest.ts';
import { findLeaks } from '../support/leaks.ts';
import { readExample } from '../support/program-header.ts';

/** A machine of 64 frames, of which all but `free` are taken away before the program starts. */
const FRAMES = 64;
const MOST_FREE = 14;
const LEAST_FREE = 2;
const INSTRUCTION_LIMIT = 3_000_000;

async function runWith(name: string, flags: string, free: number): Promise<{ readonly end: string; readonly output: string }> {
  const program = readExample(`asm/${name}.s`);
  const { kernel, streams, close } = await bootGuest(assembleProgram(program.source, program.path), { flags: `--ram 256K --overcommit 1 ${flags}`, name: basename(name) });
  const taken = Array.from({ length: FRAMES - free }, () => kernel.memory.allocator.take());
  const stop = run(kernel, { instructions: INSTRUCTION_LIMIT });
  for (const pfn of taken) kernel.memory.allocator.give(pfn);
  expect(checkMemory(kernel.memory), `${free} frames`).toEqual([]);
  if (stop.reason === 'exit' || stop.reason === 'exec') expect(findLeaks(kernel), `${free} frames`).toEqual([]);
  close();
  return { end: stop.reason === 'exit' ? `status ${stop.status}` : stop.reason, output: streams.output[1] };
}

describe('with ever fewer frames a program runs, is killed, or cannot be executed, and nothing is lost', () => {
  test.each(['fork_copies_on_write', 'pipe_and_execve', 'threads_and_futex', 'handler_repairs_mapping', 'mmap_shared_and_private'])('%s', async (name) => {
    const expected = readExample(`asm/${name}.s`).expected.map((line) => `${line}\n`).join('');
    for (const flags of ['--swap 0', '--swap 64K', '--swap 1M --cpus 2 --slice 50']) {
      for (let free = MOST_FREE; free >= LEAST_FREE; free--) {
        const { end, output } = await runWith(name, flags, free);
        expect(['status 0', 'status 9', 'exec', 'deadlock'], `${flags}, ${free} frames`).toContain(end);
        // A child may have been killed; what the program itself printed to its end is right.
        if (end === 'status 0' && output.length === expected.length) expect(output).toBe(expected);
        if (free === MOST_FREE) expect({ end, output }).toEqual({ end: 'status 0', output: expected });
      }
    }
  });
});
