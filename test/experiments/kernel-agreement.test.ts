/**
 * The kernel under little RAM and the trace player over the recorded references agree to the last fault. The recording may
 * come from a run with plenty of RAM or from the run itself: both tell the same.
 */
import { describe, expect, test } from 'vitest';
import { runToEnd } from '../../src/cli/outcome.ts';
import { recordReferences } from '../../src/experiments/reference-recording.ts';
import { loadExecutable } from '../../src/cli/program-files.ts';
import { assembleProgram, bootGuest, runGuest } from '../support/guest.ts';
import { randomPageProgram } from '../support/random-page-program.ts';
import { inRepository } from '../support/repository.ts';
import { AGREEING_POLICIES, agreeingMachine, loadsAndFaults, recordRun } from '../support/recorded-run.ts';

const PAGES = 40;

const TABLE_PER_TWO_PAGES = 21;

describe.each([
  [1, 12], [2, 12], [3, 12], [4, 12], [5, 12], [6, 12],
  [7, TABLE_PER_TWO_PAGES], [8, TABLE_PER_TWO_PAGES], [9, TABLE_PER_TWO_PAGES],
])('program %i with pages 2^%i bytes apart', (seed, strideShift) => {
  const program = assembleProgram(randomPageProgram(seed, PAGES, strideShift));
  const plenty = recordRun(program, '--ram 16M');

  test.each(AGREEING_POLICIES)('%s loads as many pages in the kernel as in the player', async (policy) => {
    for (const ram of strideShift === 12 ? ['64K', '128K'] : ['128K', '192K']) {
      const { own, faults } = await loadsAndFaults(program, (await plenty).trace, policy, ram);
      expect(own.loads).toBeGreaterThan(own.frames);
      expect(faults).toEqual([own.loads, own.loads]);
    }
  });
});

test.each(AGREEING_POLICIES)('%s agrees on a Go program with its runtime and collector', async (policy) => {
  const program = await loadExecutable([inRepository('programs/go/hash_map.go')]);
  const { trace } = await recordRun(program, '--ram 16M');
  const { own, faults } = await loadsAndFaults(program, trace, policy, '192K');
  expect(faults).toEqual([own.loads, own.loads]);
});

test('being recorded changes nothing that a program or a counter can see', async () => {
  const program = assembleProgram(randomPageProgram(7, PAGES));
  for (const policy of ['linux', 'clock'] as const) {
    const flags = agreeingMachine(policy, '128K');
    const { kernel: alone } = await runGuest(program, { flags });
    const { kernel: watched, close } = await bootGuest(program, { flags });
    recordReferences(watched.memory, () => {});
    runToEnd(watched, undefined);
    close();
    expect(watched.memory.counters).toEqual(alone.memory.counters);
    expect(watched.scheduler.elapsed()).toBe(alone.scheduler.elapsed());
    expect(watched.machine.cpus[0]!.mmu.misses).toEqual(alone.machine.cpus[0]!.mmu.misses);
    expect(watched.memory.reclaim.loads).toBe(alone.memory.reclaim.loads);
  }
});

test('a page shared by fork is one page until it is written, its copy another', async () => {
  const program = assembleProgram(`
        .globl  _start
_start: la      s0, word
        sw      s0, 0(s0)
        li      a7, 2                   # fork
        ecall
        bnez    a0, parent
        lw      t0, 0(s0)               # the parent's page
        sw      t0, 4(s0)               # a copy
        li      a0, 0
        li      a7, 1
        ecall
parent: mv      a1, zero
        li      a2, 0
        li      a0, -1
        li      a7, 7                   # waitpid
        ecall
        lw      t0, 0(s0)
        li      a0, 0
        li      a7, 1
        ecall
        .bss
        .balign 4096
word:   .space  4096
`);
  const { trace } = await recordRun(program, '--ram 16M');
  const [own, copy] = trace.pageNames.filter((name) => name.endsWith('8049'));
  expect([own, copy]).toEqual(['8049', '1:8049']);
  const uses = [...trace.events].map((event) => `${trace.pageNames[event >>> 3]}${['r', 'w', 'x', 'l', '-', 'p'][event & 7]}`).filter((use) => use.includes('8049'));
  expect(uses.filter((use) => use.endsWith('r'))).toEqual(['8049r', '8049r']);
  expect(uses).toContain('1:8049w');
});
