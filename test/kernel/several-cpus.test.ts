import { expect, test } from 'vitest';
import { collectStat } from '../../src/cli/stat-report.ts';
import { runCalls } from '../support/call-guest.ts';

/** Four processes that each count to 200 000. */
const FOUR_WORKERS = `
        li s1, 4
1:      trap 2
        bnez a0, 3f
        li t0, 200000
2:      addi t0, t0, -1
        bnez t0, 2b
        exit 0
3:      addi s1, s1, -1
        bnez s1, 1b
        li s1, 4
4:      li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        trap 114
        addi s1, s1, -1
        bnez s1, 4b`;

async function elapsed(flags: string): Promise<number> {
  const { kernel, code } = await runCalls(FOUR_WORKERS, { flags });
  expect(code).toBe(0);
  return collectStat(kernel, 'workers', code)['virtual-time-ns'];
}

test('two CPUs finish independent work in half the virtual time, four in a quarter', async () => {
  const one = await elapsed('--cpus 1 --disk none');
  const two = await elapsed('--cpus 2 --disk none');
  const four = await elapsed('--cpus 4 --disk none');
  expect(one / two).toBeGreaterThan(1.8);
  expect(one / four).toBeGreaterThan(3.2);
});

test('the time of all CPUs is attributed to causes without a rest', async () => {
  const { kernel } = await runCalls(FOUR_WORKERS, { flags: '--cpus 3' });
  const record = collectStat(kernel, 'workers', 0);
  const total = kernel.machine.cpus.reduce((sum, cpu) => sum + cpu.clock.cycles, 0);
  expect(Object.values(record['time-by-cause-ns']).reduce((sum, ns) => sum + ns, 0)).toBe(total);
  for (const ns of Object.values(record['time-by-cause-ns'])) expect(ns).toBeGreaterThanOrEqual(0);
});

test('a child that outlives the first program still finishes its work', async () => {
  const { stdout, code } = await runCalls(`
        trap 2
        bnez a0, 1f
        nap 1000000
        print "late"
        exit 0
1:      exit 5`);
  expect({ stdout, code }).toEqual({ stdout: 'late', code: 5 });
});

test('orphans that would sleep for ever do not keep the machine running', async () => {
  const { code } = await runCalls(`
        trap 2
        bnez a0, 1f
        trap 29
1:      exit 5`);
  expect(code).toBe(5);
});

test('--cost changes what things take: without costs of the kernel only instructions and walks are left', async () => {
  const free = ['kernel-entry', 'minor-fault', 'page-copy', 'context-switch', 'walk-read'].map((name) => `--cost ${name}=0`).join(' ');
  const { kernel } = await runCalls(FOUR_WORKERS, { flags: `--disk none ${free}` });
  expect(collectStat(kernel, 'workers', 0)['virtual-time-ns']).toBe(kernel.instructions());
});

test('a process ends with its last thread, and with the code of its leader', async () => {
  const { stdout, code } = await runCalls(`
        li a0, 0x10f00
        la a1, stack_top
        li a2, 0
        li a3, 0
        li a4, 0
        trap 120
        beqz a0, 1f
        li a0, 6
        trap 1                          # the leader alone
1:      nap 1000000
        print "thread"
        li a0, 8
        trap 1`);
  expect({ stdout, code }).toEqual({ stdout: 'thread', code: 6 });
});
