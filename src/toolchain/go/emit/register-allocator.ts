/**
 * Register allocation: one pass over the blocks in their order, as the gc compiler does it. A value is loaded into a register when it is
 * needed and stays until the register is wanted for something whose next use is nearer. No register survives a call.
 *
 * At the start of a block the registers are those at the end of the predecessor that was done first (of those values that are needed);
 * the other edges get moves that bring about the same state. What a loop uses is brought into registers before it, as far as there is room. A value that some block wants from memory is stored once
 * (`spill-places.ts`). Constants and addresses are computed again instead.
 *
 * Preconditions: critical edges are split, and each block but the entry comes after at least one of its predecessors.
 */
import { assert } from '../../../base/assert.ts';
import { CALL_DISTANCE, computeLiveness, type LiveMap } from '../ssa/liveness.ts';
import { loopsOf, type Loop } from '../ssa/loops.ts';
import { isRematerializable, Ty, type Block, type Func, type Slot, type Value } from '../ssa/ir.ts';
import {
  fixedRegister, FLOAT_SCRATCH, isFloatReg, REGISTER_COUNT, registersFor, SCRATCH2, type AllocatedBlock, type Allocation, type MachineOp,
} from './machine.ts';
import { sequentialise, type Move } from './parallel-move.ts';
import { LiveOverCalls } from './live-over-calls.ts';
import { definitionOrder, neededAfterRecovery } from './recovery.ts';
import { lateSpills, type LateSpill } from './spill-places.ts';
import { assignSpillSlots } from './spill-slots.ts';

export function allocateRegisters(func: Func): Allocation {
  parametersFirst(func);
  return new Allocator(func).run();
}

/** Parameters hold their registers from the first instruction on: constants that were put before them must not take one. */
function parametersFirst({ entry }: Func): void {
  const parameters = entry.values.filter(({ op }) => op === 'param');
  entry.values.splice(0, entry.values.length, ...parameters, ...entry.values.filter(({ op }) => op !== 'param'));
}

const NO_VALUES: ReadonlySet<Value> = new Set();
const NEVER = 1 << 30;
const NO_REG = -1;
/** Registers of each kind that a loop keeps for what it computes. */
const LEFT_FOR_LOOP = 6;

/** Whether a value occupies registers over block boundaries. */
const isTracked = (value: Value): boolean => fixedRegister(value) < 0 && !isRematerializable(value);

interface BlockState {
  /** Register to value, at the start and at the end. */
  readonly start: (Value | null)[];
  end: (Value | null)[];
}

class Allocator {
  private readonly liveOut: Map<Block, LiveMap>;
  /** By head of a loop. */
  private readonly usedInLoop: ReadonlyMap<Block, ReadonlySet<Value>>;
  private readonly states = new Map<Block, BlockState>();
  private readonly allocated = new Map<Block, AllocatedBlock>();
  /** Values that some block reads from the frame. */
  private readonly spilled = new Set<Value>();
  /** Phis that live in their slot only. */
  private readonly stackPhis = new Set<Value>();
  /** The register in which a phi starts its block. */
  private readonly phiRegs = new Map<Value, number>();
  private readonly liveOverCalls = new LiveOverCalls();
  /** How many moves of its only edge come first in a block. */
  private readonly movesAtStart = new Map<Block, number>();

  // State within a block.
  private regs: (Value | null)[] = [];
  private locations = new Map<Value, number[]>();
  private nextUses = new Map<Value, number[]>();
  private outDistances: LiveMap = new Map();
  private ops: MachineOp[] = [];
  private position = 0;
  /** Registers that may not be taken: operands of the current instruction. */
  private pinned = new Set<number>();
  private hints = new Map<Value, number>();
  /** Positions of the calls to come, last first. */
  private calls: number[] = [];

  constructor(private readonly func: Func) {
    this.liveOut = computeLiveness(func, isTracked);
    this.usedInLoop = new Map(loopsOf(func).map((loop) => [loop.header, usedIn(loop)]));
  }

  run(): Allocation {
    for (const block of this.func.blocks) this.allocateBlock(block);
    for (const block of this.func.blocks) this.fixEdges(block);
    const kept = this.func.hasDefer ? neededAfterRecovery(this.func, isTracked) : NO_VALUES;
    const spillSlots: ReadonlyMap<Value, Slot> = assignSpillSlots(this.func, this.spilled, this.liveOut, kept);
    this.insertAllSpills(kept);
    return { blocks: this.func.blocks.map((block) => this.allocated.get(block)!), spillSlots, pointersAtCall: this.pointersAtCalls(kept) };
  }

  /** Which pointers are in the frame and needed after each call; known only now that all spills are. */
  private pointersAtCalls(kept: ReadonlySet<Value>): (call: Value) => readonly Value[] {
    const isKept = (value: Value): boolean => value.ty === Ty.Ptr && this.spilled.has(value);
    const live = this.liveOverCalls.valuesAt(isKept);
    const pinned = [...kept].filter(isKept);
    if (pinned.length === 0) return live;
    const definedBefore = definitionOrder(this.func);
    return (call) => [...new Set([...live(call), ...pinned.filter((value) => definedBefore(value, call))])];
  }

  // --- Blocks ------------------------------------------------------------------------------------------------------

  private allocateBlock(block: Block): void {
    this.ops = [];
    this.pinned = new Set();
    this.regs = new Array<Value | null>(REGISTER_COUNT).fill(null);
    this.locations = new Map();
    this.outDistances = this.liveOut.get(block)!;
    this.collectUses(block);
    this.collectHints(block);
    this.position = 0;
    this.startState(block);
    const start = [...this.regs];
    const result: AllocatedBlock = { ops: this.ops, controls: [] };
    this.allocated.set(block, result);
    block.values.forEach((value, i) => {
      this.position = i;
      if (value.op !== 'phi') this.allocateValue(value);
    });
    this.position = block.values.length;
    result.controls = this.allocateControls(block);
    this.dropDead();
    this.states.set(block, { start, end: [...this.regs] });
  }

  /** Positions of the uses of each value within the block, last first, so that the next one is at the end. */
  private collectUses(block: Block): void {
    const uses = (this.nextUses = new Map<Value, number[]>());
    const add = (value: Value, at: number): void => {
      const list = uses.get(value);
      if (list === undefined) uses.set(value, [at]);
      else list.push(at);
    };
    const length = block.values.length;
    this.calls = block.values.flatMap((value, i) => (value.op === 'call' ? [i] : [])).reverse();
    const calls = this.calls.length;
    for (const [value, distance] of this.outDistances) add(value, length + 1 + distance + calls * CALL_DISTANCE);
    for (const control of block.controls) add(control, length);
    for (let i = length - 1; i >= 0; i--) {
      const value = block.values[i]!;
      if (value.op === 'phi') continue;
      for (const arg of value.args) add(arg, i);
    }
    if (calls > 0) this.liveOverCalls.note(block, [...uses].flatMap(([value, places]) => (isTracked(value) ? [[value, places[0]!] as const] : [])));
  }

  private nextUse(value: Value): number {
    return this.nextUses.get(value)?.at(-1) ?? NEVER;
  }

  /** Registers in which values will be wanted: arguments of the next call, results, phis of a loop head already done. */
  private collectHints(block: Block): void {
    this.hints = new Map();
    if (block.kind === 'ret') block.controls.forEach((control, i) => this.hints.set(control, block.retRegs[i]!));
    if (block.kind === 'plain') {
      const succ = block.succs[0]!;
      const index = succ.preds.indexOf(block);
      for (const phi of succ.values) {
        if (phi.op !== 'phi') break;
        const reg = this.phiRegs.get(phi) ?? this.registerOnOtherWay(phi, index);
        if (reg >= 0) this.hints.set(phi.args[index]!, reg);
      }
    }
    let next: Value | null = null;
    for (let i = block.values.length - 1; i >= 0; i--) {
      const value = block.values[i]!;
      if (value.op === 'call') next = value;
      if (next === null || value.op !== 'call') continue;
      const offset = value.call!.kind === 'code' ? 1 : 0;
      value.args.forEach((arg, k) => {
        const reg = k < offset ? NO_REG : value.call!.argRegs[k - offset]!;
        if (reg >= 0 && arg.block === block && !this.hints.has(arg)) this.hints.set(arg, reg);
      });
    }
  }

  /** Where another predecessor that is done has its operand of a phi, or -1. */
  private registerOnOtherWay(phi: Value, index: number): number {
    for (const [i, pred] of phi.block.preds.entries()) {
      const reg = i === index ? NO_REG : (this.states.get(pred)?.end.indexOf(phi.args[i]!) ?? NO_REG);
      if (reg >= 0) return reg;
    }
    return NO_REG;
  }

  /** Takes over the registers of the predecessor that is done, and finds registers for the phis. */
  private startState(block: Block): void {
    if (block === this.func.entry) return;
    const index = this.fullestPredecessor(block);
    assert(index >= 0, `register allocation of ${this.func.name}: ${block} comes before all its predecessors`);
    const from = this.states.get(block.preds[index]!)!.end;
    const isLoopHead = block.preds.some((pred) => !this.states.has(pred));
    for (let reg = 0; reg < REGISTER_COUNT; reg++) {
      const value = from[reg];
      if (value === null || value === undefined || this.isNeeded(value, block) === false) continue;
      // What the loop needs only after a call would have to be loaded again for the next round.
      if (isLoopHead && this.nextUse(value) >= CALL_DISTANCE) continue;
      if ((this.locations.get(value)?.length ?? 0) > 0) continue;
      this.place(value, reg);
    }
    this.placePhis(block, index, from);
    if (isLoopHead) this.placeForLoop(block);
  }

  /**
   * The predecessor that is done and has most of what is needed in registers. Where a way with a call joins one without, that is the latter: the call's way
   * loads what the call has driven out.
   */
  private fullestPredecessor(block: Block): number {
    let best = -1;
    let most = -1;
    block.preds.forEach((pred, index) => {
      const state = this.states.get(pred);
      if (state === undefined) return;
      const wanted = new Set(block.values.flatMap((value) => (value.op === 'phi' ? [value.args[index]!] : [])));
      const count = state.end.filter((value) => value !== null && (wanted.has(value) || this.isNeeded(value, block))).length;
      if (count > most) [best, most] = [index, count];
    });
    return best;
  }

  /** Has what the loop needs before a call loaded on the way into it instead of in every round. */
  private placeForLoop(head: Block): void {
    const near = [...(this.usedInLoop.get(head) ?? [])].filter((value) => this.isNeeded(value, head) && this.nextUse(value) < CALL_DISTANCE && (this.locations.get(value)?.length ?? 0) === 0);
    near.sort((a, b) => this.nextUse(a) - this.nextUse(b) || a.id - b.id);
    for (const value of near) {
      const free = registersFor(value.ty).filter((reg) => this.regs[reg] === null);
      if (free.length <= LEFT_FOR_LOOP) continue;
      this.place(value, free[0]!);
    }
  }

  /** Live at the start of the block, other than through its phis. */
  private isNeeded(value: Value, block: Block): boolean {
    return (value.op !== 'phi' || value.block !== block) && this.nextUses.has(value);
  }

  private placePhis(block: Block, index: number, from: readonly (Value | null)[]): void {
    for (const phi of block.values) {
      if (phi.op !== 'phi') break;
      if (!this.nextUses.has(phi)) continue;
      const arg = phi.args[index]!;
      const candidates = registersFor(phi.ty);
      // The register of the operand, if the operand is not needed beside the phi.
      const own = from.findIndex((value, reg) => value === arg && this.regs[reg] === null && candidates.includes(reg));
      const hinted = this.hints.get(phi);
      const reg = own >= 0 ? own : hinted !== undefined && this.regs[hinted] === null && candidates.includes(hinted) ? hinted : candidates.find((each) => this.regs[each] === null);
      const isFar = this.nextUse(phi) >= CALL_DISTANCE && block.preds.some((pred) => !this.states.has(pred));
      if (reg === undefined || isFar) {
        this.stackPhis.add(phi);
        this.spilled.add(phi);
        continue;
      }
      this.phiRegs.set(phi, reg);
      this.place(phi, reg);
    }
  }

  // --- Registers ---------------------------------------------------------------------------------------------------

  private place(value: Value, reg: number): void {
    assert(this.regs[reg] === null, `register allocation of ${this.func.name}: register ${reg} is taken`);
    this.regs[reg] = value;
    const list = this.locations.get(value);
    if (list === undefined) this.locations.set(value, [reg]);
    else list.push(reg);
  }

  private release(reg: number): void {
    const value = this.regs[reg];
    if (value === null || value === undefined) return;
    this.regs[reg] = null;
    const list = this.locations.get(value)!;
    list.splice(list.indexOf(reg), 1);
  }

  /** Frees the registers of values that have no further use. */
  private dropDead(): void {
    for (let reg = 0; reg < REGISTER_COUNT; reg++) {
      const value = this.regs[reg];
      if (value !== null && value !== undefined && this.nextUse(value) === NEVER) this.release(reg);
    }
  }

  /** A register from `candidates`, emptied if need be. */
  private takeRegister(candidates: readonly number[], hint: number | undefined): number {
    if (hint !== undefined && candidates.includes(hint) && !this.pinned.has(hint)) {
      const occupant = this.regs[hint];
      if (occupant === null || occupant === undefined) return hint;
      // What is needed only after the next call has to leave its register anyway.
      if (this.nextUse(occupant) > this.nextCall()) {
        this.evict(hint);
        return hint;
      }
    }
    let best = NO_REG;
    let farthest = -1;
    for (const reg of candidates) {
      if (this.pinned.has(reg)) continue;
      const value = this.regs[reg];
      if (value === null || value === undefined) return reg;
      // A second copy costs nothing to lose.
      const distance = this.locations.get(value)!.length > 1 ? NEVER : this.nextUse(value);
      if (distance > farthest) [best, farthest] = [reg, distance];
    }
    assert(best >= 0, `register allocation of ${this.func.name}: no register is free`);
    this.evict(best);
    return best;
  }

  /** The position of the next call in the block. */
  private nextCall(): number {
    while (this.calls.length > 0 && this.calls.at(-1)! < this.position) this.calls.pop();
    return this.calls.at(-1) ?? NEVER;
  }

  private evict(reg: number): void {
    const value = this.regs[reg];
    if (value === null || value === undefined) return;
    if (this.locations.get(value)!.length === 1 && !isRematerializable(value) && this.nextUse(value) !== NEVER) this.spilled.add(value);
    this.release(reg);
  }

  /** Brings a value into one of `candidates` and returns which. */
  private bring(value: Value, candidates: readonly number[], hint: number | undefined): number {
    const fixed = fixedRegister(value);
    if (fixed >= 0 && candidates.length > 1) return fixed;
    const here = this.locations.get(value)?.find((reg) => candidates.includes(reg));
    if (here !== undefined) return here;
    const reg = this.takeRegister(candidates, hint);
    const source = fixed >= 0 ? fixed : this.locations.get(value)?.[0];
    if (source !== undefined) this.ops.push({ kind: 'move', dst: reg, src: source });
    else if (isRematerializable(value)) this.ops.push({ kind: 'remat', value, dst: reg });
    else {
      this.spilled.add(value);
      this.ops.push({ kind: 'reload', value, dst: reg });
    }
    if (fixed < 0) this.place(value, reg);
    return reg;
  }

  private consume(value: Value): void {
    const uses = this.nextUses.get(value);
    if (uses?.at(-1) === this.position) uses.pop();
  }

  // --- Instructions ------------------------------------------------------------------------------------------------

  private allocateValue(value: Value): void {
    switch (value.op) {
      case 'param':
        if (!this.nextUses.has(value)) return;
        this.place(value, value.reg);
        this.ops.push({ kind: 'op', value, dst: value.reg, srcs: [] });
        return;
      case 'callres':
        if (!this.nextUses.has(value)) return;
        this.place(value, value.reg);
        this.ops.push({ kind: 'op', value, dst: value.reg, srcs: [] });
        return;
      case 'call':
        this.allocateCall(value);
        return;
      case 'probe':
        this.allocateProbe(value);
        return;
      default:
        break;
    }
    if (isRematerializable(value) || fixedRegister(value) >= 0) return;
    const srcs = value.args.map((arg) => {
      const reg = this.bring(arg, registersFor(arg.ty), undefined);
      this.pinned.add(reg);
      return reg;
    });
    for (const arg of value.args) this.consume(arg);
    this.dropDead();
    let dst = NO_REG;
    if (hasResult(value)) {
      // The result may take the place of an operand that is not needed again.
      this.pinned = new Set(needsDistinctResult(value) ? srcs : srcs.filter((reg) => this.regs[reg] !== null));
      // A copy of what is not needed again stays where that was.
      const own = value.op === 'copy' && this.regs[srcs[0]!] === null ? srcs[0] : undefined;
      dst = this.takeRegister(registersFor(value.ty), this.hints.get(value) ?? own);
      if (this.nextUse(value) !== NEVER) this.place(value, dst);
    }
    this.ops.push({ kind: 'op', value, dst, srcs });
    this.pinned = new Set();
  }

  /** Takes the operands where they are. */
  private allocateProbe(value: Value): void {
    const regs = value.args.map((arg) => {
      const fixed = fixedRegister(arg);
      const reg = fixed >= 0 ? fixed : (this.locations.get(arg)?.[0] ?? NO_REG);
      if (reg === NO_REG && !isRematerializable(arg)) this.spilled.add(arg);
      return reg;
    });
    for (const arg of value.args) this.consume(arg);
    this.dropDead();
    this.ops.push({ kind: 'probe', value, regs });
  }

  private allocateCall(value: Value): void {
    const info = value.call!;
    const srcs: number[] = [];
    const offset = info.kind === 'code' ? 1 : 0;
    value.args.forEach((arg, i) => {
      if (i < offset) return;
      const reg = info.argRegs[i - offset]!;
      srcs.push(this.bringFixed(arg, reg));
    });
    let target = NO_REG;
    if (offset === 1) {
      const candidates = registersFor(value.args[0]!.ty).filter((reg) => !info.argRegs.includes(reg));
      target = this.bring(value.args[0]!, candidates, undefined);
    }
    for (const arg of value.args) this.consume(arg);
    this.dropDead();
    this.pinned = new Set();
    for (let reg = 0; reg < REGISTER_COUNT; reg++) this.evict(reg);
    this.ops.push({ kind: 'op', value, dst: NO_REG, srcs: offset === 1 ? [target, ...srcs] : srcs });
  }

  /** Brings an argument into its register, moving aside what is there and still wanted. */
  private bringFixed(arg: Value, reg: number): number {
    const occupant = this.regs[reg];
    if (occupant !== arg || occupant === null) {
      if (occupant !== null && occupant !== undefined && this.locations.get(occupant)!.length === 1 && !isRematerializable(occupant)) this.moveAside(occupant, reg);
      else this.release(reg);
      const fixed = fixedRegister(arg);
      const source = fixed >= 0 ? fixed : this.locations.get(arg)?.[0];
      if (source !== undefined) this.ops.push({ kind: 'move', dst: reg, src: source });
      else if (isRematerializable(arg)) this.ops.push({ kind: 'remat', value: arg, dst: reg });
      else {
        this.spilled.add(arg);
        this.ops.push({ kind: 'reload', value: arg, dst: reg });
      }
      if (fixed < 0 && reg < REGISTER_COUNT) this.place(arg, reg);
    }
    this.pinned.add(reg);
    return reg;
  }

  /** Keeps a value in a free register, if it is still an operand of this instruction; otherwise it goes to memory. */
  private moveAside(value: Value, reg: number): void {
    const isOperand = this.nextUse(value) === this.position;
    const free = isOperand ? registersFor(value.ty).find((each) => this.regs[each] === null && !this.pinned.has(each)) : undefined;
    if (free === undefined) {
      this.evict(reg);
      return;
    }
    this.release(reg);
    this.ops.push({ kind: 'move', dst: free, src: reg });
    this.place(value, free);
  }

  private allocateControls(block: Block): number[] {
    if (block.kind === 'ret') return block.controls.map((control, i) => this.bringFixed(control, block.retRegs[i]!));
    const regs = block.controls.map((control) => {
      const reg = this.bring(control, registersFor(control.ty), undefined);
      this.pinned.add(reg);
      return reg;
    });
    for (const control of block.controls) this.consume(control);
    this.pinned = new Set();
    return regs;
  }

  // --- Edges -------------------------------------------------------------------------------------------------------

  /** Makes the end of each predecessor match the start of the block. */
  private fixEdges(block: Block): void {
    const { start } = this.states.get(block)!;
    block.preds.forEach((pred, index) => {
      const { end } = this.states.get(pred)!;
      const moves: Move[] = [];
      const loads: MachineOp[] = [];
      const stores: MachineOp[] = [];
      const copies: MachineOp[] = [];
      // The old value of a phi in the frame is copied before the phis get their new ones.
      const saved = new Map<Value, Value>();
      const oldValue = (value: Value): Value => {
        if (!this.stackPhis.has(value) || value.block !== block || end.includes(value)) return value;
        let copy = saved.get(value);
        if (copy === undefined) {
          copy = this.func.newValue(pred, 'copy', value.ty, [], 0, block.pos);
          this.spilled.add(copy);
          saved.set(value, copy);
          copies.push({ kind: 'reload', value, dst: phiScratch(value) }, { kind: 'spill', value: copy, src: phiScratch(value) });
        }
        return copy;
      };
      const want = (value: Value, reg: number): void => {
        const fixed = fixedRegister(value);
        const source = fixed >= 0 ? fixed : end.indexOf(value);
        if (source === reg) return;
        if (source >= 0) moves.push({ dst: reg, src: source });
        else if (end[reg] === value) return;
        else if (isRematerializable(value)) loads.push({ kind: 'remat', value, dst: reg });
        else {
          this.spilled.add(value);
          loads.push({ kind: 'reload', value, dst: reg });
        }
      };
      for (let reg = 0; reg < REGISTER_COUNT; reg++) {
        const value = start[reg];
        if (value === null || value === undefined) continue;
        const isPhi = value.op === 'phi' && value.block === block && this.phiRegs.get(value) === reg;
        if (isPhi) want(oldValue(value.args[index]!), reg);
        else if (end[reg] !== value) want(value, reg);
      }
      for (const phi of block.values) {
        if (phi.op !== 'phi') break;
        if (this.stackPhis.has(phi) && phi.args[index] !== phi) this.storePhi(phi, oldValue(phi.args[index]!), end, stores);
      }
      const ops = [...copies, ...stores, ...sequentialise(moves).map((move): MachineOp => ({ kind: 'move', ...move })), ...loads];
      if (ops.length === 0) return;
      assert(pred.succs.length === 1 || block.preds.length === 1, `register allocation of ${this.func.name}: the edge from ${pred} to ${block} has no room`);
      if (pred.succs.length === 1) for (const op of ops) this.allocated.get(pred)!.ops.push(op);
      else {
        this.allocated.get(block)!.ops.unshift(...ops);
        this.movesAtStart.set(block, ops.length);
      }
    });
  }

  /** A phi in the frame is stored on each edge. */
  private storePhi(phi: Value, arg: Value, end: readonly (Value | null)[], stores: MachineOp[]): void {
    if (arg === phi) return;
    const fixed = fixedRegister(arg);
    const source = fixed >= 0 ? fixed : end.indexOf(arg);
    if (source >= 0) {
      stores.push({ kind: 'spill', value: phi, src: source });
      return;
    }
    const scratch = phiScratch(arg);
    if (isRematerializable(arg)) stores.push({ kind: 'remat', value: arg, dst: scratch });
    else {
      this.spilled.add(arg);
      stores.push({ kind: 'reload', value: arg, dst: scratch });
    }
    stores.push({ kind: 'spill', value: phi, src: scratch });
  }

  /** Stores spilled values where the frame's copy is wanted next, or right after they are computed. */
  private insertAllSpills(kept: ReadonlySet<Value>): void {
    const late = lateSpills({
      func: this.func,
      spilled: this.spilled,
      stayPut: (value) => kept.has(value) || this.stackPhis.has(value),
      allocated: this.allocated,
      liveOverCalls: this.liveOverCalls,
      registersAt: (block) => this.states.get(block)!.start,
    });
    const atStart = new Map<Block, LateSpill[]>();
    for (const spill of [...late.values()].flat()) atStart.set(spill.block, [...(atStart.get(spill.block) ?? []), spill]);
    for (const block of this.func.blocks) this.insertSpills(block, (value) => this.spilled.has(value) && !late.has(value), atStart.get(block) ?? []);
  }

  private insertSpills(block: Block, isStoredAtOnce: (value: Value) => boolean, atStart: readonly LateSpill[]): void {
    const { ops } = this.allocated.get(block)!;
    const result: MachineOp[] = [];
    // Edge moves into a block with one predecessor come first, and its phis with them: there are none.
    for (const phi of block.values) {
      if (phi.op !== 'phi') break;
      const reg = this.phiRegs.get(phi);
      if (reg !== undefined && isStoredAtOnce(phi)) result.push({ kind: 'spill', value: phi, src: reg });
    }
    const movesOnEdge = this.movesAtStart.get(block) ?? 0;
    ops.forEach((op, i) => {
      if (i === movesOnEdge) result.push(...atStart.map(({ value, src }): MachineOp => ({ kind: 'spill', value, src })));
      result.push(op);
      if (op.kind === 'op' && op.dst >= 0 && isStoredAtOnce(op.value)) result.push({ kind: 'spill', value: op.value, src: op.dst });
    });
    if (movesOnEdge >= ops.length) result.push(...atStart.map(({ value, src }): MachineOp => ({ kind: 'spill', value, src })));
    ops.length = 0;
    for (const op of result) ops.push(op);
  }
}

/** The values computed before a loop that are used in it. */
function usedIn({ blocks }: Loop): Set<Value> {
  const used = new Set<Value>();
  const use = (value: Value): void => {
    if (!blocks.has(value.block) && isTracked(value)) used.add(value);
  };
  for (const block of blocks) {
    for (const value of block.values) if (value.op !== 'phi') value.args.forEach(use);
    block.controls.forEach(use);
  }
  return used;
}

function hasResult(value: Value): boolean {
  return value.ty !== Ty.Void;
}

/** Sequences that write their result before they have read all operands. */
function needsDistinctResult(value: Value): boolean {
  return value.op === 'cas' || value.op === 'amoadd' || value.op === 'amoswap' || value.op === 'amoor' || value.op === 'amoand' || value.op === 'ctz';
}

/** Where a phi in the frame gets its operand from the frame through. */
function phiScratch(value: Value): number {
  return isFloatReg(registersFor(value.ty)[0]!) ? FLOAT_SCRATCH : SCRATCH2;
}
