/**
 * What the kernel costs the host: faults that need no disk, faults that swap through the real file (beside bare pread and
 * pwrite of the same blocks in the same run), fork, context switch and system call. Each is a guest program run by the whole
 * machine; a second run is measured, so that the host's compiler is warm.
 */
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../../src/cli/outcome.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { assembleProgram, bootGuest } from '../support/guest.ts';

const PAGE = 4096;
const ARRAY_PAGES = 4096;

const exitWith0 = `
        li      a0, 0
        li      a7, 1                   # exit
        ecall
`;

/** Adds 1 to a word of every page of 16 MiB, again and again. */
const THRASH = `
        .globl  _start
        .text
_start: li      s3, 20
1:      la      s0, array
        li      s1, ${ARRAY_PAGES}
        lui     s2, 1
2:      lw      t0, 0(s0)
        addi    t0, t0, 1
        sw      t0, 0(s0)
        add     s0, s0, s2
        addi    s1, s1, -1
        bne     s1, zero, 2b
        addi    s3, s3, -1
        bne     s3, zero, 1b
${exitWith0}
        .bss
        .align  12
array:  .zero   ${ARRAY_PAGES * PAGE}
`;

/** Maps 16 MiB, writes to every page, unmaps them, again and again. */
const TOUCH = `
        .globl  _start
        .text
_start: li      s3, 40
1:      li      a0, 0x30000000
        li      a1, ${ARRAY_PAGES * PAGE}
        li      a2, 3                   # PROT_READ|PROT_WRITE
        li      a3, 0x32                # MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS
        li      a4, -1
        li      a5, 0
        li      a7, 192                 # mmap2
        ecall
        mv      s0, a0
        mv      s4, a0
        li      s1, ${ARRAY_PAGES}
        lui     s2, 1
2:      sw      s1, 0(s0)
        add     s0, s0, s2
        addi    s1, s1, -1
        bne     s1, zero, 2b
        mv      a0, s4
        li      a1, ${ARRAY_PAGES * PAGE}
        li      a7, 91                  # munmap
        ecall
        addi    s3, s3, -1
        bne     s3, zero, 1b
${exitWith0}`;

const FORKS = 2000;
/** Forks children that end at once, and waits for each. */
const FORK = `
        .globl  _start
        .text
_start: li      s3, ${FORKS}
1:      li      a7, 2                   # fork
        ecall
        beq     a0, zero, 2f
        li      a1, 0
        li      a2, 0
        li      a7, 7                   # waitpid
        ecall
        addi    s3, s3, -1
        bne     s3, zero, 1b
2:      ${exitWith0}`;

const CALLS = 200000;
/** Calls a system call that does nothing but give up the CPU or tell the pid; after a fork, two processes do. */
const callLoop = (number: number, isForked: boolean): string => `
        .globl  _start
        .text
_start: ${isForked ? 'li a7, 2\n        ecall' : ''}
        li      s3, ${CALLS}
1:      li      a7, ${number}
        ecall
        addi    s3, s3, -1
        bne     s3, zero, 1b
${exitWith0}`;

const GETPID = 20;
const SCHED_YIELD = 158;

interface Measured {
  readonly seconds: number;
  readonly kernel: Kernel;
}

async function measure(source: string, flags: string): Promise<Measured> {
  const program = assembleProgram(source);
  let seconds = 0;
  for (let round = 0; ; round++) {
    const booted = await bootGuest(program, { flags });
    const start = process.hrtime.bigint();
    runToEnd(booted.kernel, undefined);
    seconds = Number(process.hrtime.bigint() - start) / 1e9;
    booted.close();
    if (round === 1) return { seconds, kernel: booted.kernel };
  }
}

/** Pairs of a pread and a pwrite of one page each, per second, over a file as large as the array. */
function barePairsPerSecond(): number {
  const path = join(tmpdir(), `pagewalk-bench-${process.pid}`);
  const descriptor = openSync(path, 'w+');
  unlinkSync(path);
  const bytes = new Uint8Array(256 * PAGE);
  for (let block = 0; block < ARRAY_PAGES; block++) writeSync(descriptor, bytes, 0, PAGE, block * PAGE);
  const pairs = 20 * ARRAY_PAGES;
  const start = process.hrtime.bigint();
  for (let pair = 0; pair < pairs; pair++) {
    writeSync(descriptor, bytes, (pair % 256) * PAGE, PAGE, (pair % ARRAY_PAGES) * PAGE);
    readSync(descriptor, bytes, ((pair + 7) % 256) * PAGE, PAGE, ((pair + 250) % ARRAY_PAGES) * PAGE);
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  closeSync(descriptor);
  return pairs / seconds;
}

const perSecond = (count: number, seconds: number): string => Math.round(count / seconds).toLocaleString('en-US').padStart(12);
const microseconds = (seconds: number, count: number): string => ((seconds / count) * 1e6).toFixed(2).padStart(9);

export async function benchPaging(): Promise<void> {
  console.log('\npaging');
  const touch = await measure(TOUCH, '--ram 64M');
  console.log(`  minor faults                ${perSecond(touch.kernel.memory.counters.pgfault, touch.seconds)} /s`);
  const bare = barePairsPerSecond();
  console.log(`  bare pread + pwrite         ${perSecond(bare, 1)} /s`);
  for (const disk of ['ssd', 'none']) {
    const { seconds, kernel } = await measure(THRASH, `--ram 1M --swap 20M --page-cluster 0 --disk ${disk}`);
    const faults = kernel.memory.counters.pswpin;
    console.log(`  swap faults, disk ${disk.padEnd(9)} ${perSecond(faults, seconds)} /s    ${(faults / seconds / bare).toFixed(2)} of bare`);
  }
  console.log('\nkernel');
  const fork = await measure(FORK, '');
  console.log(`  fork, exit, wait            ${microseconds(fork.seconds, FORKS)} µs`);
  const call = await measure(callLoop(GETPID, false), '');
  console.log(`  system call                 ${microseconds(call.seconds, CALLS)} µs`);
  const yields = await measure(callLoop(SCHED_YIELD, true), '');
  console.log(`  call with context switch    ${microseconds(yields.seconds, 2 * CALLS)} µs`);
}
