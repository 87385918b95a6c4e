/**
 * Relocation types of our machine. S is the symbol's address, A the addend, P the place. `%hi` and `%lo` split an address
 * as RISC-V does: hi = (v + 0x800) >>> 12 for `lui`, lo = the low 12 bits sign-extended, so that (hi << 12) + lo = v. Our
 * immediates have 15 bits, but the split stays at 12: one `lui` then serves every field of a page.
 */
export const enum Reloc {
  None = 0,
  /** 32-bit word: S + A. */
  Abs32 = 1,
  /** 16-bit half: S + A, signed or unsigned must fit. */
  Abs16 = 2,
  /** Byte: S + A, signed or unsigned must fit. */
  Abs8 = 3,
  /** 32-bit word: S + A - P. */
  Pc32 = 4,
  /** imm20: %hi(S + A). */
  Hi20 = 5,
  /** imm15: %lo(S + A). */
  Lo12 = 6,
  /** imm15: S + A itself, which must fit: addresses within 16 KiB of 0. */
  Imm15 = 7,
  /** imm15: (S + A - P) / 4. */
  Branch = 8,
  /** imm20: (S + A - P) / 4. */
  Jump = 9,
  /** As Jump, from `call` and `tail`: the linker may lead it through a veneer that clobbers t6, and overlays through a stub. */
  Call = 10,
  /** imm20: %hi(S + A - P), on `auipc`. */
  PcrelHi20 = 11,
  /** imm15: %lo of the value of the PcrelHi20 at address S. */
  PcrelLo12 = 12,
  /** Marks that the place needs S (keeps it when unreachable code is dropped); writes nothing. */
  Keep = 13,
}

/** How many bytes a relocation writes, and its name; index = type. */
export const RELOCATIONS: readonly { readonly name: string; readonly length: number }[] = [
  { name: 'R_PW_NONE', length: 0 },
  { name: 'R_PW_32', length: 4 },
  { name: 'R_PW_16', length: 2 },
  { name: 'R_PW_8', length: 1 },
  { name: 'R_PW_PC32', length: 4 },
  { name: 'R_PW_HI20', length: 4 },
  { name: 'R_PW_LO12', length: 4 },
  { name: 'R_PW_IMM15', length: 4 },
  { name: 'R_PW_BRANCH', length: 4 },
  { name: 'R_PW_JUMP', length: 4 },
  { name: 'R_PW_CALL', length: 4 },
  { name: 'R_PW_PCREL_HI20', length: 4 },
  { name: 'R_PW_PCREL_LO12', length: 4 },
  { name: 'R_PW_KEEP', length: 0 },
];

/** The part of an address that `lui` adds: signed 20 bits. */
export const hi20 = (value: number): number => ((value + 0x800) | 0) >> 12;

/** The part of an address that the immediate of the next instruction adds: -2048 to 2047. */
export const lo12 = (value: number): number => (value << 20) >> 20;
