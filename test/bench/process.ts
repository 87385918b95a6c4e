/** What a whole process costs: start-up beside an empty node, and the host memory of a machine with 64 MiB of RAM in use. */
import { spawnSync } from 'node:child_process';
import { inRepository } from '../support/repository.ts';

/** Runs of each; the best counts. */
const RUNS = 11;

/** Wall time of a process in milliseconds. */
function timeOf(...parameters: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${parameters.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

/** Largest resident size of a run that touches nearly all of its 64 MiB, in MiB. */
function hostMemory(): number {
  const script = `
    import { runGuest } from ${JSON.stringify(inRepository('dist/test/support/guest.js'))};
    const source = '.globl _start\\n_start: la t0, array\\n li t1, 0x3400000\\n add t1, t0, t1\\n li t2, 4096\\n'
      + '1: sw t2, 0(t0)\\n add t0, t0, t2\\n bltu t0, t1, 1b\\n li a7, 1\\n li a0, 0\\n ecall\\n .bss\\n .align 12\\narray: .space 0x3400000';
    const { code } = await runGuest(source, { flags: '--ram 64M' });
    console.log(code, process.resourceUsage().maxRSS);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const [code, kib] = stdout.split(' ').map(Number);
  if (code !== 0) throw new Error(`the guest of the memory benchmark ended with ${code}: ${stderr}`);
  return kib / 1024;
}

export function benchProcess(): void {
  const pagewalk = inRepository('bin/pagewalk.js');
  const hello = inRepository('programs/asm/hello.s');
  const empty: number[] = [];
  const started: number[] = [];
  // In turns, so that both see the same load of the host.
  for (let index = 0; index < RUNS; index++) {
    empty.push(timeOf('-e', '0'));
    started.push(timeOf(pagewalk, 'run', hello));
  }
  console.log('process');
  console.log(`  node -e 0                    ${Math.min(...empty).toFixed(0).padStart(8)} ms`);
  console.log(`  pagewalk run hello.s         ${Math.min(...started).toFixed(0).padStart(8)} ms   ratio ${(Math.min(...started) / Math.min(...empty)).toFixed(2)}   goal: at most 3`);
  console.log(`  host memory, 64 MiB in use   ${hostMemory().toFixed(0).padStart(8)} MiB  goal: below 200`);
}
