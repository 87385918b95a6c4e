/**
 * The layout of an instruction word. No shift or mask of a word stands anywhere else, except in the interpreter's decoder,
 * which binds these constants.
 *
 *   bit  31 30 | 29..27 | 26..22 | 21..17 | 16..12 | 11..7 | 6..0
 *   R     0  0 |   rm   |  rs3   |  rs2   |  rs1   |  rd   |  op
 *   I             imm15 (31..17)          |  rs1   |  rd   |  op
 *   U             imm20 (31..12)                   |  rd   |  op
 *
 * Every immediate ends at bit 31, so one arithmetic shift extends it.
 */

/** Positions and widths of the fields, in bits. */
export const enum Field {
  OpMask = 0x7f,
  RegisterMask = 0x1f,
  RmMask = 0x7,
  RdShift = 7,
  Rs1Shift = 12,
  Rs2Shift = 17,
  Rs3Shift = 22,
  RmShift = 27,
  Imm15Shift = 17,
  Imm20Shift = 12,
}

/** Limits of the immediates; signed. */
export const enum Limit {
  Imm15Min = -16384,
  Imm15Max = 16383,
  Imm20Min = -524288,
  Imm20Max = 524287,
}

export const opOf = (word: number): number => word & Field.OpMask;
export const rdOf = (word: number): number => (word >>> Field.RdShift) & Field.RegisterMask;
export const rs1Of = (word: number): number => (word >>> Field.Rs1Shift) & Field.RegisterMask;
export const rs2Of = (word: number): number => (word >>> Field.Rs2Shift) & Field.RegisterMask;
export const rs3Of = (word: number): number => (word >>> Field.Rs3Shift) & Field.RegisterMask;
export const rmOf = (word: number): number => (word >>> Field.RmShift) & Field.RmMask;
/** The sign-extended 15-bit immediate. */
export const imm15Of = (word: number): number => word >> Field.Imm15Shift;
/** The sign-extended 20-bit immediate. */
export const imm20Of = (word: number): number => word >> Field.Imm20Shift;

/** Operands of an R word; what is left out is 0. */
export interface RFields {
  readonly rd?: number;
  readonly rs1?: number;
  readonly rs2?: number;
  readonly rs3?: number;
  readonly rm?: number;
}

/** Packs an R word as an int32. Fields must be in range. */
export function encodeR(op: number, { rd = 0, rs1 = 0, rs2 = 0, rs3 = 0, rm = 0 }: RFields): number {
  return op | (rd << Field.RdShift) | (rs1 << Field.Rs1Shift) | (rs2 << Field.Rs2Shift) | (rs3 << Field.Rs3Shift) | (rm << Field.RmShift);
}

/** Packs an I word as an int32. `imm15` must lie within {@link Limit}. */
export function encodeI(op: number, rd: number, rs1: number, imm15: number): number {
  return op | (rd << Field.RdShift) | (rs1 << Field.Rs1Shift) | (imm15 << Field.Imm15Shift);
}

/** Packs a U word as an int32. `imm20` must lie within {@link Limit}. */
export function encodeU(op: number, rd: number, imm20: number): number {
  return op | (rd << Field.RdShift) | (imm20 << Field.Imm20Shift);
}

/** A named field of a word: its lowest bit and its width. */
export interface FieldLayout {
  readonly shift: number;
  readonly width: number;
}

/** Every field, for documents and tests; hot code uses the getters above. */
export const FIELD_LAYOUTS = {
  op: { shift: 0, width: 7 },
  rd: { shift: Field.RdShift, width: 5 },
  rs1: { shift: Field.Rs1Shift, width: 5 },
  rs2: { shift: Field.Rs2Shift, width: 5 },
  rs3: { shift: Field.Rs3Shift, width: 5 },
  rm: { shift: Field.RmShift, width: 3 },
  imm15: { shift: Field.Imm15Shift, width: 15 },
  imm20: { shift: Field.Imm20Shift, width: 20 },
} as const satisfies Readonly<Record<string, FieldLayout>>;

export type FieldName = keyof typeof FIELD_LAYOUTS;

/** Replaces the imm15 field of a word. `imm15` must lie within {@link Limit}. */
export const withImm15 = (word: number, imm15: number): number => (word & ((1 << Field.Imm15Shift) - 1)) | (imm15 << Field.Imm15Shift);

/** Replaces the imm20 field of a word. `imm20` must lie within {@link Limit}. */
export const withImm20 = (word: number, imm20: number): number => (word & ((1 << Field.Imm20Shift) - 1)) | (imm20 << Field.Imm20Shift);
