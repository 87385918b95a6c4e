/**
 * From an allocated function to code.
 *
 *   sp -> outgoing stack area | slots and spilled values | return address <- sp of the caller
 *
 * A function without calls, checks and slots has no frame: its return address stays in ra. Behind the body come the stubs of failed checks and
 * the call for a stack that is too small.
 */
import { unreachable } from '../../../base/assert.ts';
import { Op } from '../../../isa/opcodes.ts';
import { Reg } from '../../../isa/registers.ts';
import { G_REG } from '../layout/abi.ts';
import type { FrameLiveness } from '../ssa/frame-liveness.ts';
import { isSafepoint } from '../ssa/frame-words.ts';
import { FLOAT_BASE, MEM_SIZE, NEGATED, panicFunction, type Block, type Cond, type Func, type Slot, type Value } from '../ssa/ir.ts';
import type { Pos } from '../syntax/position.ts';
import { CodeBuffer, type CodeReference, type Label } from './code-buffer.ts';
import { clobberDeadRegisters, clobberDeadWords } from './clobber-dead.ts';
import { isFloatReg, SCRATCH, SCRATCH2, type AllocatedBlock, type Allocation, type MachineOp } from './machine.ts';
import { fitsImmediate, loadOp, memOfTy, storeOp } from './memory-ops.ts';
import { emitInstruction } from './instruction-emitter.ts';
import { sequentialise } from './parallel-move.ts';
import { NO_POINTERS, type PointerMap, PointerMaps } from './pointer-map.ts';
import { type EmittedProbe, probeAt } from './probe-notes.ts';
import { WriteBarriers } from './write-barrier.ts';

/** What the compiler must know of the runtime's records. */
export interface RuntimeLayout {
  /** Byte offsets in g and _panic. */
  readonly stackGuard: number;
  readonly panic: number;
  readonly panicArgp: number;
}

/** What all functions of a program share. */
export interface EmitOptions {
  readonly layout: RuntimeLayout;
  /** A double in read-only memory. */
  readonly floatSymbol: (value: number, size: 4 | 8) => string;
  /** Overwrite what the pointer maps call dead, at every call. */
  readonly clobberDead: boolean;
  /** Have the runtime look at every store without write barrier. */
  readonly checkBarriers: boolean;
}

const NOWHERE = -1;

/** A place in the code and what holds from there on. */
export interface CodeMark<T> {
  readonly offset: number;
  readonly value: T;
}

/** Where a piece of code comes from. */
export interface CodePlace {
  readonly pos: Pos;
  /** The inlined call that it belongs to, or -1. */
  readonly inline: number;
}

export interface EmittedFunction {
  readonly name: string;
  readonly words: readonly number[];
  readonly references: readonly CodeReference[];
  /** Source position by code offset. */
  readonly lines: readonly CodeMark<CodePlace>[];
  /** Bytes between the stack pointer in its body and the caller's; 0 if it leaves the stack alone. */
  readonly frameSize: number;
  /** The pointer map that holds from each call on, to the next. */
  readonly pointerMaps: readonly CodeMark<PointerMap>[];
  /** Where it runs its deferred calls: the call's offset; -1 if it has none. */
  readonly deferReturn: number;
  /** Slots that the collector looks at when it finds pointers into them, in the order of the frame. */
  readonly stackObjects: readonly Slot[];
  readonly probes: readonly EmittedProbe[];
  readonly func: Func;
}

const WORD = 4;
const FRAME_ALIGN = 8;
/** Frames up to this size may reach below the stack guard: the check compares the caller's stack pointer. The runtime knows it as stackSmall. */
const SMALL_FRAME = 128;

interface Stub {
  readonly label: Label;
  readonly check: Value;
  readonly srcs: readonly number[];
}

const BRANCHES: Readonly<Record<Cond, Op>> = { eq: Op.Beq, ne: Op.Bne, lt: Op.Blt, ge: Op.Bge, ltu: Op.Bltu, geu: Op.Bgeu };

export class FunctionEmitter {
  readonly code = new CodeBuffer();
  frameSize = 0;
  private readonly labels = new Map<Block, Label>();
  private readonly numbers = new Map<Block, number>();
  private readonly stubs: Stub[] = [];
  private readonly lines: CodeMark<CodePlace>[] = [];
  private readonly spillSlots: ReadonlyMap<Value, Slot>;
  private readonly layout: RuntimeLayout;
  private readonly pointerMaps: CodeMark<PointerMap>[] = [];
  private maps!: PointerMaps;
  private readonly probes: EmittedProbe[] = [];
  private readonly barriers = new WriteBarriers(this);
  private deferReturn = NOWHERE;
  private mapAtDeferReturn = NO_POINTERS;

  constructor(
    readonly func: Func,
    private readonly allocation: Allocation,
    private readonly frame: FrameLiveness,
    private readonly options: EmitOptions,
    /** The function is long: a branch skips a jump instead of going to its target. */
    private readonly usesLongBranches: boolean,
  ) {
    this.spillSlots = allocation.spillSlots;
    this.layout = options.layout;
  }

  floatSymbol(value: number, size: 4 | 8): string {
    return this.options.floatSymbol(value, size);
  }

  emit(): EmittedFunction | null {
    this.layOutFrame();
    this.maps = new PointerMaps(this.func, this.allocation, this.frame, this.frameSize);
    this.func.blocks.forEach((block, i) => {
      this.labels.set(block, this.code.label());
      this.numbers.set(block, i);
    });
    this.prologue();
    this.func.blocks.forEach((block, i) => this.block(block, i));
    this.emitStubs();
    this.barriers.emitStubs();
    this.emitGrowth();
    if (!this.code.resolve()) return null;
    const { words, references } = this.code;
    const { lines, frameSize, pointerMaps, deferReturn, probes, func } = this;
    return { name: func.name, words, references, lines, frameSize, pointerMaps, deferReturn, stackObjects: this.maps.stackObjects(), probes, func };
  }

  // --- Frame -------------------------------------------------------------------------------------------------------

  private layOutFrame(): void {
    let out = 0;
    let hasCalls = false;
    for (const block of this.func.blocks) {
      for (const value of block.values) {
        if (value.op === 'boundscheck' || value.op === 'divcheck' || value.op === 'shiftcheck') hasCalls = true;
        // The function that reports the failure may have to grow the stack, and keeps its arguments in the caller's frame meanwhile.
        if (value.op === 'boundscheck') out = Math.max(out, value.args.length * WORD);
        if (value.op !== 'call') continue;
        hasCalls = true;
        out = Math.max(out, value.call!.stackBytes);
      }
    }
    let size = out;
    for (const slot of this.func.slots) {
      size = Math.ceil(size / slot.align) * slot.align;
      slot.offset = size;
      size += slot.size;
    }
    if (size === 0 && !hasCalls) return;
    this.frameSize = Math.ceil((size + WORD) / FRAME_ALIGN) * FRAME_ALIGN;
  }

  /** What follows belongs to the line of `value`. */
  markPlace({ pos, inline }: Value): void {
    this.markLine(pos, inline);
  }

  private markLine(pos: Pos, inline: number): void {
    const last = this.lines.at(-1);
    if (last?.value.pos === pos && last.value.inline === inline) return;
    if (last?.offset === this.code.offset) this.lines.pop();
    this.lines.push({ offset: this.code.offset, value: { pos, inline } });
  }

  /** Where a stack that is too small is replaced, and where the function goes on after that. */
  private growth: { readonly label: Label; readonly checked: Label } | null = null;

  private prologue(): void {
    const { code, frameSize } = this;
    this.markLine(this.func.pos, -1);
    if (frameSize === 0) return;
    if (!this.func.noSplit) {
      const { label, checked } = (this.growth = { label: code.label(), checked: code.label() });
      // The new stack pointer first: a large frame needs the scratch register for it.
      if (frameSize > SMALL_FRAME) this.addConstant(SCRATCH2, Reg.Sp, -frameSize);
      code.i(Op.Lw, SCRATCH, G_REG, this.layout.stackGuard);
      if (frameSize <= SMALL_FRAME) this.conditional('ltu', Reg.Sp, SCRATCH, label);
      else {
        this.conditional('ltu', SCRATCH2, SCRATCH, label);
        // A huge frame may wrap around.
        if (frameSize >= HUGE_FRAME) this.conditional('ltu', Reg.Sp, SCRATCH2, label);
      }
      code.bind(checked);
    }
    this.addConstant(Reg.Sp, Reg.Sp, -frameSize);
    this.memory(Op.Sw, Reg.Ra, Reg.Sp, frameSize - WORD);
    if (this.func.isWrapper) this.adjustPanic();
  }

  /** A wrapper stands between a panic and the deferred function: recover must see through it. */
  private adjustPanic(): void {
    const { code, layout } = this;
    const skip = code.label();
    code.i(Op.Lw, SCRATCH, G_REG, layout.panic);
    code.branch(Op.Beq, SCRATCH, Reg.Zero, skip);
    code.i(Op.Lw, SCRATCH2, SCRATCH, layout.panicArgp);
    if (fitsImmediate(-this.frameSize)) {
      code.i(Op.Addi, SCRATCH2, SCRATCH2, -this.frameSize);
      code.branch(Op.Bne, SCRATCH2, Reg.Sp, skip);
    } else {
      this.addConstant(SCRATCH, Reg.Sp, this.frameSize);
      code.branch(Op.Bne, SCRATCH2, SCRATCH, skip);
      code.i(Op.Lw, SCRATCH, G_REG, layout.panic);
    }
    code.i(Op.Sw, Reg.Sp, SCRATCH, layout.panicArgp);
    code.bind(skip);
  }

  private emitReturn(): void {
    const { code, frameSize } = this;
    if (frameSize > 0) {
      this.memory(Op.Lw, Reg.Ra, Reg.Sp, frameSize - WORD);
      this.addConstant(Reg.Sp, Reg.Sp, frameSize);
    }
    code.i(Op.Jalr, Reg.Zero, Reg.Ra, 0);
  }

  /**
   * Reached with the caller's frame: asks for a larger stack. Register arguments wait in the places that the caller reserved, where the map of
   * the entry finds their pointers; the link register stays, for morestack has another one. The runtime makes sure that the frame fits.
   */
  private emitGrowth(): void {
    if (this.growth === null) return;
    const { code, func } = this;
    this.markLine(func.pos, -1);
    code.bind(this.growth.label);
    for (const { reg, offset, mem } of func.argSpills) this.memory(storeOp(mem), reg, Reg.Sp, offset);
    this.markMap(this.maps.atEntry());
    code.call(func.usesContext ? 'runtime.morestack' : 'runtime.morestack_noctxt', SCRATCH2);
    for (const { reg, offset, mem } of func.argSpills) this.memory(loadOp(mem), reg, Reg.Sp, offset);
    code.jump(this.growth.checked);
  }

  // --- Blocks ------------------------------------------------------------------------------------------------------

  private block(block: Block, index: number): void {
    const { ops, controls } = this.allocated(block);
    this.code.bind(this.labels.get(block)!);
    if (this.isPassage(block)) return;
    ops.forEach((op, i) => this.op(op, ops, i));
    if (block.kind !== 'plain') this.markLine(block.pos, block.inline);
    let next = index + 1;
    while (next < this.func.blocks.length && this.isPassage(this.func.blocks[next]!)) next++;
    this.end(block, controls, this.func.blocks[next] ?? null);
  }

  private allocated(block: Block): AllocatedBlock {
    return this.allocation.blocks[this.numbers.get(block)!]!;
  }

  /** A block without code that only leads to another. */
  private isPassage(block: Block): boolean {
    return block.kind === 'plain' && block !== this.func.entry && block.succs[0] !== block && this.allocated(block).ops.length === 0;
  }

  /** Where a jump to `block` ends up. */
  private destination(block: Block): Block {
    let at = block;
    for (let steps = 0; this.isPassage(at) && steps < this.func.blocks.length; steps++) at = at.succs[0]!;
    return at;
  }

  private end(block: Block, controls: readonly number[], next: Block | null): void {
    switch (block.kind) {
      case 'plain': {
        const target = this.destination(block.succs[0]!);
        if (target === next) return this.fallThrough(block, target);
        // A block that only decides is repeated here: at the end of a loop that saves the jump to its head.
        const { ops, controls: deciding } = this.allocated(target);
        if (target.kind === 'if' && ops.length === 0) this.decide(target, deciding, next);
        else this.code.jump(this.labels.get(target)!);
        return;
      }
      case 'if':
        this.decide(block, controls, next);
        return;
      case 'ret':
        this.emitReturn();
        return;
      case 'exit':
        // Control does not come here: what was called before does not return.
        this.code.r(Op.Ebreak, {});
    }
  }

  /** A probe marks the instruction behind it. One that is only reached through this block must be there if others lead to the next. */
  private fallThrough(block: Block, next: Block): void {
    if (this.probes.at(-1)?.offset !== this.code.offset) return;
    let at = block;
    do {
      at = at.succs[0]!;
      if (at.preds.length > 1) return this.code.i(Op.Addi, Reg.Zero, Reg.Zero, 0);
    } while (at !== next);
  }

  /** The branch of an `if`. */
  private decide(block: Block, controls: readonly number[], next: Block | null): void {
    const yes = this.destination(block.succs[0]!);
    const no = this.destination(block.succs[1]!);
    const [a, b] = controls as [number, number];
    if (yes === next) this.conditional(NEGATED[block.cond], a, b, this.labels.get(no)!);
    else {
      this.conditional(block.cond, a, b, this.labels.get(yes)!);
      if (no !== next) this.code.jump(this.labels.get(no)!);
    }
  }

  conditional(cond: Cond, a: number, b: number, target: Label): void {
    if (!this.usesLongBranches) {
      this.code.branch(BRANCHES[cond], a, b, target);
      return;
    }
    const skip = this.code.label();
    this.code.branch(BRANCHES[NEGATED[cond]], a, b, skip);
    this.code.jump(target);
    this.code.bind(skip);
  }

  private op(op: MachineOp, ops: readonly MachineOp[], index: number): void {
    switch (op.kind) {
      case 'move':
        this.move(op.dst, op.src);
        return;
      case 'spill':
        this.memory(storeOp(memOfTy(op.value.ty)), op.src, Reg.Sp, this.spillSlots.get(op.value)!.offset);
        return;
      case 'reload':
        this.memory(loadOp(memOfTy(op.value.ty)), op.dst, Reg.Sp, this.spillSlots.get(op.value)!.offset);
        return;
      case 'remat':
        this.rematerialise(op.value, op.dst);
        return;
      case 'probe':
        this.probes.push(probeAt(this.code.offset, op.value, op.regs, this.spillSlots));
        return;
      case 'op':
        this.markLine(op.value.pos, op.value.inline);
        if (op.value.op === 'nilcheck' && isCoveredByAccess(op.value, ops, index)) return;
        if (isSafepoint(op.value)) {
          this.safepoint(op.value, op.dst, op.srcs);
          return;
        }
        this.barriers.before(ops, index);
        emitInstruction(this, op.value, op.dst, op.srcs);
        if (this.options.checkBarriers) this.barriers.checkAfter(op);
    }
  }

  /** A call with its pointer map. */
  private safepoint(call: Value, dst: number, srcs: readonly number[]): void {
    if (this.options.clobberDead) clobberDeadWords(this, this.maps.deadAt(call));
    const map = this.maps.atCall(call);
    this.markMap(map);
    if (call.call!.isRecovery === true) {
      this.deferReturn = this.code.offset;
      this.mapAtDeferReturn = map;
    }
    emitInstruction(this, call, dst, srcs);
    if (this.options.clobberDead && !call.call!.noReturn) clobberDeadRegisters(this, call.call!.resultRegs);
  }

  private markMap(map: PointerMap): void {
    this.pointerMaps.push({ offset: this.code.offset, value: map });
  }

  rematerialise(value: Value, dst: number): void {
    const { code } = this;
    switch (value.op) {
      case 'const':
        code.loadImmediate(dst, value.imm);
        return;
      case 'sym':
        code.symbolAddress(dst, value.sym!, value.imm);
        return;
      case 'slot':
        this.addConstant(dst, Reg.Sp, value.slot!.offset + value.imm);
        return;
      case 'outaddr':
        this.addConstant(dst, Reg.Sp, value.imm);
        return;
      case 'inaddr':
        this.addConstant(dst, Reg.Sp, this.frameSize + value.imm);
        return;
      case 'callersp':
        this.addConstant(dst, Reg.Sp, this.frameSize);
        return;
      default:
        return unreachable(`rematerialise: ${value.op}`);
    }
  }

  // --- Pieces ------------------------------------------------------------------------------------------------------

  move(dst: number, src: number): void {
    if (dst === src) return;
    if (isFloatReg(dst)) this.code.r(Op.FsgnjD, { rd: dst - FLOAT_BASE, rs1: src - FLOAT_BASE, rs2: src - FLOAT_BASE });
    else this.code.i(Op.Addi, dst, src, 0);
  }

  addConstant(dst: number, src: number, imm: number): void {
    if (fitsImmediate(imm)) {
      if (imm !== 0 || dst !== src) this.code.i(Op.Addi, dst, src, imm);
      return;
    }
    this.code.loadImmediate(SCRATCH, imm);
    this.code.r(Op.Add, { rd: dst, rs1: src, rs2: SCRATCH });
  }

  /** A load or store at base + offset, whatever the offset. */
  memory(op: Op, reg: number, base: number, offset: number): void {
    const register = isFloatReg(reg) ? reg - FLOAT_BASE : reg;
    if (fitsImmediate(offset)) {
      this.code.i(op, register, base, offset);
      return;
    }
    this.code.loadImmediate(SCRATCH, offset);
    this.code.r(Op.Add, { rd: SCRATCH, rs1: SCRATCH, rs2: base });
    this.code.i(op, register, SCRATCH, 0);
  }

  // --- Checks ------------------------------------------------------------------------------------------------------

  /** A branch to a stub that reports the failure. */
  check(cond: Cond, a: number, b: number, check: Value, srcs: readonly number[]): void {
    const label = this.code.label();
    this.stubs.push({ label, check, srcs });
    this.conditional(cond, a, b, label);
  }

  private emitStubs(): void {
    for (const { label, check, srcs } of this.stubs) {
      this.code.bind(label);
      this.markLine(check.pos, check.inline);
      if (check.op === 'nilcheck') {
        // The pointer is nil: this faults, as an access through it would. A load in place of the branch would touch memory of other pointers.
        this.code.i(Op.Lbu, Reg.Zero, srcs[0]!, 0);
        continue;
      }
      for (const move of sequentialise(srcs.map((src, i) => ({ dst: Reg.A0 + i, src })))) this.move(move.dst, move.src);
      // Control comes back only through a recovered panic.
      this.markMap(this.mapAtDeferReturn);
      this.code.call(panicFunction(check));
    }
  }
}

/** Frames of this size could make sp - frame wrap around. */
const HUGE_FRAME = 1 << 28;

/** Below this, an access through nil faults as a nil dereference. */
const NIL_PAGE = 4096;

/** Whether an access that follows at once faults in the check's place. */
function isCoveredByAccess(check: Value, ops: readonly MachineOp[], index: number): boolean {
  const pointer = check.args[0]!;
  for (let i = index + 1; i < ops.length; i++) {
    const op = ops[i]!;
    if (op.kind !== 'op') continue;
    const { value } = op;
    const isAccess = value.op === 'load' || value.op === 'store';
    if (isAccess && value.args[0] === pointer && value.sym === null && value.slot === null && value.imm >= 0 && value.imm + MEM_SIZE[value.mem] <= NIL_PAGE) {
      return value.op === 'load' || value.args.length === 2;
    }
    if (HAS_EFFECT.has(value.op)) return false;
  }
  return false;
}

const HAS_EFFECT: ReadonlySet<string> = new Set([
  'store', 'storex', 'move', 'zero', 'boundscheck', 'divcheck', 'shiftcheck', 'call', 'storearg', 'ecall', 'fence', 'amoadd', 'amoswap', 'amoor', 'amoand', 'cas', 'ebreak', 'nilcheck',
]);

