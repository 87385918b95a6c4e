/** Guests made at random, which must never make the emulator throw. Each campaign is decided by its seed. */
import { Reg } from '../../src/isa/registers.ts';
import { RandomStream } from '../../src/base/random.ts';
import { Limit } from '../../src/isa/encoding.ts';
import { checkMemory } from '../../src/kernel/mm/check.ts';
import { run } from '../../src/kernel/run-loop.ts';
import type { ArgumentKind } from '../../src/kernel/syscalls/syscall.ts';
import { SYSCALLS } from '../../src/kernel/syscalls/table.ts';
import { RegisterIndex } from '../../src/machine/register-file.ts';
import { assembleProgram, bootGuest } from './guest.ts';

const LOOP = `
        .globl  _start
        .text
_start: ecall
        j       _start
        .data
        .word   DATA + 64, DATA + 96, 0, 0, 1, 1000, 3, 0x22   # strings, a time, an mmap request
        .word   DATA + 256, 100, DATA + 300, 5000, 0, 0, 0, 0  # vectors
        .asciz  "/tmp/file"
        .balign 32
        .asciz  "/proc/self/maps"
        .balign 32
        .asciz  "/tmp/dir/../x"
        .balign 32
        .asciz  "/bin/guest"
        .bss
        .space  65536
        .equ    DATA, 0x08049000
`;

/** Calls after which a machine has become too strange and a fresh one is made. */
const CALLS_PER_MACHINE = 400;
/** Calls between two checks of all invariants of memory. */
const CHECK_INTERVAL = 5;
/** More processes than these only repeat each other's calls. */
const MOST_TASKS = 3;
const DATA = 0x08049000;
const STACK = 0xbfffe000;
const PAGE = 4096;

/** A value that some argument check may trip over. */
function anyWord(random: RandomStream): number {
  switch (random.below(8)) {
    case 0: return random.next() | 0;
    case 1: return random.below(16);
    case 2: return (DATA + random.below(70000)) | 0;
    case 3: return (STACK + random.below(8192)) | 0;
    case 4: return -random.below(16);
    case 5: return (random.below(0x100000) << 12) | 0;
    case 6: return 1 << random.below(32);
    default: return (0xbffff000 + random.below(8192)) | 0;
  }
}

/** A page-aligned address where something may be mapped, or a place inside the program's data. */
function address(random: RandomStream): number {
  switch (random.below(5)) {
    case 0: return 0;
    case 1: return (0xb8000000 - (1 + random.below(64)) * PAGE) | 0;
    case 2: return (DATA + random.below(17) * PAGE) | 0;
    case 3: return (DATA + random.below(64) * 4) | 0;
    default: return (0xc0000000 - (1 + random.below(40)) * PAGE) | 0;
  }
}

/** Three times in four a value that suits the kind of the argument. */
function argument(random: RandomStream, kind: ArgumentKind | undefined): number {
  if (random.below(4) === 0) return anyWord(random);
  switch (kind) {
    case 'fd': return random.below(8);
    case 'dirfd': return -100;
    case 'pid': return [0, -1, 100, 101, 102][random.below(5)]!;
    case 'str': return DATA + 64 + random.below(4) * 32;
    case 'strs': return DATA + (random.below(2) === 0 ? 0 : 8);
    case 'size': return [0, 1, 8, 16, 100, PAGE, 3 * PAGE, 65536][random.below(8)]!;
    case 'int': case 'uint': case 'octal': case 'pgoff': case 'long64': return random.below(10);
    case 'prot': return random.below(8);
    case 'mmapflags': return [0x22, 0x21, 0x32, 0x2, 0x1, 0x122, 0x100022, 0x2022, 0x8022, 0x8021][random.below(10)]!;
    case 'mremapflags': return random.below(8);
    case 'madvise': return random.below(26);
    case 'openflags': return [0, 1, 2, 0o102, 0o1102, 0o2001, 0o200000, 0o4000][random.below(8)]!;
    case 'cloneflags': return [17, 0x4111, 0x10f00, 0x11, 0x310f00][random.below(5)]!;
    case 'waitflags': return [0, 1, 1, 1, 2][random.below(5)]!;
    case 'signal': return [0, 10, 12, 17, 18, 19, 14, 40][random.below(8)]!;
    case 'futexop': return [0, 1, 128, 129, 3, 4, 9, 10][random.below(8)]!;
    case undefined: return anyWord(random);
    default: return random.below(3) === 0 ? random.below(8) : address(random);
  }
}

/** Makes `count` random calls. Gives how many were made. */
export async function fuzzCalls(seed: number, count: number): Promise<number> {
  const random = new RandomStream(seed, 'fuzz-calls');
  const program = assembleProgram(LOOP);
  let made = 0;
  while (made < count) {
    const { kernel, close } = await bootGuest(program, { flags: '--ram 256K --swap 1M --cpus 2 --slice 50', input: 'some input\n' });
    run(kernel, { instructions: 1 });
    for (let calls = 0; calls < CALLS_PER_MACHINE && made < count; calls++) {
      const task = kernel.init!;
      if (kernel.initStatus !== null) break;
      const registers = kernel.registersOf(task);
      const call = random.below(20) === 0 ? undefined : SYSCALLS[random.below(SYSCALLS.length)]!;
      // Ending the program is left to bad luck.
      if (call !== undefined && call.result === 'none' && random.below(20) > 0) continue;
      const number = call?.number ?? random.next() | 0;
      if (!task.inCall) {
        registers[RegisterIndex.X + Reg.A7] = number;
        for (let index = 0; index < 6; index++) registers[RegisterIndex.X + Reg.A0 + index] = argument(random, call?.arguments[index]?.kind);
      }
      made++;
      if (run(kernel, { instructions: kernel.instructions() + 4 }).reason !== 'instructions') break;
      if (kernel.tasks.size > MOST_TASKS) for (const other of kernel.tasks.values()) if (other.group !== task.group) kernel.kill(other);
      const [broken] = made % CHECK_INTERVAL === 0 ? checkMemory(kernel.memory) : [];
      if (broken !== undefined) throw new Error(`call ${made} of seed ${seed}, number ${number}: ${broken}`);
    }
    close();
  }
  return made;
}

/** Flips bytes of an ELF file and runs what is left of it for a moment. Gives how many files were accepted. */
export async function fuzzElf(seed: number, count: number): Promise<number> {
  const random = new RandomStream(seed, 'fuzz-elf');
  const original = assembleProgram(LOOP);
  const headers = 52 + 3 * 32;
  let accepted = 0;
  for (let trial = 0; trial < count; trial++) {
    const bytes = random.below(8) === 0 ? original.slice(0, random.below(original.length)) : original.slice();
    for (let flips = 1 + random.below(4); flips > 0; flips--) {
      const offset = random.below(random.below(10) === 0 ? original.length : headers);
      if (offset < bytes.length) bytes[offset] = random.below(2) === 0 ? random.below(256) : bytes[offset]! ^ (1 << random.below(8));
    }
    const { kernel, close } = await bootGuest(bytes, { flags: '--ram 128K --swap 256K' });
    if (run(kernel, { instructions: 100 }).reason === 'instructions') accepted++;
    close();
  }
  return accepted;
}

/** Runs random words as a program's text. Gives the instructions executed in all. */
export async function fuzzText(seed: number, count: number, limit: number): Promise<number> {
  const random = new RandomStream(seed, 'fuzz-text');
  let executed = 0;
  for (let trial = 0; trial < count; trial++) {
    const words = Array.from({ length: 64 }, () => randomWord(random));
    const program = assembleProgram(`        .globl _start\n        .text\n_start:\n${words.map((word) => `        .word ${word >>> 0}\n`).join('')}        .bss\n        .space 4096\n`);
    const { kernel, close } = await bootGuest(program, { flags: '--ram 128K --swap 256K' });
    run(kernel, { instructions: limit });
    executed += kernel.instructions();
    close();
  }
  return executed;
}

/** Mostly a word that could be an instruction. */
function randomWord(random: RandomStream): number {
  const op = 1 + random.below(126);
  const short = random.below(2) === 0;
  const immediate = short ? random.below(32) - 16 : random.below(Limit.Imm15Max);
  return op | (random.below(32) << 7) | (random.below(32) << 12) | (immediate << 17);
}
