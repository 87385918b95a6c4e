/**
 * The guest program in assembly. Every system call, load, store and jump that a script asks for is one of its instructions. Its
 * stack is used by nothing but the kernel's start-up, so that only the top page of it is ever touched.
 *
 * Registers: s0 = command, s1 = result, s2 to s5 = an access's operands. Each access lies between `arm` (which says where the
 * signal handler goes on) and the store that disarms.
 */
import { SignalFrame } from '../../abi/signal-frame.ts';
import { SigAction, SigInfoLayout, Signal } from '../../abi/signals.ts';
import { Sys } from '../../abi/syscall-numbers.ts';
import { Buffer, Command, DATA_LENGTH, Order, Result, Shape, Status, Text } from './image-layout.ts';

/** Offsets of ru_minflt and ru_majflt in i386's struct rusage. */
const RUSAGE_MINFLT = 32;
const RUSAGE_MAJFLT = 36;
const PAGE = 4096;
const EXIT_UNARMED = 99;
const HANDLER_FLAGS = SigAction.SA_SIGINFO | SigAction.SA_ONSTACK | SigAction.SA_NODEFER;

const word = (index: number): number => Command.Words + 4 * index;

/** Calls the kernel with arguments that are registers or numbers. */
const call = (number: Sys): string => `    li a7, ${number}\n    ecall\n`;

/** Where each order is carried out. */
const LABELS: Readonly<Record<Exclude<Order, Order.Count>, string>> = {
  [Order.Syscall]: 'do_syscall',
  [Order.SetMemory]: 'do_set_memory',
  [Order.Load]: 'do_load',
  [Order.Store]: 'do_store',
  [Order.StoreWord]: 'do_store_word',
  [Order.Call]: 'do_call',
  [Order.Fill]: 'do_fill',
  [Order.TouchWrite]: 'do_touch_write',
  [Order.TouchRead]: 'do_touch_read',
  [Order.Sum]: 'do_sum',
  [Order.Fork]: 'do_fork',
  [Order.Handlers]: 'do_handlers',
};

const START = `
    .text
    .globl _start
_start:
    li s0, ${Buffer.Command}
    li s1, ${Buffer.Result}
    # all of data and bss becomes resident, so that fault counts are the script's
    li t0, ${Shape.DataStart}
    li t1, ${Shape.End}
    li t2, ${PAGE}
warm:
    lb t3, 0(t0)
    sb t3, 0(t0)
    add t0, t0, t2
    bltu t0, t1, warm
    la a0, signal_stack
    li a1, 0
${call(Sys.sigaltstack)}    li s2, 1
    jal ra, set_handlers
    jal ra, identify
serve:
    li a0, 0
    mv a1, s0
    li a2, ${Command.Size}
${call(Sys.read)}    li t0, ${Command.Size}
    bne a0, t0, quit
    sw zero, ${Result.Status}(s1)
    sw zero, ${Result.MinorFaults}(s1)
    sw zero, ${Result.MajorFaults}(s1)
    lw t0, ${Command.Order}(s0)
    slli t0, t0, 2
    la t1, tasks
    add t0, t0, t1
    lw t0, 0(t0)
    lw s2, ${word(0)}(s0)
    lw s3, ${word(1)}(s0)
    lw s4, ${word(2)}(s0)
    jalr zero, 0(t0)
quit:
    li a0, 0
${call(Sys.exit_group)}
finish:
    sw s5, ${Result.Value}(s1)
reply:
    lw t0, ${Command.Data}(s0)
    beqz t0, send
    li t1, ${DATA_LENGTH}
    addi t2, s1, ${Result.Data}
copy:
    lw t3, 0(t0)
    sw t3, 0(t2)
    addi t0, t0, 4
    addi t2, t2, 4
    addi t1, t1, -4
    bnez t1, copy
send:
    jal ra, write_result
    j serve
write_result:
    li t0, ${Buffer.ProcessId}
    lw t0, 0(t0)
    sw t0, ${Result.ProcessId}(s1)
    li a0, 1
    mv a1, s1
    li a2, ${Result.Size}
${call(Sys.write)}    ret
`;

const TASKS = `
do_syscall:
    mv a7, s2
    mv a0, s3
    mv a1, s4
    lw a2, ${word(3)}(s0)
    lw a3, ${word(4)}(s0)
    lw a4, ${word(5)}(s0)
    lw a5, ${word(6)}(s0)
    ecall
    mv s5, a0
    j finish
do_set_memory:
    beqz s4, set_done
    sb s3, 0(s2)
    addi s2, s2, 1
    addi s4, s4, -1
    j do_set_memory
set_done:
    li s5, 0
    j finish
do_fork:
${call(Sys.fork)}    beqz a0, child
    mv s5, a0
    bltz a0, finish
    li a1, ${Buffer.Vector}
    li a2, 0
${call(Sys.waitpid)}    j finish
child:
    jal ra, identify
    j serve
identify:
${call(Sys.getpid)}    li t0, ${Buffer.ProcessId}
    sw a0, 0(t0)
    ret
do_handlers:
    jal ra, set_handlers
    j finish

do_load:
    jal ra, begin
    lbu s5, 0(s2)
    j end
do_store:
    jal ra, begin
    sb s3, 0(s2)
    j end
do_store_word:
    jal ra, arm
    sw s3, 0(s2)
    j disarm
do_call:
    jal ra, arm
    jalr ra, 0(s2)
    j disarm
do_fill:
    jal ra, arm
    li t0, 0
fill_next:
    bgeu t0, s3, disarm
    slli t1, t0, 3
    sub t1, t1, t0
    srli t2, t0, 12
    add t1, t1, t2
    add t1, t1, s4
    add t2, s2, t0
    sb t1, 0(t2)
    addi t0, t0, 1
    j fill_next
do_touch_write:
    jal ra, begin
    li t0, 0
    li t1, 1
    li t2, ${PAGE}
write_next:
    bgeu t0, s3, end
    add t3, s2, t0
    sb t1, 0(t3)
    add t0, t0, t2
    j write_next
do_touch_read:
    jal ra, begin
    li t0, 0
    li t2, ${PAGE}
read_next:
    bgeu t0, s3, end
    add t3, s2, t0
    lbu t1, 0(t3)
    add t0, t0, t2
    j read_next
do_sum:
    jal ra, arm
    li t0, 0
    li s5, 0x811c9dc5
    li t1, 0x01000193
sum_next:
    bgeu t0, s3, disarm
    add t2, s2, t0
    lbu t2, 0(t2)
    xor s5, s5, t2
    mul s5, s5, t1
    addi t0, t0, 1
    j sum_next
`;

const MEASURE = `
# Counts faults from here on and arms. The first call touches what the second one writes.
begin:
    mv s6, ra
    li a1, ${Buffer.UsageBefore}
    jal ra, usage
    jal ra, usage
    mv ra, s6
arm:
    li t0, ${Buffer.Recovery}
    li t1, 1
    sw t1, 0(t0)
    sw sp, 4(t0)
    ret
usage:
    li a0, 0
${call(Sys.getrusage)}    ret
end:
    li a1, ${Buffer.UsageAfter}
    jal ra, usage
    li t0, ${Buffer.UsageBefore}
    lw t1, ${RUSAGE_MINFLT}(a1)
    lw t2, ${RUSAGE_MINFLT}(t0)
    sub t1, t1, t2
    sw t1, ${Result.MinorFaults}(s1)
    lw t1, ${RUSAGE_MAJFLT}(a1)
    lw t2, ${RUSAGE_MAJFLT}(t0)
    sub t1, t1, t2
    sw t1, ${Result.MajorFaults}(s1)
disarm:
    li t0, ${Buffer.Recovery}
    sw zero, 0(t0)
    j finish
`;

const SIGNALS = `
# s2 = 1 sets the handlers, 0 the default actions.
set_handlers:
    la a1, handled
    bnez s2, set_all
    la a1, default_action
set_all:
    li a2, 0
    li a3, 8
    li a0, ${Signal.SIGSEGV}
${call(Sys.rt_sigaction)}    li a0, ${Signal.SIGBUS}
${call(Sys.rt_sigaction)}    li a0, ${Signal.SIGILL}
${call(Sys.rt_sigaction)}    li s5, 0
    ret
on_signal:
    li s0, ${Buffer.Command}
    li s1, ${Buffer.Result}
    sw a0, ${Result.Signal}(s1)
    lw t0, ${SigInfoLayout.Code}(a1)
    sw t0, ${Result.Code}(s1)
    lw t0, ${SigInfoLayout.Addr}(a1)
    sw t0, ${Result.Address}(s1)
    lw t0, ${SignalFrame.ErrorCode - SignalFrame.Context}(a2)
    sw t0, ${Result.Error}(s1)
    lw t0, ${SignalFrame.Registers - SignalFrame.Context}(a2)
    sw t0, ${Result.Value}(s1)
    li t0, ${Buffer.Recovery}
    lw t1, 0(t0)
    beqz t1, unarmed
    sw zero, 0(t0)
    lw sp, 4(t0)
    li t0, ${Status.Faulted}
    sw t0, ${Result.Status}(s1)
    j reply
unarmed:
    li t0, ${Status.Unarmed}
    sw t0, ${Result.Status}(s1)
    jal ra, write_result
    li a0, ${EXIT_UNARMED}
${call(Sys.exit_group)}
`;

const at = (address: number): string => `    .org ${address - Shape.TextStart - Shape.HeadersLength}\n`;

const CONSTANTS = `
tasks:
${Object.values(LABELS).map((label) => `    .word ${label}\n`).join('')}handled:
    .word on_signal, ${HANDLER_FLAGS}, 0, 0, 0
default_action:
    .word 0, 0, 0, 0, 0
signal_stack:
    .word ${Buffer.SignalStack}, 0, ${Buffer.SignalStackLength}
${at(Text.Tmp)}    .asciz "/tmp"
${at(Text.Exe)}    .asciz "/proc/self/exe"
${at(Text.Null)}    .asciz "/dev/null"
${at(Text.Root)}    .asciz "/"
${at(Text.Name)}    .asciz "x"
${at(Text.Pagemap)}    .asciz "/proc/self/pagemap"
${at(Shape.TextStart + Shape.TextLength)}
    .data
    .word 1
    .org ${Shape.DataLength}
    .bss
    .balign 32
    .skip ${Shape.End - Shape.BssStart}
`;

export const IMAGE_SOURCE = START + TASKS + MEASURE + SIGNALS + CONSTANTS;
