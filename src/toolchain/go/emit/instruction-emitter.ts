/** One value to one instruction or a short sequence. Operands and result are in registers. */
import { unreachable } from '../../../base/assert.ts';
import { Reloc } from '../../../abi/elf-relocation.ts';
import { encodeI, encodeU } from '../../../isa/encoding.ts';
import { Op } from '../../../isa/opcodes.ts';
import { Reg } from '../../../isa/registers.ts';
import { CONTEXT_REG } from '../layout/abi.ts';
import { FLOAT_BASE, Ty, type Op as IrOp, type Value } from '../ssa/ir.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { loadOp, storeOp } from './memory-ops.ts';
import { FLOAT_SCRATCH, SCRATCH, isFloatReg } from './machine.ts';

const INTEGER_OPS: ReadonlyMap<IrOp, Op> = new Map<IrOp, Op>([
  ['add', Op.Add], ['sub', Op.Sub], ['mul', Op.Mul], ['mulh', Op.Mulh], ['mulhu', Op.Mulhu], ['div', Op.Div], ['divu', Op.Divu], ['rem', Op.Rem], ['remu', Op.Remu],
  ['and', Op.And], ['or', Op.Or], ['xor', Op.Xor], ['sll', Op.Sll], ['srl', Op.Srl], ['sra', Op.Sra], ['slt', Op.Slt], ['sltu', Op.Sltu],
]);
const IMMEDIATE_OPS: ReadonlyMap<IrOp, Op> = new Map<IrOp, Op>([
  ['addi', Op.Addi], ['andi', Op.Andi], ['ori', Op.Ori], ['xori', Op.Xori], ['slli', Op.Slli], ['srli', Op.Srli], ['srai', Op.Srai], ['slti', Op.Slti], ['sltiu', Op.Sltiu],
]);
/** Of float32 and float64. */
const FLOAT_OPS: ReadonlyMap<IrOp, readonly [Op, Op]> = new Map<IrOp, readonly [Op, Op]>([
  ['fadd', [Op.FaddS, Op.FaddD]], ['fsub', [Op.FsubS, Op.FsubD]], ['fmul', [Op.FmulS, Op.FmulD]], ['fdiv', [Op.FdivS, Op.FdivD]],
  ['feq', [Op.FeqS, Op.FeqD]], ['flt', [Op.FltS, Op.FltD]], ['fle', [Op.FleS, Op.FleD]],
]);
/** Rounding towards zero, as Go's conversions do. */
const RTZ = 1;

const f = (reg: number): number => reg - FLOAT_BASE;

export function emitInstruction(e: FunctionEmitter, value: Value, dst: number, srcs: readonly number[]): void {
  const { code } = e;
  const [a = 0, b = 0, c = 0] = srcs;
  const integer = INTEGER_OPS.get(value.op);
  if (integer !== undefined) {
    code.r(integer, { rd: dst, rs1: a, rs2: b });
    return;
  }
  const immediate = IMMEDIATE_OPS.get(value.op);
  if (immediate !== undefined) {
    code.i(immediate, dst, a, value.imm);
    return;
  }
  const float = FLOAT_OPS.get(value.op);
  if (float !== undefined) {
    const op = float[value.args[0]!.ty === Ty.F64 ? 1 : 0];
    code.r(op, { rd: isFloatReg(dst) ? f(dst) : dst, rs1: f(a), rs2: f(b) });
    return;
  }
  switch (value.op) {
    case 'param':
    case 'callres': return;
    case 'copy': return e.move(dst, a);
    case 'context': return e.move(dst, CONTEXT_REG);
    case 'fconst': return emitFloatConstant(e, value, dst);
    case 'callerpc':
      if (e.frameSize === 0) e.move(dst, Reg.Ra);
      else e.memory(Op.Lw, dst, Reg.Sp, e.frameSize - 4);
      return;
    case 'sext8': return emitExtension(e, Op.Srai, dst, a, 24);
    case 'sext16': return emitExtension(e, Op.Srai, dst, a, 16);
    case 'zext8':
      code.i(Op.Andi, dst, a, 0xff);
      return;
    case 'zext16': return emitExtension(e, Op.Srli, dst, a, 16);
    case 'load': return emitLoad(e, value, dst, a);
    case 'store': return emitStore(e, value, srcs);
    case 'loadx':
      code.r(value.mem === 'f64' ? Op.Fldx : value.mem === 'u8' ? Op.Lbux : Op.Lwx, { rd: value.mem === 'f64' ? f(dst) : dst, rs1: a, rs2: b, rm: value.imm });
      return;
    case 'storex':
      code.r(value.mem === 'f64' ? Op.Fsdx : value.mem === 'u8' ? Op.Sbx : Op.Swx, { rd: value.mem === 'f64' ? f(c) : c, rs1: a, rs2: b, rm: value.imm });
      return;
    case 'storearg': return e.memory(storeOp(value.mem), a, Reg.Sp, value.imm);
    case 'loadres': return e.memory(loadOp(value.mem), dst, Reg.Sp, value.imm);
    case 'move': return emitMove(e, a, b, value.imm);
    case 'zero': return emitZero(e, a, value.imm);
    case 'nilcheck': return e.check('eq', a, Reg.Zero, value, [a]);
    case 'boundscheck': {
      const [, , low, high] = srcs;
      const told = low === undefined || high === undefined ? [a, b] : [high, low, b];
      // Index: index < limit; slices: index <= limit. A conversion compares the other way round: length >= wanted.
      if (value.bounds === 'Index') e.check('geu', a, b, value, told);
      else if (value.bounds === 'SliceConvert') e.check('ltu', b, a, value, [b, a]);
      else e.check('ltu', b, a, value, told);
      return;
    }
    case 'divcheck': return e.check('eq', a, Reg.Zero, value, []);
    case 'shiftcheck': return e.check('lt', a, Reg.Zero, value, []);
    case 'call': return emitCall(e, value, srcs);
    case 'ebreak':
      code.r(Op.Ebreak, {});
      return;
    default: return emitFloat(e, value, dst, a);
  }
}

function emitExtension(e: FunctionEmitter, right: Op, dst: number, src: number, bits: number): void {
  e.code.i(Op.Slli, dst, src, bits);
  e.code.i(right, dst, dst, bits);
}

function emitFloat(e: FunctionEmitter, value: Value, dst: number, a: number): void {
  const { code } = e;
  const isDouble = value.ty === Ty.F64 || value.args[0]?.ty === Ty.F64;
  const unary = (single: Op, double: Op): void => code.r(isDouble ? double : single, { rd: f(dst), rs1: f(a), rs2: f(a) });
  switch (value.op) {
    case 'fneg': return unary(Op.FsgnjnS, Op.FsgnjnD);
    case 'fabs': return unary(Op.FsgnjxS, Op.FsgnjxD);
    case 'fsqrt':
      code.r(isDouble ? Op.FsqrtD : Op.FsqrtS, { rd: f(dst), rs1: f(a) });
      return;
    case 'cvtwf':
      code.r(isDouble ? Op.FcvtWD : Op.FcvtWS, { rd: dst, rs1: f(a), rm: RTZ });
      return;
    case 'cvtuf':
      code.r(isDouble ? Op.FcvtWuD : Op.FcvtWuS, { rd: dst, rs1: f(a), rm: RTZ });
      return;
    case 'cvtfw':
      code.r(value.ty === Ty.F64 ? Op.FcvtDW : Op.FcvtSW, { rd: f(dst), rs1: a });
      return;
    case 'cvtfu':
      code.r(value.ty === Ty.F64 ? Op.FcvtDWu : Op.FcvtSWu, { rd: f(dst), rs1: a });
      return;
    case 'cvtsd':
      code.r(Op.FcvtSD, { rd: f(dst), rs1: f(a) });
      return;
    case 'cvtds':
      code.r(Op.FcvtDS, { rd: f(dst), rs1: f(a) });
      return;
    case 'bitsof':
      code.r(Op.FmvXW, { rd: dst, rs1: f(a) });
      return;
    case 'fromBits':
      code.r(Op.FmvWX, { rd: f(dst), rs1: a });
      return;
    default: return unreachable(`emitInstruction: ${value.op}`);
  }
}

/** Small integers are converted, others loaded. */
function emitFloatConstant(e: FunctionEmitter, value: Value, dst: number): void {
  const { code } = e;
  const isDouble = value.ty === Ty.F64;
  const isSmallInteger = Number.isInteger(value.imm) && Math.abs(value.imm) < 16384 && !Object.is(value.imm, -0);
  if (isSmallInteger) {
    if (value.imm !== 0) code.i(Op.Addi, SCRATCH, Reg.Zero, value.imm);
    code.r(isDouble ? Op.FcvtDW : Op.FcvtSW, { rd: f(dst), rs1: value.imm === 0 ? Reg.Zero : SCRATCH });
    return;
  }
  const symbol = e.floatSymbol(value.imm, isDouble ? 8 : 4);
  code.reference(Reloc.Hi20, symbol, 0, encodeU(Op.Lui, SCRATCH, 0));
  code.reference(Reloc.Lo12, symbol, 0, encodeI(isDouble ? Op.Fld : Op.Flw, f(dst), SCRATCH, 0));
}

function emitLoad(e: FunctionEmitter, value: Value, dst: number, base: number): void {
  const op = loadOp(value.mem);
  if (value.sym !== null) symbolAccess(e, op, isFloatReg(dst) ? f(dst) : dst, value.sym, value.imm);
  else if (value.slot !== null) e.memory(op, dst, Reg.Sp, value.slot.offset + value.imm);
  else e.memory(op, dst, base, value.imm);
}

function emitStore(e: FunctionEmitter, value: Value, srcs: readonly number[]): void {
  const op = storeOp(value.mem);
  const data = srcs.at(-1)!;
  if (value.sym !== null) symbolAccess(e, op, isFloatReg(data) ? f(data) : data, value.sym, value.imm);
  else if (value.slot !== null) e.memory(op, data, Reg.Sp, value.slot.offset + value.imm);
  else e.memory(op, data, srcs[0]!, value.imm);
}

function symbolAccess(e: FunctionEmitter, op: Op, register: number, symbol: string, addend: number): void {
  e.code.reference(Reloc.Hi20, symbol, addend, encodeU(Op.Lui, SCRATCH, 0));
  e.code.reference(Reloc.Lo12, symbol, addend, encodeI(op, register, SCRATCH, 0));
}

/** Eight bytes at a time through a float register, which moves bits unchanged. */
function emitMove(e: FunctionEmitter, to: number, from: number, size: number): void {
  let at = 0;
  for (; at + 8 <= size; at += 8) {
    e.memory(Op.Fld, FLOAT_SCRATCH, from, at);
    e.memory(Op.Fsd, FLOAT_SCRATCH, to, at);
  }
  for (; at < size; at += 4) {
    e.code.i(Op.Lw, SCRATCH, from, at);
    e.code.i(Op.Sw, SCRATCH, to, at);
  }
}

/** From this size on, clearing goes eight bytes at a time. */
const WIDE_ZERO = 24;

function emitZero(e: FunctionEmitter, to: number, size: number): void {
  let at = 0;
  if (size >= WIDE_ZERO) {
    e.code.r(Op.FcvtDW, { rd: f(FLOAT_SCRATCH), rs1: Reg.Zero });
    for (; at + 8 <= size; at += 8) e.memory(Op.Fsd, FLOAT_SCRATCH, to, at);
  }
  for (; at + 4 <= size; at += 4) e.code.i(Op.Sw, Reg.Zero, to, at);
  if (at + 2 <= size) {
    e.code.i(Op.Sh, Reg.Zero, to, at);
    at += 2;
  }
  if (at < size) e.code.i(Op.Sb, Reg.Zero, to, at);
}

function emitCall(e: FunctionEmitter, value: Value, srcs: readonly number[]): void {
  const info = value.call!;
  switch (info.kind) {
    case 'direct':
      e.code.call(info.target);
      return;
    case 'code':
      e.code.i(Op.Jalr, Reg.Ra, srcs[0]!, 0);
      return;
    case 'closure':
      e.code.i(Op.Lw, SCRATCH, CONTEXT_REG, 0);
      e.code.i(Op.Jalr, Reg.Ra, SCRATCH, 0);
  }
}
