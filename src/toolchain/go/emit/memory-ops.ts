/** The load and store instructions of each form in memory. */
import { Limit } from '../../../isa/encoding.ts';
import { Op } from '../../../isa/opcodes.ts';
import { Ty, type Mem } from '../ssa/ir.ts';

export const fitsImmediate = (imm: number): boolean => imm >= Limit.Imm15Min && imm <= Limit.Imm15Max;

const LOADS: Readonly<Record<Mem, Op>> = { i8: Op.Lb, u8: Op.Lbu, i16: Op.Lh, u16: Op.Lhu, i32: Op.Lw, f32: Op.Flw, f64: Op.Fld };
const STORES: Readonly<Record<Mem, Op>> = { i8: Op.Sb, u8: Op.Sb, i16: Op.Sh, u16: Op.Sh, i32: Op.Sw, f32: Op.Fsw, f64: Op.Fsd };

export const loadOp = (mem: Mem): Op => LOADS[mem];
export const storeOp = (mem: Mem): Op => STORES[mem];
export const memOfTy = (ty: Ty): Mem => (ty === Ty.F64 ? 'f64' : ty === Ty.F32 ? 'f32' : 'i32');
