import { expect, test } from 'vitest';
import { collectStat } from '../../src/cli/stat-report.ts';
import { outcomeOf, runToEnd } from '../../src/cli/outcome.ts';
import { CountingDisk } from '../../src/machine/counting-disk.ts';
import { assembleProgram, bootGuest, runGuest } from '../support/guest.ts';
import { readExample } from '../support/program-header.ts';

const PAGE = 4096;
const arraySum = readExample('asm/array_sum.s');
const program = assembleProgram(arraySum.source, arraySum.path);

async function statOf(flags: string): Promise<unknown> {
  const { kernel, stdout, code } = await runGuest(program, { flags });
  return { stdout, stat: collectStat(kernel, 'array_sum', code) };
}

test('20 runs of a swapping program are identical to the last counter', async () => {
  const first = await statOf('--ram 64K');
  for (let repeat = 1; repeat < 20; repeat++) expect(await statOf('--ram 64K')).toEqual(first);
});

test('swap-in and swap-out count the pages that the disk saw', async () => {
  let disk: CountingDisk | null = null;
  const { kernel, close, streams } = await bootGuest(program, {
    flags: '--ram 64K',
    wrapDisk: (device, name) => (name === 'swap' ? (disk = new CountingDisk(device)) : device),
  });
  const { code } = outcomeOf(kernel, runToEnd(kernel, undefined), 'guest');
  close();
  const { counters } = collectStat(kernel, 'array_sum', code);
  const { counts } = disk as CountingDisk | null ?? expect.fail('no swap disk');
  expect(streams.output[1]).toBe('524288 bytes, sum 16711680\n');
  expect(counters['swap-in'] * PAGE).toBe(counts.bytesRead);
  expect(counters['swap-out'] * PAGE).toBe(counts.bytesWritten);
  expect(counts.bytesRead).toBeGreaterThan(524288 / 2);
});

test('every policy, TLB and number of CPUs gives the same output', async () => {
  for (const flags of ['--policy fifo', '--policy clock', '--policy lru', '--policy random', '--tlb 1', '--tlb 16x4', '--cpus 3', '--page-cluster 0', '--disk hdd', '--disk none', '--watermarks 0', '--seed 9 --aslr', '--stress tlb-flush']) {
    const { stdout } = await runGuest(program, { flags: `--ram 64K ${flags}` });
    expect(stdout, flags).toBe('524288 bytes, sum 16711680\n');
  }
});
