/**
 * Checks a register allocation: on every way to an instruction its operands are in the registers that it was given. It goes over the code with, for
 * each register and spill slot, the values that are certainly there, and knows nothing of how the allocator came to its decisions. What fails is a
 * defect of the compiler.
 */
import { assert } from '../../../base/assert.ts';
import type { Block, Func, Slot, Value } from '../ssa/ir.ts';
import { fixedRegister, type AllocatedBlock, type Allocation, type MachineOp } from './machine.ts';

/** A register by its number, or a slot of the frame. */
type Place = number | Slot;
type State = Map<Place, ReadonlySet<Value>>;

export function checkAllocation(func: Func, allocation: Allocation): void {
  new Check(func, allocation).run();
}

class Check {
  /** What is certain at the start of each block that has been reached. */
  private readonly starts = new Map<Block, State>();
  private readonly numbers: ReadonlyMap<Block, number>;
  /** What registers hold always. */
  private readonly fixed = new Map<Place, ReadonlySet<Value>>();

  constructor(
    private readonly func: Func,
    private readonly allocation: Allocation,
  ) {
    this.numbers = new Map(func.blocks.map((block, i) => [block, i]));
    for (const value of func.blocks.flatMap(({ values }) => values)) {
      const register = fixedRegister(value);
      if (register >= 0) this.fixed.set(register, new Set([...(this.fixed.get(register) ?? []), value]));
    }
  }

  run(): void {
    const { blocks, entry } = this.func;
    this.starts.set(entry, new Map());
    const pending = new Set<Block>([entry]);
    while (pending.size > 0) {
      for (const block of blocks) {
        if (!pending.delete(block)) continue;
        const end = this.walk(block, null);
        for (const succ of block.succs) if (this.enter(block, succ, end)) pending.add(succ);
      }
    }
    for (const [block] of this.starts) this.walk(block, `${this.func.name} ${block}`);
  }

  /** Goes over a block; with `where`, complains. */
  private walk(block: Block, where: string | null): State {
    const { ops, controls } = this.allocated(block);
    const state: State = new Map(this.starts.get(block)!);
    for (const op of ops) this.step(op, state, where);
    if (where !== null) block.controls.forEach((control, i) => this.require(control, controls[i]!, state, `${where} at its end`));
    return state;
  }

  private step(op: MachineOp, state: State, where: string | null): void {
    switch (op.kind) {
      case 'move':
        this.copy(state, op.src, op.dst);
        return;
      case 'spill':
        this.copy(state, op.src, this.allocation.spillSlots.get(op.value)!);
        return;
      case 'reload':
        this.copy(state, this.allocation.spillSlots.get(op.value)!, op.dst);
        return;
      case 'remat':
        state.set(op.dst, new Set([op.value]));
        return;
      case 'op': {
        const { value, srcs, dst } = op;
        if (where !== null) value.args.forEach((arg, i) => value.op !== 'callres' && this.require(arg, srcs[i]!, state, `${where} at ${value} (${value.op})`));
        if (value.op === 'call') for (const place of [...state.keys()]) if (typeof place === 'number') state.delete(place);
        if (dst >= 0) state.set(dst, new Set([value]));
      }
    }
  }

  private require(value: Value, register: number, state: State, where: string): void {
    if (fixedRegister(value) === register) return;
    assert(state.get(register)?.has(value) === true, `checkAllocation: ${where} wants ${value} (${value.op}) in register ${register}`);
  }

  /** Joins the end of `from` into the start of `to`; whether that changed it. */
  private enter(from: Block, to: Block, end: State): boolean {
    const arriving = acrossPhis(from, to, end);
    const known = this.starts.get(to);
    if (known === undefined) {
      this.starts.set(to, new Map(arriving));
      return true;
    }
    let changed = false;
    for (const [place, values] of known) {
      const others = arriving.get(place);
      if (others === values) continue;
      const both = new Set([...values].filter((value) => others?.has(value) === true));
      if (both.size === values.size) continue;
      changed = true;
      if (both.size === 0) known.delete(place);
      else known.set(place, both);
    }
    return changed;
  }

  private copy(state: State, from: Place, to: Place): void {
    const values = this.fixed.get(from) ?? state.get(from);
    if (values === undefined) state.delete(to);
    else state.set(to, values);
  }

  private allocated(block: Block): AllocatedBlock {
    return this.allocation.blocks[this.numbers.get(block)!]!;
  }
}

/** What is certain at the end of `from` as `to` sees it: phis are what arrives for them, and no longer what they were before. */
function acrossPhis(from: Block, to: Block, end: State): State {
  const phis = to.values.filter(({ op }) => op === 'phi');
  if (phis.length === 0) return end;
  const index = to.preds.indexOf(from);
  return new Map([...end].map(([place, values]) => {
    const more = phis.filter((phi) => values.has(phi.args[index]!));
    const isUntouched = more.length === 0 && !phis.some((phi) => values.has(phi));
    return [place, isUntouched ? values : new Set([...[...values].filter((value) => !phis.includes(value)), ...more])];
  }));
}
