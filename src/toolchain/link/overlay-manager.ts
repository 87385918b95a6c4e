/**
 * The overlay manager, guest code that the overlay linker puts into the root of every overlaid program, and the tables and
 * stubs that go with it. Everything below runs on the machine and is counted there; the host has no part in it.
 *
 * Tables (words):
 *   _ovly_table     for each segment { vma, size, lma, mapped }: what gdb's overlay support reads; lma is the place in the file
 *   _novlys         number of segments
 *   _ovly_info      for each segment { parent info or 0, its _ovly_table entry, bytes in the file, writeback start, writeback
 *                   length, checksum, loads, 0 }
 *   _ovly_stubs     for each stub { address of the function, its segment's info }
 *
 * The life of a call to a function of a segment:
 *   1. The stub loads the address of its record into t6 and jumps to _ovly_call.
 *   2. _ovly_call pushes (return address, current segment) on a stack of its own and makes the callee's segment the current one.
 *   3. If that segment and those above it are in memory, it jumps to the function with ra = _ovly_return.
 *   4. Otherwise _ovly_ensure loads what is missing, the outermost first: segments that lie where the new one goes are
 *      marked as gone, after writing their data back if that is their policy; then one pread64 brings the segment.
 *   5. The function returns to _ovly_return, which pops the stack. If the segment that is current again has been overlaid
 *      meanwhile, it is loaded again before control returns into it.
 * Arguments, results and all registers but t6 survive.
 */
export interface OverlayTables {
  /** Parent of each segment but the root, as an index among them; -1 for the root. */
  readonly parents: readonly number[];
  /** Segment of each stub, as such an index. */
  readonly stubs: readonly number[];
  /** Whether segments are checked against their checksums after each load. */
  readonly verify: boolean;
}

/** Names that the linker gives values to, once it has laid the segments out. */
export const segmentSymbol = (index: number, what: 'vma' | 'size' | 'lma' | 'filesz' | 'wbstart' | 'wbsize' | 'checksum'): string => `__ovly_${index}_${what}`;
export const stubSymbol = (index: number): string => `__ovly_stub_${index}`;
export const stubTargetSymbol = (index: number): string => `__ovly_target_${index}`;

const TABLE_ENTRY = 16;
const INFO_ENTRY = 32;
const STUB_ENTRY = 8;

function tableText({ parents, stubs }: OverlayTables): string {
  const value = (index: number, what: Parameters<typeof segmentSymbol>[1]): string => segmentSymbol(index, what);
  const table = parents.map((_, index) => `  .word ${value(index, 'vma')}, ${value(index, 'size')}, ${value(index, 'lma')}, 0`);
  const info = parents.map((parent, index) => {
    const above = parent < 0 ? '0' : `_ovly_info + ${parent * INFO_ENTRY}`;
    return `  .word ${above}, _ovly_table + ${index * TABLE_ENTRY}, ${value(index, 'filesz')}, ${value(index, 'wbstart')}, ${value(index, 'wbsize')}, ${value(index, 'checksum')}, 0, 0`;
  });
  const records = stubs.map((segment, index) => `  .word ${stubTargetSymbol(index)}, _ovly_info + ${segment * INFO_ENTRY}`);
  return [
    '  .section .data.ovly_tables, "aw"',
    '  .balign 4',
    '  .globl _ovly_table, _novlys, _ovly_info, _ovly_stubs',
    '  .type _ovly_table, @object',
    '_ovly_table:',
    ...table,
    '  .size _ovly_table, . - _ovly_table',
    `_novlys: .word ${parents.length}`,
    '_ovly_info:',
    ...info,
    '_ovly_stubs:',
    ...records,
  ].join('\n');
}

function stubText({ stubs }: OverlayTables): string {
  const one = (_: number, index: number): string => {
    const name = stubSymbol(index);
    return `  .globl ${name}\n  .type ${name}, @function\n${name}:\n  la t6, _ovly_stubs + ${index * STUB_ENTRY}\n  j _ovly_call\n  .size ${name}, . - ${name}`;
  };
  return ['  .section .text.ovly_stubs, "ax"', ...stubs.map(one)].join('\n');
}

/** Constants are private symbols, so that they do not crowd the symbol tables of programs. */
const MANAGER = `
  .equ .LSYS_exit, 1
  .equ .LSYS_write, 4
  .equ .LSYS_open, 5
  .equ .LSYS_pread64, 180
  .equ .LSYS_pwrite64, 181
  .equ .LO_RDWR, 2
  .equ .LSTDERR, 2
  .equ .LFAILURE, 125

  .equ .LTABLE_VMA, 0
  .equ .LTABLE_SIZE, 4
  .equ .LTABLE_LMA, 8
  .equ .LTABLE_MAPPED, 12
  .equ .LTABLE_ENTRY, 16
  .equ .LINFO_PARENT, 0
  .equ .LINFO_TABLE, 4
  .equ .LINFO_FILESZ, 8
  .equ .LINFO_WBSTART, 12
  .equ .LINFO_WBSIZE, 16
  .equ .LINFO_CHECKSUM, 20
  .equ .LINFO_LOADS, 24
  .equ .LINFO_ENTRY, 32
  .equ .LCALL_ENTRY, 8
  .equ .LCALL_DEPTH, 64

  .equ .LSTATE_TOP, 0
  .equ .LSTATE_CURRENT, 4
  .equ .LSTATE_FD, 8
  .equ .LSTATE_CALLS, 12

  .section .data.ovly_state, "aw"
  .balign 4
  .globl _ovly_state
_ovly_state:
  .word _ovly_stack
  .word 0
  .word -1
  .word 0
_ovly_self: .asciz "/proc/self/exe"
_ovly_bad_file: .ascii "overlay manager: cannot read the program file\\n"
_ovly_bad_file_end:
_ovly_bad_stack: .ascii "overlay manager: calls are nested too deeply\\n"
_ovly_bad_stack_end:
_ovly_bad_sum: .ascii "overlay manager: a segment is damaged\\n"
_ovly_bad_sum_end:

  .section .bss.ovly_stack, "aw", @nobits
  .balign 4
_ovly_stack: .space .LCALL_ENTRY * .LCALL_DEPTH
_ovly_stack_end:

  .section .text.ovly_manager, "ax"
# Jumps here come from stubs; t6 is the stub's record.
  .globl _ovly_call
  .type _ovly_call, @function
_ovly_call:
  addi sp, sp, -16
  sw t0, 0(sp)
  sw t1, 4(sp)
  sw t2, 8(sp)
  la t0, _ovly_state
  lw t1, .LSTATE_TOP(t0)
  la t2, _ovly_stack_end
  bgeu t1, t2, _ovly_overflow
  sw ra, 0(t1)
  lw t2, .LSTATE_CURRENT(t0)
  sw t2, 4(t1)
  addi t1, t1, .LCALL_ENTRY
  sw t1, .LSTATE_TOP(t0)
  lw t1, .LSTATE_CALLS(t0)
  addi t1, t1, 1
  sw t1, .LSTATE_CALLS(t0)
  lw t1, 4(t6)
  sw t1, .LSTATE_CURRENT(t0)
  lw t6, 0(t6)
  mv t2, t1
1:
  lw t0, .LINFO_TABLE(t2)
  lw t0, .LTABLE_MAPPED(t0)
  beqz t0, 2f
  lw t2, .LINFO_PARENT(t2)
  bnez t2, 1b
  j 3f
2:
  call _ovly_ensure
3:
  la ra, _ovly_return
  lw t0, 0(sp)
  lw t1, 4(sp)
  lw t2, 8(sp)
  addi sp, sp, 16
  jr t6
  .size _ovly_call, . - _ovly_call

# Functions that were called through a stub return here.
  .type _ovly_return, @function
_ovly_return:
  addi sp, sp, -16
  sw t0, 0(sp)
  sw t1, 4(sp)
  sw t2, 8(sp)
  la t0, _ovly_state
  lw t1, .LSTATE_TOP(t0)
  addi t1, t1, -.LCALL_ENTRY
  sw t1, .LSTATE_TOP(t0)
  lw t6, 0(t1)
  lw t1, 4(t1)
  sw t1, .LSTATE_CURRENT(t0)
  mv t2, t1
1:
  beqz t2, 3f
  lw t0, .LINFO_TABLE(t2)
  lw t0, .LTABLE_MAPPED(t0)
  lw t2, .LINFO_PARENT(t2)
  bnez t0, 1b
  call _ovly_ensure
3:
  lw t0, 0(sp)
  lw t1, 4(sp)
  lw t2, 8(sp)
  addi sp, sp, 16
  mv ra, t6
  ret
  .size _ovly_return, . - _ovly_return

# Loads segment t1 and those above it, as far as they are missing. Changes t0, t1 and t2.
  .type _ovly_ensure, @function
_ovly_ensure:
  addi sp, sp, -64
  sw ra, 0(sp)
  sw t3, 4(sp)
  sw t4, 8(sp)
  sw t5, 12(sp)
  sw t6, 16(sp)
  sw a0, 20(sp)
  sw a1, 24(sp)
  sw a2, 28(sp)
  sw a3, 32(sp)
  sw a4, 36(sp)
  sw a5, 40(sp)
  sw a6, 44(sp)
  sw a7, 48(sp)
  sw t1, 52(sp)
1:                              # the outermost segment of the path that is missing
  lw t1, 52(sp)
  li t0, 0
2:
  lw t2, .LINFO_TABLE(t1)
  lw t2, .LTABLE_MAPPED(t2)
  bnez t2, 3f
  mv t0, t1
3:
  lw t1, .LINFO_PARENT(t1)
  bnez t1, 2b
  beqz t0, 4f
  call _ovly_load
  j 1b
4:
  fence.i
  lw ra, 0(sp)
  lw t3, 4(sp)
  lw t4, 8(sp)
  lw t5, 12(sp)
  lw t6, 16(sp)
  lw a0, 20(sp)
  lw a1, 24(sp)
  lw a2, 28(sp)
  lw a3, 32(sp)
  lw a4, 36(sp)
  lw a5, 40(sp)
  lw a6, 44(sp)
  lw a7, 48(sp)
  addi sp, sp, 64
  ret
  .size _ovly_ensure, . - _ovly_ensure

# Loads the one segment t0 and marks those it overwrites as gone. Changes every register that _ovly_ensure has saved.
  .type _ovly_load, @function
_ovly_load:
  addi sp, sp, -16
  sw ra, 0(sp)
  sw t0, 4(sp)
  la t3, _ovly_state
  lw a0, .LSTATE_FD(t3)
  bgez a0, 1f
  la a0, _ovly_self
  li a1, .LO_RDWR
  li a2, 0
  li a7, .LSYS_open
  ecall
  bgez a0, 2f
  la a0, _ovly_self
  li a1, 0
  li a7, .LSYS_open
  ecall
  bltz a0, _ovly_file_error
2:
  sw a0, .LSTATE_FD(t3)
1:
  lw t0, 4(sp)
  lw t1, .LINFO_TABLE(t0)
  lw t4, .LTABLE_VMA(t1)          # [t4, t5) is where the segment goes
  lw t5, .LTABLE_SIZE(t1)
  add t5, t5, t4
  la t1, _ovly_info
  lw t2, _novlys
3:
  beqz t2, 5f
  lw t3, .LINFO_TABLE(t1)
  lw a0, .LTABLE_MAPPED(t3)
  beqz a0, 4f
  lw a0, .LTABLE_VMA(t3)
  bgeu a0, t5, 4f
  lw a1, .LTABLE_SIZE(t3)
  add a0, a0, a1
  bgeu t4, a0, 4f
  sw zero, .LTABLE_MAPPED(t3)
  lw a2, .LINFO_WBSIZE(t1)
  beqz a2, 4f
  lw a1, .LINFO_WBSTART(t1)       # its data goes to its place in the file
  lw a3, .LTABLE_LMA(t3)
  add a3, a3, a1
  lw a0, .LTABLE_VMA(t3)
  sub a3, a3, a0
  li a4, 0
  la a0, _ovly_state
  lw a0, .LSTATE_FD(a0)
  li a7, .LSYS_pwrite64
  ecall
  bne a0, a2, _ovly_file_error
4:
  addi t1, t1, .LINFO_ENTRY
  addi t2, t2, -1
  j 3b
5:
  lw t1, .LINFO_TABLE(t0)
  lw a1, .LTABLE_VMA(t1)
  lw a2, .LINFO_FILESZ(t0)
  lw a3, .LTABLE_LMA(t1)
  li a4, 0
  la t3, _ovly_state
6:                              # pread64 may return less than it was asked for
  beqz a2, 7f
  lw a0, .LSTATE_FD(t3)
  li a7, .LSYS_pread64
  ecall
  blez a0, _ovly_file_error
  add a1, a1, a0
  sub a2, a2, a0
  add a3, a3, a0
  j 6b
7:
  bgeu a1, t5, 8f               # the rest of the segment is zero
  sb zero, 0(a1)
  addi a1, a1, 1
  j 7b
8:
  .if .LOVLY_VERIFY
  lw a1, .LTABLE_VMA(t1)
  lw a2, .LINFO_FILESZ(t0)
  lw a0, .LINFO_CHECKSUM(t0)
  lw a3, .LINFO_WBSIZE(t0)
  bnez a3, 11f
  li a4, 0
9:
  beqz a2, 10f
  lw a3, 0(a1)
  add a4, a4, a3
  addi a1, a1, 4
  addi a2, a2, -4
  j 9b
10:
  bne a4, a0, _ovly_damaged
11:
  .endif
  li a0, 1
  sw a0, .LTABLE_MAPPED(t1)
  lw a0, .LINFO_LOADS(t0)
  addi a0, a0, 1
  sw a0, .LINFO_LOADS(t0)
  call _ovly_debug_event
  lw ra, 0(sp)
  addi sp, sp, 16
  ret
  .size _ovly_load, . - _ovly_load

# A debugger stops here to learn that the table has changed.
  .globl _ovly_debug_event
  .type _ovly_debug_event, @function
_ovly_debug_event:
  ret
  .size _ovly_debug_event, . - _ovly_debug_event

_ovly_overflow:
  la a1, _ovly_bad_stack
  li a2, _ovly_bad_stack_end - _ovly_bad_stack
  j _ovly_die
_ovly_damaged:
  la a1, _ovly_bad_sum
  li a2, _ovly_bad_sum_end - _ovly_bad_sum
  j _ovly_die
_ovly_file_error:
  la a1, _ovly_bad_file
  li a2, _ovly_bad_file_end - _ovly_bad_file
_ovly_die:
  li a0, .LSTDERR
  li a7, .LSYS_write
  ecall
  li a0, .LFAILURE
  li a7, .LSYS_exit
  ecall
`;

/** The assembly source of manager, tables and stubs of one program. */
export function overlayManagerSource(tables: OverlayTables): string {
  return [`  .equ .LOVLY_VERIFY, ${tables.verify ? 1 : 0}`, MANAGER, tableText(tables), stubText(tables), ''].join('\n');
}
