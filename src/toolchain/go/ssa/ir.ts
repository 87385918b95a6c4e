/**
 * The intermediate representation: functions of basic blocks of values in SSA form, at the level of machine words.
 *
 * Go's composite values do not exist here: lowering has split strings, slices, interfaces, int64 and small structs into words, and
 * larger values lie in memory. A block's instructions are an ordered list, phis first; loads, stores, calls and checks keep their
 * order, everything else may move. A value is one word: an integer, a pointer that the collector must see (`Ptr`), or a float.
 *
 * Checks (`boundscheck`, `nilcheck`, ...) are instructions, not blocks: they branch to a stub behind the function that calls the
 * runtime and does not come back.
 */
import { assert, unreachable } from '../../../base/assert.ts';
import type { Pos } from '../syntax/position.ts';

/** What a value is to registers and to the collector. */
export const enum Ty {
  I32,
  /** A word that may point into the heap. */
  Ptr,
  F32,
  F64,
  /** Instructions without a result. */
  Void,
}

export const isFloatTy = (ty: Ty): boolean => ty === Ty.F32 || ty === Ty.F64;

/** How a value lies in memory. */
export type Mem = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'f32' | 'f64';

export const MEM_SIZE: Readonly<Record<Mem, number>> = { i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, f32: 4, f64: 8 };

export type Op =
  | 'phi'
  /** A parameter in the register of its number: {@link Value.reg}. */
  | 'param'
  /** `imm` */
  | 'const'
  /** `imm` as a double */
  | 'fconst'
  /** Address of symbol `sym` plus `imm`. */
  | 'sym'
  /** Address of stack slot `slot` plus `imm`. */
  | 'slot'
  /** The current goroutine; the closure context at entry; the stack pointer of the caller at its call; our own stack pointer. */
  | 'g' | 'context' | 'callersp' | 'callerpc' | 'sp'
  | 'copy'
  // Integers
  | 'add' | 'sub' | 'mul' | 'mulh' | 'mulhu' | 'div' | 'divu' | 'rem' | 'remu' | 'and' | 'or' | 'xor' | 'sll' | 'srl' | 'sra' | 'slt' | 'sltu'
  | 'addi' | 'andi' | 'ori' | 'xori' | 'slli' | 'srli' | 'srai' | 'slti' | 'sltiu'
  | 'sext8' | 'sext16' | 'zext8' | 'zext16'
  // Floats; the type says which
  | 'fadd' | 'fsub' | 'fmul' | 'fdiv' | 'fsqrt' | 'fneg' | 'fabs' | 'feq' | 'flt' | 'fle'
  /** Conversions name target and source: w int32, u uint32, f the float type of the value or operand. */
  | 'cvtwf' | 'cvtuf' | 'cvtfw' | 'cvtfu' | 'cvtsd' | 'cvtds'
  /** Bits of a float32 as a word, and back. */
  | 'bitsof' | 'fromBits'
  // Memory: address plus `imm`
  | 'load' | 'store'
  /** Base plus index shifted by `imm`. */
  | 'loadx' | 'storex'
  /** Copies or clears `imm` bytes, inline. */
  | 'move' | 'zero'
  // Checks
  | 'nilcheck' | 'boundscheck' | 'divcheck' | 'shiftcheck'
  // Calls
  | 'call' | 'callres'
  /** Stores into the outgoing stack area at `imm`, and loads a result from it after the call. */
  | 'storearg' | 'loadres' | 'outaddr'
  /** Address of incoming stack parameter area plus `imm`. */
  | 'inaddr'
  | 'ecall' | 'fence' | 'amoadd' | 'amoswap' | 'amoor' | 'amoand' | 'cas' | 'ebreak'
  | 'ctz'
  /** Marks a place and keeps its operands until there: {@link Value.probe}. */
  | 'probe';

/** A place in the frame. */
export interface Slot {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly align: number;
  /** Byte offsets of pointers in it, for the pointer maps. */
  readonly pointers: readonly number[];
  /** From the stack pointer; set when the frame is laid out. */
  offset: number;
}

export interface CallInfo {
  /** A symbol; or the value `args[0]` holds the code's address (`code`), or the closure, which also goes to the context register (`closure`). */
  readonly target: string | 'code' | 'closure';
  readonly kind: 'direct' | 'code' | 'closure';
  /** The register of each argument; float registers from {@link FLOAT_BASE}. */
  readonly argRegs: readonly number[];
  /** The register of each result. */
  readonly resultRegs: readonly number[];
  /** Bytes of the outgoing stack area that it needs. */
  readonly stackBytes: number;
  /** Does not return. */
  readonly noReturn: boolean;
  /** Here the function goes on after a recovered panic. */
  readonly isRecovery?: boolean;
}

/** What a probe notes of its place. */
export interface ProbeInfo {
  readonly provider: string;
  readonly name: string;
  /** One for each of the instruction's operands. */
  readonly operands: readonly ProbeOperand[];
}

export interface ProbeOperand {
  /** In bytes. */
  readonly size: number;
  readonly isSigned: boolean;
  /** The operand is the address of a slot, and what is noted lies at this offset of it; null for the operand itself. */
  readonly slotOffset: number | null;
}

/** Which runtime function a failed bounds check calls. */
export type BoundsKind =
  | 'Index' | 'SliceAlen' | 'SliceAcap' | 'SliceB' | 'Slice3Alen' | 'Slice3Acap' | 'Slice3B' | 'Slice3C' | 'SliceConvert';

/** The runtime function for a failed check. */
export function panicFunction(check: Value): string {
  switch (check.op) {
    case 'boundscheck': return `runtime.panic${check.args.length > 2 ? 'Extend' : ''}${check.bounds}${check.isSigned ? '' : 'U'}`;
    case 'divcheck': return 'runtime.panicdivide';
    case 'shiftcheck': return 'runtime.panicshift';
    default: return unreachable(`panicFunction: ${check.op}`);
  }
}

/** Register numbers of floats in {@link Value.reg} and in {@link CallInfo} begin here. */
export const FLOAT_BASE = 32;

export class Value {
  /** For `callres`, `param`: the register it comes in. */
  reg = -1;
  sym: string | null = null;
  slot: Slot | null = null;
  mem: Mem = 'i32';
  call: CallInfo | null = null;
  probe: ProbeInfo | null = null;
  bounds: BoundsKind = 'Index';
  /** Bounds checks: the index is signed, so the panic says -1, not 4294967295. */
  isSigned = true;
  /** A length or capacity that came from memory, a parameter or a call: never negative. */
  isLength = false;
  /** Of a slice's length: its capacity, which is at least that. */
  capacity: Value | null = null;
  /** Stores, `move` and `zero`: offsets from the address of the pointers for which the collector wants a write barrier; null for none. */
  barrier: readonly number[] | null = null;
  replacedBy: Value | null = null;
  /** Number of the inlined call that it belongs to, in {@link Func.inlinedCalls}; -1 for the function's own code. */
  inline = -1;
  /** How many instructions and controls use it; kept by {@link countUses}. */
  useCount = 0;
  constructor(
    readonly id: number,
    public op: Op,
    public ty: Ty,
    public args: Value[],
    public imm: number,
    public block: Block,
    public pos: Pos,
  ) {}

  toString(): string {
    return `v${this.id}`;
  }
}

export type Cond = 'eq' | 'ne' | 'lt' | 'ge' | 'ltu' | 'geu';

export const NEGATED: Readonly<Record<Cond, Cond>> = { eq: 'ne', ne: 'eq', lt: 'ge', ge: 'lt', ltu: 'geu', geu: 'ltu' };

/**
 * How a block ends: `plain` goes to its one successor, `if` compares its two controls and goes to the first successor if the condition
 * holds, `ret` returns its controls in `retRegs`, `exit` cannot be left.
 */
export type BlockKind = 'plain' | 'if' | 'ret' | 'exit';

export class Block {
  kind: BlockKind = 'exit';
  readonly values: Value[] = [];
  readonly preds: Block[] = [];
  readonly succs: Block[] = [];
  cond: Cond = 'ne';
  controls: Value[] = [];
  retRegs: readonly number[] = [];
  pos: Pos;
  /** As {@link Value.inline}, for what ends the block. */
  inline = -1;
  /** For `if`: which successor is the usual one, if known. */
  likely: 0 | 1 | null = null;
  /** Nesting of loops, for the order of blocks and the choice of what to spill. */
  loopDepth = 0;
  constructor(
    readonly id: number,
    pos: Pos,
  ) {
    this.pos = pos;
  }

  toString(): string {
    return `b${this.id}`;
  }
}

/** A call whose place the callee's body has taken. */
export interface InlinedCall {
  /** Number of the inlined call around it, or -1. */
  readonly parent: number;
  /** Where the call stands. */
  readonly pos: Pos;
  readonly name: string;
}

export class Func {
  readonly blocks: Block[] = [];
  readonly slots: Slot[] = [];
  readonly inlinedCalls: InlinedCall[] = [];
  private nextValue = 0;
  private nextBlock = 0;
  readonly entry: Block;
  /** May not check or grow the stack. */
  noSplit = false;
  /** A wrapper, which recover looks through. */
  isWrapper = false;
  /** Traces leave it out, though recover does not look through it. */
  isElided = false;
  /** The name that traces show, where it is not the symbol. */
  shownName: string | null = null;
  /** Has deferred calls: it ends by running them. */
  hasDefer = false;
  usesContext = false;
  /** How many parameters the function has. */
  parameters = 0;
  /** Where the caller reserved room for each register parameter: register, offset from the incoming area, form, and whether it is a pointer. */
  argSpills: { readonly reg: number; readonly offset: number; readonly mem: Mem; readonly isPointer: boolean }[] = [];
  /** Offsets in the incoming area of the pointers among the stack parameters. */
  argPointers: number[] = [];

  constructor(
    readonly name: string,
    readonly pos: Pos,
  ) {
    this.entry = this.newBlock(pos);
  }

  newBlock(pos: Pos): Block {
    const block = new Block(this.nextBlock++, pos);
    this.blocks.push(block);
    return block;
  }

  newValue(block: Block, op: Op, ty: Ty, args: Value[], imm: number, pos: Pos): Value {
    return new Value(this.nextValue++, op, ty, args, imm, block, pos);
  }

  newSlot(name: string, size: number, align: number, pointers: readonly number[]): Slot {
    const slot: Slot = { id: this.slots.length, name, size, align, pointers, offset: -1 };
    this.slots.push(slot);
    return slot;
  }

  get blockCount(): number {
    return this.nextBlock;
  }
}

export function addEdge(from: Block, to: Block): void {
  from.succs.push(to);
  to.preds.push(from);
}

/** What must stay even if nobody uses its result. */
const EFFECTS: ReadonlySet<Op> = new Set<Op>([
  'store', 'storex', 'move', 'zero', 'nilcheck', 'boundscheck', 'divcheck', 'shiftcheck', 'call', 'storearg', 'ecall', 'fence', 'amoadd', 'amoswap', 'amoor',
  'amoand', 'cas', 'ebreak', 'probe',
]);

export const hasEffect = (value: Value): boolean => EFFECTS.has(value.op);

/** Cheap to compute again at each use, so never kept in the frame. */
export function isRematerializable(value: Value): boolean {
  return value.op === 'const' || value.op === 'sym' || value.op === 'slot' || value.op === 'sp' || value.op === 'outaddr' || value.op === 'inaddr' || value.op === 'callersp';
}

/** Pure functions of their operands: equal ones may be merged. */
const IMPURE: ReadonlySet<Op> = new Set<Op>([...EFFECTS, 'phi', 'param', 'load', 'loadx', 'callres', 'loadres', 'context', 'copy', 'callerpc']);

export const isPure = (value: Value): boolean => !IMPURE.has(value.op);

/** Follows replacements to the value that stands now. */
export function resolve(value: Value): Value {
  let at = value;
  while (at.replacedBy !== null) at = at.replacedBy;
  if (at !== value) value.replacedBy = at;
  return at;
}

/** Rewrites all operands and controls to the values that stand, and drops those that were replaced. */
export function applyReplacements(func: Func): void {
  for (const block of func.blocks) {
    let kept = 0;
    for (const value of block.values) {
      if (value.replacedBy !== null) continue;
      for (let i = 0; i < value.args.length; i++) value.args[i] = resolve(value.args[i]!);
      block.values[kept++] = value;
    }
    block.values.length = kept;
    block.controls = block.controls.map(resolve);
  }
}

export function countUses(func: Func): void {
  for (const block of func.blocks) for (const value of block.values) value.useCount = 0;
  for (const block of func.blocks) {
    for (const value of block.values) for (const arg of value.args) arg.useCount++;
    for (const control of block.controls) control.useCount++;
  }
}

export function replaceWith(value: Value, other: Value): void {
  assert(value !== other, `replaceWith: ${value} cannot replace itself`);
  value.replacedBy = other;
}
