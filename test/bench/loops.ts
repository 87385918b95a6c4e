/** The guest loops of the interpreter benchmark: endless, without system calls, over a few mapped pages. */
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import type { MachineOptions } from '../../src/machine/machine.ts';
import { BareMachine, USER_RW, USER_RX } from '../support/bare-machine.ts';

export interface Loop {
  readonly name: string;
  readonly source: string;
}

/** Where the programs of the benchmark lie. */
const enum Layout {
  Text = 0x08048000,
  TextPages = 32,
  Data = 0x09000000,
  /** 1 MiB of data. */
  DataPages = 256,
  StackTop = 0xc0000000,
  StackPages = 4,
}

const ALU = `
        li s1, 88172645
outer:  li a0, 27               # Collatz: steps until 1
step:   andi t0, a0, 1
        beqz t0, even
        slli t1, a0, 1
        add a0, a0, t1
        addi a0, a0, 1
        j count
even:   srli a0, a0, 1
count:  addi a1, a1, 1
        slli t2, s1, 13         # xorshift
        xor s1, s1, t2
        srli t2, s1, 17
        xor s1, s1, t2
        slli t2, s1, 5
        xor s1, s1, t2
        li t3, 1
        bne a0, t3, step
        j outer
`;

const MEMORY = `
        lui s0, 0x9000          # sieve over 64 KiB, then its sum by words
        lui s1, 16
outer:  li t0, 2
sieve:  add t1, t0, t0
mark:   add t2, s0, t1
        sb t0, 0(t2)
        add t1, t1, t0
        bltu t1, s1, mark
        addi t0, t0, 1
        li t3, 12
        bne t0, t3, sieve
        mv t0, zero
        mv a0, zero
sum:    add t2, s0, t0
        lw t1, 0(t2)
        add a0, a0, t1
        sw a0, 0(t2)
        addi t0, t0, 4
        bltu t0, s1, sum
        j outer
`;

const CALLS = `
outer:  li a0, 20
        call fib
        j outer
fib:    li t0, 2
        blt a0, t0, leaf
        addi sp, sp, -16
        sw ra, 12(sp)
        sw s0, 8(sp)
        sw s1, 4(sp)
        mv s0, a0
        addi a0, s0, -1
        call fib
        mv s1, a0
        addi a0, s0, -2
        call fib
        add a0, a0, s1
        lw ra, 12(sp)
        lw s0, 8(sp)
        lw s1, 4(sp)
        addi sp, sp, 16
leaf:   ret
`;

const HOP_PAGES = 16;

/** Short pieces of code on 16 pages that jump to each other and touch 16 pages of data. */
const HOPS = `
        lui s0, 0x9000
${Array.from({ length: HOP_PAGES }, (_, page) => `
        .balign 4096
hop${page}:  lw t0, ${page * 8}(s0)
        addi t0, t0, ${page}
        sw t0, ${page * 8}(s0)
        lui t1, 1
        add s0, s0, t1
        xor a0, a0, t0
        ${page === HOP_PAGES - 1 ? 'lui s0, 0x9000' : 'nop'}
        j hop${(page + 1) % HOP_PAGES}`).join('\n')}
`;

export const LOOPS: readonly Loop[] = [
  { name: 'ALU', source: ALU },
  { name: 'memory', source: MEMORY },
  { name: 'calls', source: CALLS },
  { name: 'page-hopping', source: HOPS },
];

/** One load per page over more pages than the TLB has entries: every load misses. */
export const MISS_LOOP: Loop = {
  name: 'TLB misses',
  source: `
        lui s1, 0x9100
outer:  lui s0, 0x9000
        lui t1, 1
step:   lw t0, 0(s0)
        add s0, s0, t1
        bltu s0, s1, step
        j outer
`,
};

/** A machine with the loop loaded, at its first instruction. */
export function loadLoop({ name, source }: Loop, options: Partial<MachineOptions> = {}): BareMachine {
  const { object, diagnostics } = assemble(source, `${name}.s`);
  const text = object?.sections.find((section) => section.name === '.text');
  if (text === undefined) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  const bare = new BareMachine({ ram: 4 << 20, ...options });
  bare.mapRange(Layout.Text, Layout.TextPages, USER_RX);
  bare.mapRange(Layout.Data, Layout.DataPages, USER_RW);
  bare.mapRange(Layout.StackTop - Layout.StackPages * 4096, Layout.StackPages, USER_RW);
  bare.write(Layout.Text, [...new Int32Array(text.data.slice().buffer)]);
  bare.cpu.pc = Layout.Text;
  bare.cpu.x[2] = Layout.StackTop;
  return bare;
}
