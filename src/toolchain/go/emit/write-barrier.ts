/**
 * Write barriers in machine code. While barriers are off, one costs the branch that tests {@link BARRIER_REG}; stores that follow each other
 * at once share it. What it branches to stands behind the function:
 *
 *   stub:  lw    zero, 0(address)           a nil pointer faults here, as the store would
 *          fmv.w.x f31, new                 what is about to be stored
 *          addi  t4, address, offset        where
 *          jal   tp, runtime.gcWriteBarrier
 *          ...                              the same for the other pointers
 *          j     back                       to the store
 *
 * gcWriteBarrier keeps all registers but t4, t5, t6, tp and f31, which are never allocated, so that the code around it need not know of it.
 */
import { Op } from '../../../isa/opcodes.ts';
import { Reg } from '../../../isa/registers.ts';
import { FLOAT_BASE, MEM_SIZE, type Op as IrOp, type Value } from '../ssa/ir.ts';
import { isStackAddress } from '../ssa/write-barriers.ts';
import type { Label } from './code-buffer.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { BARRIER_LINK, BARRIER_REG, FLOAT_SCRATCH, SCRATCH, SCRATCH2, type MachineOp } from './machine.ts';

/** A store whose operands are in registers. */
interface PlacedStore {
  readonly value: Value;
  readonly srcs: readonly number[];
}

interface BarrierStub {
  readonly label: Label;
  readonly back: Label;
  readonly stores: readonly PlacedStore[];
}

/** Makes a barrier. */
export const BARRIER = 'runtime.gcWriteBarrier';

const CHECK = 'runtime.gcCheckStore';
const WORD = 4;
/** How many bytes a store changes; floats are no pointers. */
const storeSize = ({ mem }: Value): number => (mem === 'f64' ? 0 : MEM_SIZE[mem]);
const STORED_WORDS: Readonly<Partial<Record<IrOp, (value: Value) => number>>> = {
  store: storeSize, storex: storeSize, move: ({ imm }) => imm, zero: ({ imm }) => imm,
};

const isStore = (op: MachineOp): op is MachineOp & { readonly kind: 'op' } => op.kind === 'op' && (op.value.op === 'store' || op.value.op === 'storex');

/** The barriers of one function. */
export class WriteBarriers {
  private readonly stubs: BarrierStub[] = [];
  /** Stores that an earlier test stands for. */
  private readonly covered = new Set<Value>();

  constructor(private readonly e: FunctionEmitter) {}

  /** Emits the test before the store that is number `index` of `ops`, unless an earlier one stands for it. */
  before(ops: readonly MachineOp[], index: number): void {
    const op = ops[index]!;
    if (op.kind !== 'op' || op.value.barrier === null || this.covered.has(op.value)) return;
    const stores: PlacedStore[] = [op];
    if (isStore(op)) {
      for (let i = index + 1; i < ops.length; i++) {
        const next = ops[i]!;
        if (!isStore(next)) break;
        if (next.value.barrier === null) continue;
        stores.push(next);
        this.covered.add(next.value);
      }
    }
    const { code } = this.e;
    const [label, back] = [code.label(), code.label()];
    this.e.conditional('ne', BARRIER_REG, Reg.Zero, label);
    code.bind(back);
    this.stubs.push({ label, back, stores });
  }

  emitStubs(): void {
    const { code } = this.e;
    for (const { label, back, stores } of this.stubs) {
      code.bind(label);
      for (const store of stores) {
        this.e.markPlace(store.value);
        this.callBarriers(store);
      }
      code.jump(back);
    }
  }

  /** Under `--stress wb`, after a store without barrier: has the runtime look whether one was missing. */
  checkAfter({ value, srcs }: PlacedStore): void {
    const size = STORED_WORDS[value.op]?.(value) ?? 0;
    if (value.barrier !== null || value.slot !== null || size < WORD || value.sym === null && isStackAddress(value.args[0]!)) return;
    for (let offset = 0; offset + WORD <= size; offset += WORD) {
      this.address(value, srcs, offset);
      this.e.code.call(CHECK, BARRIER_LINK);
    }
  }

  private callBarriers({ value, srcs }: PlacedStore): void {
    const { e } = this;
    for (const offset of value.barrier!) {
      const touch = value.sym === null;
      this.address(value, srcs, offset);
      if (touch) e.code.i(Op.Lw, Reg.Zero, SCRATCH2, 0);
      this.newValue(value, srcs, offset);
      e.code.call(BARRIER, BARRIER_LINK);
    }
  }

  /** Leaves the address of the word in {@link SCRATCH2}. */
  private address(value: Value, srcs: readonly number[], offset: number): void {
    const { e } = this;
    const at = (value.op === 'store' ? value.imm : 0) + offset;
    if (value.sym !== null) e.code.symbolAddress(SCRATCH2, value.sym, at);
    else if (value.op === 'storex') {
      e.code.i(Op.Slli, SCRATCH2, srcs[1]!, value.imm);
      e.code.r(Op.Add, { rd: SCRATCH2, rs1: SCRATCH2, rs2: srcs[0]! });
    } else e.addConstant(SCRATCH2, srcs[0]!, at);
  }

  /** Leaves what will be stored in {@link FLOAT_SCRATCH}. */
  private newValue(value: Value, srcs: readonly number[], offset: number): void {
    const { e } = this;
    let from = srcs.at(-1)!;
    if (value.op === 'zero') from = Reg.Zero;
    else if (value.op === 'move') {
      e.memory(Op.Lw, SCRATCH, srcs[1]!, offset);
      from = SCRATCH;
    }
    e.code.r(Op.FmvWX, { rd: FLOAT_SCRATCH - FLOAT_BASE, rs1: from });
  }
}
