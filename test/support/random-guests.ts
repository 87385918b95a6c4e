/**
 * Guests whose text is random and that survive it: handlers on an alternate stack skip what faults and put the registers
 * that hold addresses back, so a run comes far, forks, maps, unmaps and signals itself on the way.
 */
import { RandomStream } from '../../src/base/random.ts';
import { encodeI, encodeR, encodeU, imm15Of, imm20Of, opOf, rdOf, rs1Of } from '../../src/isa/encoding.ts';
import { type DefinedOp, Flag, Op, type OpcodeInfo, OPCODES } from '../../src/isa/opcodes.ts';
import { Reg } from '../../src/isa/registers.ts';
import { checkMemory } from '../../src/kernel/mm/check.ts';
import { completeIo } from '../../src/kernel/mm/page-io.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { SYSCALLS } from '../../src/kernel/syscalls/table.ts';
import { runToEnd } from '../../src/cli/outcome.ts';
import { assembleProgram, bootGuest } from './guest.ts';
import { findLeaks } from './leaks.ts';
import { pick, randomWord } from './reference-programs.ts';
import { inRepository } from './repository.ts';

/** Words of random text: one page, and the head of the next. */
const TEXT_WORDS = 1100;
/** Values that registers take up at the start and after every fault. */
const VALUES = 32;
/** Keeps the length of a jump below 64 words. */
const FORWARD_MASK = 63;
const SECOND = 1e9;
/** Marks in the executable where random words are put; the words after them are free. */
const TEXT_MARK = 0x5a5a0001;
const VALUES_MARK = 0x5a5a0002;

/** Offset in the frame of the saved x1, behind the saved pc: abi/signal-frame.ts. */
const SOURCE = `
        .include "include/linux.inc"
        .globl  _start
        .text
_start: la      a0, stack
        li      a1, 0
        system  sigaltstack
        .irp    signal, 4, 5, 7, 11
        li      a0, \\signal
        la      a1, action
        li      a2, 0
        li      a3, 8
        system  rt_sigaction
        .endr
        la      a0, random
        li      a1, 8192
        li      a2, PROT_READ | PROT_WRITE | PROT_EXEC
        system  mprotect
        la      x31, values
        .irp    n, 8, 9, 10, 11, 12, 13, 16, 17, 18, 20, 21
        lw      x\\n, (\\n * 4)(x31)
        .endr
        la      t0, random
        jr      t0

# Goes on behind the instruction that faulted, or elsewhere in the random text if that lies outside.
handler:
        la      t0, random
        lw      t1, UC_PC(a2)
        sub     t2, t1, t0
        li      t3, ${TEXT_WORDS * 4 - 8}
        bltu    t2, t3, 1f
        la      t4, faults
        lw      t2, 0(t4)
        addi    t2, t2, 44
        sw      t2, 0(t4)
        andi    t2, t2, 4092
1:      addi    t2, t2, 4
        andi    t2, t2, -4
        add     t1, t0, t2
        sw      t1, UC_PC(a2)
        la      x31, values
        .irp    n, 8, 9, 10, 11, 12, 13, 16, 17, 18, 20, 21
        lw      t1, (\\n * 4)(x31)
        sw      t1, (UC_PC + \\n * 4)(a2)
        .endr
        system  rt_sigreturn

        .data
        .align  12
random: .word   ${TEXT_MARK}
        .space  ${(TEXT_WORDS - 1) * 4}
        .align  2
values: .word   ${VALUES_MARK}
        .space  ${(VALUES - 1) * 4}
action: .word   handler, SA_SIGINFO | SA_ONSTACK | 0x40000000, 0, 0, 0
stack:  .word   alternate, 0, 16384
faults: .word   0
        .bss
        .align  4
alternate: .space 16384
data:   .space  65536
`;

/** Where random values point: text, data, bss, stack, and nowhere. */
const REGIONS = [0x08048000, 0x08049000, 0x0804a000, 0x0804b000, 0x0804f000, 0x08056000, 0xbfffe000, 0xb7ff0000, 0x40000000, 0xbffff000];
/** Calls that would end the run early, or fill the machine with processes, are made less often. */
const RARE: readonly string[] = ['fork', 'vfork', 'clone', 'exit', 'exit_group', 'pause', 'nanosleep', 'futex', 'rt_sigsuspend', 'kill', 'tgkill', 'execve', 'poll', 'read'];

/** What a campaign came to. */
export interface RandomGuestReport {
  readonly instructions: number;
  /** Broken invariants and leaks, with the index of the guest. */
  readonly problems: readonly string[];
}

/** Runs `count` random guests for at most `limit` instructions each, then ends them and looks for what they left behind. */
export async function runRandomGuests(seed: number, count: number, limit: number, flags: string): Promise<RandomGuestReport> {
  const template = assembleProgram(SOURCE, inRepository('programs/asm/random.s'));
  const problems: string[] = [];
  let instructions = 0;
  for (let index = 0; index < count; index++) {
    const random = new RandomStream(seed, 'random guests', index);
    const { kernel, close } = await bootGuest(randomGuest(template, random), { flags, input: 'input\n' });
    run(kernel, { instructions: limit });
    problems.push(...checkMemory(kernel.memory).map((problem) => `guest ${index}: ${problem}`));
    runToEnd(kernel, 0);
    // What is being read when the last task ends is given back when the disk is done.
    for (const cpu of kernel.machine.cpus) cpu.clock.cycles += SECOND;
    completeIo(kernel.memory);
    problems.push(...findLeaks(kernel).map((leak) => `guest ${index}: left ${leak}`));
    instructions += kernel.instructions();
    close();
  }
  return { instructions, problems };
}

/** The template with other words at its marks. */
function randomGuest(template: Uint8Array, random: RandomStream): Uint8Array {
  const bytes = template.slice();
  const view = new DataView(bytes.buffer);
  const put = (mark: number, words: readonly number[]): void => {
    const start = findWord(view, mark);
    words.forEach((word, index) => view.setInt32(start + index * 4, word, true));
  };
  put(TEXT_MARK, randomText(random));
  put(VALUES_MARK, Array.from({ length: VALUES }, () => randomValue(random)));
  return bytes;
}

function findWord(view: DataView, word: number): number {
  for (let offset = 0; offset < view.byteLength; offset += 4) if (view.getInt32(offset, true) === word) return offset;
  throw new Error(`random guest: no word ${word.toString(16)} in the template`);
}

/** Random instructions with system calls among them. */
function randomText(random: RandomStream): number[] {
  const words: number[] = [];
  while (words.length < TEXT_WORDS) {
    if (random.below(12) > 0) words.push(forwards(randomWord(random)));
    else words.push(...randomCall(random));
  }
  return words.slice(0, TEXT_WORDS);
}

/** Turns a branch or jump backwards into one forwards: loops would keep a run where it is. */
function forwards(word: number): number {
  const op = opOf(word);
  if (op === Op.Jal) return encodeU(op, rdOf(word), Math.abs(imm20Of(word)) & FORWARD_MASK);
  const flags = (OPCODES[op as DefinedOp] as OpcodeInfo | undefined)?.flags ?? Flag.None;
  return (flags & Flag.Branch) !== 0 ? encodeI(op, rdOf(word), rs1Of(word), Math.abs(imm15Of(word)) & FORWARD_MASK) : word;
}

/** Sets some arguments and makes a call. */
function randomCall(random: RandomStream): number[] {
  let call = pick(random, SYSCALLS);
  if (RARE.includes(call.name) && random.below(20) > 0) call = pick(random, SYSCALLS);
  const words: number[] = [];
  for (let argument = Reg.A0; argument <= Reg.A5; argument++) {
    const kind = random.below(4);
    if (kind === 0) words.push(encodeI(Op.Addi, argument, Reg.Zero, random.below(3) === 0 ? random.next() >> 17 : random.below(64) - 8));
    else if (kind === 1) words.push(encodeR(Op.Add, { rd: argument, rs1: 8 + random.below(2) }));
    else if (kind === 2) words.push(encodeI(Op.Slli, argument, 20 + random.below(2), 12));
  }
  return [...words, encodeI(Op.Addi, Reg.A7, Reg.Zero, call.number), encodeR(Op.Ecall, {})];
}

function randomValue(random: RandomStream): number {
  const kind = random.below(8);
  if (kind === 0) return random.next() | 0;
  if (kind === 1) return random.below(40);
  return (pick(random, REGIONS) + (random.below(2) === 0 ? 0 : random.below(8192))) | 0;
}
