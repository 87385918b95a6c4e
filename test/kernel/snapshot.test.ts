import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { digest } from '../../src/kernel/digest.ts';
import { checkMemory } from '../../src/kernel/mm/check.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { restore, snapshot } from '../../src/kernel/snapshot.ts';
import { BUSY_FLAGS, BUSY_GUEST } from '../support/busy-guest.ts';
import { assembleProgram, bootGuest } from '../support/guest.ts';

const program = assembleProgram(BUSY_GUEST);

async function finalState(): Promise<{ digest: string; instructions: number; code: number }> {
  const { kernel, close } = await bootGuest(program, { flags: BUSY_FLAGS });
  const stop = run(kernel);
  const result = { digest: digest(kernel), instructions: kernel.instructions(), code: stop.reason === 'exit' ? stop.status : -1 };
  close();
  return result;
}

describe('a snapshot of the whole machine', () => {
  test('two runs of the same program end in the same state', async () => {
    const first = await finalState();
    expect(first.code).toBe(3 << 8);
    expect(await finalState()).toEqual(first);
  });

  test('a run restored at any of 50 random instants ends in the state of the original', async () => {
    const original = await finalState();
    const instants = new RandomStream(11, 'instants');
    for (let trial = 0; trial < 50; trial++) {
      const { kernel, close } = await bootGuest(program, { flags: BUSY_FLAGS });
      const instant = 1 + instants.below(original.instructions - 2);
      expect(run(kernel, { instructions: instant }).reason).toBe('instructions');
      const state = snapshot(kernel);
      const there = digest(kernel);
      run(kernel);
      expect(digest(kernel), `after stopping at ${instant}`).toBe(original.digest);
      restore(state);
      expect(digest(kernel), `restored at ${instant}`).toBe(there);
      run(kernel);
      expect(digest(kernel), `after restoring at ${instant}`).toBe(original.digest);
      close();
    }
  });

  test.each(['', '--stress evict', '--policy clock --ram 64K', '--disk none --page-cluster 0'])('memory keeps its invariants all along: %s', async (flags) => {
    const { kernel, close } = await bootGuest(program, { flags: `${BUSY_FLAGS} ${flags}` });
    while (run(kernel, { instructions: kernel.instructions() + 20 }).reason === 'instructions') expect(checkMemory(kernel.memory)).toEqual([]);
    close();
  });

  test('one snapshot can be restored many times', async () => {
    const { kernel, close } = await bootGuest(program, { flags: BUSY_FLAGS });
    run(kernel, { instructions: 5000 });
    const state = snapshot(kernel);
    const ends = Array.from({ length: 5 }, () => {
      run(kernel);
      const end = digest(kernel);
      restore(state);
      return end;
    });
    expect(new Set(ends).size).toBe(1);
    close();
  });
});
