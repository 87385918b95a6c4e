/**
 * What the kernel's work costs on the host: faults, swapping through the real file beside bare reads and writes of the same
 * disk, fork, task switches and calls. Each is an endless guest program; counters of the kernel say how often the event came.
 */
import { FileDisk } from '../../src/host/file-disk.ts';
import { run } from '../../src/kernel/run-loop.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { Reg } from '../../src/isa/registers.ts';
import { Block } from '../../src/machine/block-device.ts';
import { type Candidate, measureInTurns } from './compare.ts';
import { inRepository } from '../support/repository.ts';
import { PhysicalMemory } from '../../src/machine/physical-memory.ts';
import { assembleProgram, bootGuest } from '../support/guest.ts';

interface GuestLoop {
  readonly name: string;
  readonly flags: string;
  readonly source: string;
  /** How often the event has happened. */
  readonly events: (kernel: Kernel) => number;
  /** Guest instructions of one measured call. */
  readonly instructions: number;
}

const HEAD = '.include "include/linux.inc"\n.globl _start\n.text\n_start:\n';
/** Where the source would lie, for its includes. */
const SOURCE_PATH = inRepository('programs/asm/benchmark.s');

/** Stores to each page of 4 MiB, gives the pages back, and starts again. */
const MINOR_FAULTS: GuestLoop = {
  name: 'minor faults',
  flags: '--ram 64M',
  events: ({ memory }) => memory.counters.pgfault - memory.counters.pgmajfault,
  instructions: 20_000,
  source: `${HEAD}
again:  li a0, 0
        li a1, 0x400000
        li a2, PROT_READ | PROT_WRITE
        li a3, MAP_PRIVATE | MAP_ANONYMOUS
        li a4, -1
        li a5, 0
        system mmap2
        mv s0, a0
        li t0, 0x400000
        add s1, s0, t0
        li t1, 4096
1:      sw t1, 0(s0)
        add s0, s0, t1
        bltu s0, s1, 1b
        li a1, 0x400000
        sub a0, s1, a1
        system munmap
        j again
`,
};

const SWAP_RAM = 0x200000;
const ARRAY_LENGTH = 0x800000;
/** Writes and reads of one measured call. */
const PAIRS = 1000;
/** Until the host's compiler has seen everything. */
const COLD_CALLS = 40;

/** Stores to each page of 8 MiB in 2 MiB of RAM, over and over: every store reads a page from the file and writes another. */
const SWAP_FAULTS: GuestLoop = {
  name: 'swap faults',
  flags: `--ram ${SWAP_RAM} --swap 64M --page-cluster 0 --policy fifo`,
  events: ({ memory }) => memory.counters.pswpin,
  instructions: 10_000,
  source: `${HEAD}
        la s2, array
        li t0, ${ARRAY_LENGTH}
        add s1, s2, t0
        li t1, 4096
again:  mv s0, s2
1:      sw t1, 0(s0)
        add s0, s0, t1
        bltu s0, s1, 1b
        j again
        .bss
        .align 12
array:  .space ${ARRAY_LENGTH}
`,
};

/** The same without waiting for the disk, hence without task switches. */
const SWAP_FAULTS_AT_ONCE: GuestLoop = { ...SWAP_FAULTS, name: 'swap faults, --disk none', flags: `${SWAP_FAULTS.flags} --disk none` };

const CALLS: GuestLoop = {
  name: 'system calls (getpid)',
  flags: '',
  events: (kernel) => kernel.instructions() / 3,
  instructions: 300_000,
  source: `${HEAD}
1:      system getpid
        j 1b
`,
};

const SWITCHES: GuestLoop = {
  name: 'task switches (sched_yield)',
  flags: '',
  events: ({ scheduler }) => scheduler.contextSwitches,
  instructions: 30_000,
  source: `${HEAD}
        system fork
1:      system sched_yield
        j 1b
`,
};

/** Every process of the loop has the pages of a small program. */
const FORKS: GuestLoop = {
  name: 'fork, exit, wait4',
  flags: '',
  // Counted by the guest: the child that may be on the CPU has inherited the count.
  events: ({ machine }) => machine.cpus[0].x[Reg.S0],
  instructions: 2200,
  source: `${HEAD}
1:      addi s0, s0, 1
        system fork
        beqz a0, child
        li a0, -1
        li a1, 0
        li a2, 0
        li a3, 0
        system wait4
        j 1b
child:  exit 0
`,
};

/** The loop on a machine of its own, past its start and its first cold calls. */
async function candidate({ name, flags, source, events, instructions }: GuestLoop): Promise<Candidate & { close(): void }> {
  const { kernel, close } = await bootGuest(assembleProgram(source, SOURCE_PATH), { flags });
  let calls = 0;
  const call = (): void => {
    const stop = run(kernel, { instructions: kernel.instructions() + instructions });
    if (stop.reason !== 'instructions') throw new Error(`${name}: the guest stopped: ${stop.reason}`);
    calls++;
  };
  for (let index = 0; index < COLD_CALLS; index++) call();
  const before = { events: events(kernel), calls };
  return { call, eventsPerCall: () => (events(kernel) - before.events) / (calls - before.calls), close };
}

/**
 * Writes and reads of blocks and nothing else: over as many blocks and out of as much RAM as the guest of the swap faults uses,
 * so that both have the same chance of finding things in the host's caches.
 */
function barePairs(): Candidate & { close(): void } {
  const blocks = ARRAY_LENGTH / Block.Size;
  const disk = new FileDisk({ blockCount: blocks });
  const { bytes, length } = new PhysicalMemory(SWAP_RAM);
  for (let block = 0; block < blocks; block++) disk.writeBlock(block, bytes, 0);
  let block = 0;
  let offset = 0;
  const call = (): void => {
    for (let pair = 0; pair < PAIRS; pair++) {
      disk.writeBlock((block + length / Block.Size) % blocks, bytes, offset);
      disk.readBlock(block, bytes, offset);
      block = (block + 1) % blocks;
      offset = (offset + Block.Size) % length;
    }
  };
  return { call, eventsPerCall: () => PAIRS, close: () => disk.close() };
}

const line = (name: string, nanoseconds: number): string => {
  const perSecond = (1e9 / nanoseconds).toFixed(0).padStart(10);
  return `  ${name.padEnd(28)} ${(nanoseconds / 1000).toFixed(2).padStart(8)} µs ${perSecond} /s`;
};

export async function benchKernel(): Promise<void> {
  console.log('kernel                          each, on the host');
  const swapping = [barePairs(), await candidate(SWAP_FAULTS), await candidate(SWAP_FAULTS_AT_ONCE)];
  const [bare, slept, atOnce] = await measureInTurns(swapping);
  console.log(line('bare pwrite + pread', bare));
  console.log(`${line(SWAP_FAULTS.name, slept)}   ${(bare / slept).toFixed(2)} of the bare pairs   goal: at least 0.4`);
  console.log(`${line(SWAP_FAULTS_AT_ONCE.name, atOnce)}   ${(bare / atOnce).toFixed(2)} of the bare pairs`);
  for (const { close } of swapping) close();
  for (const loop of [MINOR_FAULTS, CALLS, SWITCHES, FORKS]) {
    const guest = await candidate(loop);
    console.log(line(loop.name, (await measureInTurns([guest]))[0]));
    guest.close();
  }
}
