/**
 * A decoded instruction, and the way between it and its word for code that is not hot: assembler, disassembler, tests.
 * The interpreter predecodes by itself, from the same fields; a test compares its idea of legal words with {@link isLegal}.
 */
import { encodeI, encodeR, encodeU, imm15Of, imm20Of, opOf, rdOf, rmOf, rs1Of, rs2Of, rs3Of } from './encoding.ts';
import { Flag, Format, OPCODES, Op, type DefinedOp } from './opcodes.ts';
import { infoOf, operandsOf, usedBits, type OperandInfo } from './operands.ts';

/** An opcode with the values of its operands in the order of the syntax. */
export interface Instruction {
  readonly op: DefinedOp;
  readonly values: readonly number[];
}

const FIELD_GETTERS: Readonly<Record<OperandInfo['field'], (word: number) => number>> = {
  rd: rdOf,
  rs1: rs1Of,
  rs2: rs2Of,
  rs3: rs3Of,
  rm: rmOf,
  imm15: imm15Of,
  imm20: imm20Of,
};

/** The value that a word holds for an operand. */
export const operandValue = (word: number, operand: OperandInfo): number => FIELD_GETTERS[operand.field](word);

const isEven = (value: number): boolean => (value & 1) === 0;

/** Whether a word is an instruction: its opcode is assigned and not reserved, fields out of use are 0, values in range. */
export function isLegal(word: number): boolean {
  const info = infoOf(opOf(word));
  if (info === undefined || (info.flags & Flag.Reserved) !== 0) return false;
  const op = opOf(word) as DefinedOp;
  if ((word & ~usedBits(op)) !== 0) return false;
  if (op === Op.AmocasD && !(isEven(rdOf(word)) && isEven(rs2Of(word)))) return false;
  return operandsOf(op).every((operand) => {
    const value = operandValue(word, operand);
    return value >= operand.min && value <= operand.max;
  });
}

/** Takes a word apart, or gives null if it is not legal. */
export function decode(word: number): Instruction | null {
  if (!isLegal(word)) return null;
  const op = opOf(word) as DefinedOp;
  return { op, values: operandsOf(op).map((operand) => operandValue(word, operand)) };
}

/** Packs an instruction as an int32; the inverse of {@link decode}. Values must be in range. */
export function encode({ op, values }: Instruction): number {
  const fields: Record<OperandInfo['field'], number> = { rd: 0, rs1: 0, rs2: 0, rs3: 0, rm: 0, imm15: 0, imm20: 0 };
  operandsOf(op).forEach((operand, index) => {
    fields[operand.field] = values[index]!;
  });
  switch (OPCODES[op].format) {
    case Format.R:
      return encodeR(op, fields);
    case Format.I:
      return encodeI(op, fields.rd, fields.rs1, fields.imm15);
    case Format.U:
      return encodeU(op, fields.rd, fields.imm20);
  }
}
