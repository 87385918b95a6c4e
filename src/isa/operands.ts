/**
 * The operands of instructions. `OpcodeInfo.operands` is a template in assembly syntax, such as `rd, imm(rs1)`; this file
 * says what each word in it means and cuts templates into pieces. Assembler, disassembler, documents and the generator of
 * random programs all walk these pieces, so that no instruction's syntax is written twice.
 */
import { FIELD_LAYOUTS, Limit, type FieldName } from './encoding.ts';
import { OPCODES, Op, type DefinedOp, type OpcodeInfo } from './opcodes.ts';

/** What a value in an operand stands for. */
export const enum OperandKind {
  IntegerRegister,
  FloatRegister,
  /** A signed constant. */
  Immediate,
  /** A shift distance of 0 to 31. */
  ShiftAmount,
  /** A distance in words from the instruction itself. */
  Target,
  /** The upper 20 bits of a value. */
  Upper,
  /** A rounding mode. */
  Rounding,
  /** A shift of an index, 0 to 3. */
  Scale,
}

export interface OperandInfo {
  readonly name: OperandName;
  readonly kind: OperandKind;
  /** The field that holds it. */
  readonly field: Exclude<FieldName, 'op'>;
  /** Least and greatest legal value. */
  readonly min: number;
  readonly max: number;
}

export type OperandName =
  | 'rd' | 'rs1' | 'rs2' | 'rs3' | 'fd' | 'fs1' | 'fs2' | 'fs3' | 'imm' | 'shamt' | 'branch' | 'jump' | 'upper' | 'rm' | 'scale';

const register = (name: OperandName, field: Exclude<FieldName, 'op'>, kind: OperandKind): OperandInfo => ({ name, kind, field, min: 0, max: 31 });

export const OPERANDS: Readonly<Record<OperandName, OperandInfo>> = {
  rd: register('rd', 'rd', OperandKind.IntegerRegister),
  rs1: register('rs1', 'rs1', OperandKind.IntegerRegister),
  rs2: register('rs2', 'rs2', OperandKind.IntegerRegister),
  rs3: register('rs3', 'rs3', OperandKind.IntegerRegister),
  fd: register('fd', 'rd', OperandKind.FloatRegister),
  fs1: register('fs1', 'rs1', OperandKind.FloatRegister),
  fs2: register('fs2', 'rs2', OperandKind.FloatRegister),
  fs3: register('fs3', 'rs3', OperandKind.FloatRegister),
  imm: { name: 'imm', kind: OperandKind.Immediate, field: 'imm15', min: Limit.Imm15Min, max: Limit.Imm15Max },
  shamt: { name: 'shamt', kind: OperandKind.ShiftAmount, field: 'imm15', min: 0, max: 31 },
  branch: { name: 'branch', kind: OperandKind.Target, field: 'imm15', min: Limit.Imm15Min, max: Limit.Imm15Max },
  jump: { name: 'jump', kind: OperandKind.Target, field: 'imm20', min: Limit.Imm20Min, max: Limit.Imm20Max },
  upper: { name: 'upper', kind: OperandKind.Upper, field: 'imm20', min: Limit.Imm20Min, max: Limit.Imm20Max },
  rm: { name: 'rm', kind: OperandKind.Rounding, field: 'rm', min: 0, max: 4 },
  scale: { name: 'scale', kind: OperandKind.Scale, field: 'rm', min: 0, max: 3 },
};

/** A piece of a template: an operand, or punctuation that stands for itself. */
export type TemplatePiece = OperandInfo | ',' | '(' | ')';

/** Cuts a template into pieces. Its words must be names of operands. */
export function cutTemplate(template: string): readonly TemplatePiece[] {
  return (template.match(/\w+|[,()]/g) ?? []).map((piece) => (/\w/.test(piece) ? OPERANDS[piece as OperandName] : (piece as ',' | '(' | ')')));
}

const templates: (readonly TemplatePiece[])[] = [];
const operandLists: (readonly OperandInfo[])[] = [];
for (let op: number = Op.Illegal + 1; op < Op.IllegalOnes; op++) {
  const template = cutTemplate(OPCODES[op as DefinedOp].operands);
  templates[op] = template;
  operandLists[op] = template.filter((piece): piece is OperandInfo => typeof piece !== 'string');
}

/** The row of an opcode field's value, or undefined for the two values that have none. */
export const infoOf = (op: number): OpcodeInfo | undefined => OPCODES[op as DefinedOp];

/** The syntax of an opcode's operands. */
export const templateOf = (op: DefinedOp): readonly TemplatePiece[] => templates[op]!;

/** The operands of an opcode in the order of its syntax. */
export const operandsOf = (op: DefinedOp): readonly OperandInfo[] => operandLists[op]!;

/** Every opcode that has a row, ascending. */
export const ALL_OPS: readonly DefinedOp[] = Array.from({ length: Op.IllegalOnes - 1 }, (_, index) => (index + 1) as DefinedOp);

/** Mask of the bits of a word that belong to some operand or to the opcode. */
export function usedBits(op: DefinedOp): number {
  const fields = [FIELD_LAYOUTS.op, ...operandsOf(op).map(({ field }) => FIELD_LAYOUTS[field])];
  return fields.reduce((mask, { shift, width }) => mask | (((1 << width) - 1) << shift), 0);
}
