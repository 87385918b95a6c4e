/**
 * Random programs for the comparison of interpreters: page tables with random permissions over few frames, so that pages
 * alias, code is written, tables are mapped and accesses straddle; words drawn from the opcode table; registers that mostly
 * point where something happens.
 *
 *   frame 0, 5   page directories (the same tables)     va 08048000.. text and data, 8 pages
 *   frames 1-4   page tables                            va bfffc000.. top of the user half, 4 pages
 *   frames 6-15  what pages map                         va 00000000, 00001000 and fffff000: both ends of the address space
 */
import type { RandomStream } from '../../src/base/random.ts';
import { encodeI, encodeR, encodeU } from '../../src/isa/encoding.ts';
import { type DefinedOp, Flag, Format, Op, OPCODES } from '../../src/isa/opcodes.ts';
import { Pte } from '../../src/machine/pte.ts';

export const FRAMES = 16;
export const DIRECTORIES = [0, 5] as const;
const FIRST_TABLE = 1;
const FIRST_FREE_FRAME = 6;
const PAGE = 4096;
const FLOAT_SPECIALS = [
  0x00000000_00000000n, 0x80000000_00000000n, 0x7ff00000_00000000n, 0xfff00000_00000000n, 0x7ff80000_00000001n, 0x7ff00000_00000001n,
  0x3ff00000_00000000n, 0xbfe00000_00000000n, 0x41dfffff_ffe00000n, 0xc1e00000_00100000n, 0x00000000_00000001n, 0x3fdfffff_ffffffffn,
  0xffffffff_00000000n, 0xffffffff_80000000n, 0xffffffff_7f800000n, 0xffffffff_ff800000n, 0xffffffff_7fc12345n, 0xffffffff_7f800001n,
  0xffffffff_3f800000n, 0xffffffff_4f000000n, 0xffffffff_00000001n, 0xfffffffe_3f800000n, 0x40040000_00000000n, 0xffffffff_c0200000n,
];
/** Registers that keep addresses of data, of code, and small numbers; the other ones take results. */
const DATA_BASES = [8, 9, 10, 11, 12, 13];
const CODE_BASES = [16, 17, 18];
const COUNTERS = [20, 21];

const DEFINED = Object.keys(OPCODES).map(Number) as DefinedOp[];

/** The pages that the tables may map. */
export const PAGES: readonly number[] = [
  ...Array.from({ length: 8 }, (_, index) => 0x08048000 + index * PAGE),
  ...Array.from({ length: 4 }, (_, index) => 0xbfffc000 + index * PAGE),
  0, PAGE, 0xfffff000,
];
const DIRECTORY_INDICES = [...new Set(PAGES.map((va) => va >>> 22))];

/** Where the entry of a page lies in RAM. */
export function entryAddress(va: number): number {
  return (FIRST_TABLE + DIRECTORY_INDICES.indexOf(va >>> 22)) * PAGE + ((va >>> 12) & 1023) * 4;
}

export const pick = <T>(random: RandomStream, items: readonly T[]): T => items[random.below(items.length)];

/** A page-table entry: mostly usable, sometimes absent, forbidding, of a table, or of a frame that does not exist. */
export function randomEntry(random: RandomStream): number {
  const kind = random.below(100);
  if (kind < 10) return random.next() & ~Pte.Present;
  const pfn = kind < 15 ? random.below(FIRST_FREE_FRAME) : kind < 17 ? FRAMES + random.below(1000) : FIRST_FREE_FRAME + random.below(FRAMES - FIRST_FREE_FRAME);
  let bits = Pte.Present | (random.next() & (Pte.Accessed | Pte.Dirty | Pte.Global | Pte.PageSize | Pte.SoftDirty));
  if (random.below(20) > 0) bits |= Pte.User;
  if (random.below(4) > 0) bits |= Pte.Writable;
  if (random.below(6) === 0) bits |= Pte.NoExecute;
  return (pfn << 12) | bits;
}

/** An address in or near a mapped page, often at its ends. */
export function randomDataAddress(random: RandomStream): number {
  const page = pick(random, PAGES);
  const offset = random.below(3) === 0 ? pick(random, [0, 4, 8, 4080, 4086, 4088, 4091, 4092, 4094, 4095]) : random.below(PAGE);
  return (page + (random.below(4) === 0 ? offset : offset & ~3)) >>> 0;
}

export function randomCodeAddress(random: RandomStream): number {
  const offset = random.below(4) === 0 ? PAGE - 4 - 4 * random.below(4) : random.below(PAGE) & ~3;
  return (pick(random, PAGES) + offset + (random.below(40) === 0 ? random.below(4) : 0)) >>> 0;
}

/** Fills RAM with tables and words. */
export function randomMemory(random: RandomStream): Int32Array {
  const words = new Int32Array((FRAMES * PAGE) / 4);
  for (let index = (FIRST_FREE_FRAME * PAGE) / 4; index < words.length; index++) words[index] = randomWord(random);
  for (const directory of DIRECTORIES) {
    DIRECTORY_INDICES.forEach((pdeIndex, table) => {
      const bits = random.below(12) === 0 ? Pte.Present | Pte.User : Pte.Present | Pte.User | Pte.Writable;
      words[(directory * PAGE) / 4 + pdeIndex] = ((FIRST_TABLE + table) << 12) | bits;
    });
  }
  for (const va of PAGES) words[entryAddress(va) / 4] = randomEntry(random);
  return words;
}

/** Integer registers x0 to x31 at the start. */
export function randomIntegers(random: RandomStream): Int32Array {
  const x = Int32Array.from({ length: 32 }, () => random.next() >> random.below(32));
  for (const register of DATA_BASES) x[register] = randomDataAddress(random);
  for (const register of CODE_BASES) x[register] = randomCodeAddress(random);
  for (const register of COUNTERS) x[register] = random.below(8);
  x[0] = 0;
  return x;
}

/** A register that is used as an address, and an address for it. */
export function randomBase(random: RandomStream): { readonly register: number; readonly va: number } {
  if (random.below(4) === 0) return { register: pick(random, CODE_BASES), va: randomCodeAddress(random) };
  return { register: pick(random, DATA_BASES), va: randomDataAddress(random) };
}

export const randomFloats = (random: RandomStream): BigUint64Array => BigUint64Array.from({ length: 32 }, () => pick(random, FLOAT_SPECIALS));

/** An instruction, or now and then any word. */
export function randomWord(random: RandomStream): number {
  if (random.below(100) === 0) return random.next() | 0;
  const op = pick(random, DEFINED);
  const { format, flags, operands } = OPCODES[op];
  // Rows that only leave the interpreter would fill the program.
  if ((flags & (Flag.Reserved | Flag.Trap)) !== 0 && random.below(4) > 0) return randomWord(random);
  if (format === Format.U) return encodeU(op, randomTarget(random), op === Op.Jal ? randomDistance(random) : random.next() >> 12);
  if (format === Format.R) return randomR(random, op, operands);
  if ((flags & Flag.Branch) !== 0) return encodeI(op, random.below(32), random.below(32), randomDistance(random));
  if (op === Op.Jalr) return encodeI(op, randomTarget(random), pick(random, CODE_BASES), random.below(3) === 0 ? random.below(64) - 32 : 0);
  if ((flags & (Flag.Load | Flag.Store)) !== 0) return encodeI(op, randomRegister(random, flags), randomDataBase(random), randomOffset(random));
  const imm = operands.includes('shamt') && random.below(20) > 0 ? random.below(32) : random.next() >> 17;
  return encodeI(op, randomTarget(random), random.below(32), imm);
}

function randomR(random: RandomStream, op: DefinedOp, operands: string): number {
  const { flags } = OPCODES[op];
  const names = operands.split(/[^a-z0-9]+/);
  const isStray = random.below(100) === 0;
  const has = (field: string): boolean => isStray || names.includes(`r${field}`) || names.includes(`f${field}`);
  const isMemory = (flags & (Flag.Load | Flag.Store)) !== 0;
  const even = op === Op.AmocasD && random.below(10) > 0 ? ~1 : ~0;
  return encodeR(op, {
    rd: has('d') ? randomRegister(random, flags) & even : 0,
    rs1: has('s1') ? (isMemory ? randomDataBase(random) : random.below(32)) : 0,
    rs2: has('s2') ? (names.includes('scale') ? pick(random, [...COUNTERS, random.below(32)]) : random.below(32)) & even : 0,
    rs3: has('s3') ? random.below(32) : 0,
    rm: names.includes('rm') ? random.below(5 + random.below(2)) : names.includes('scale') ? random.below(4 + random.below(2)) : isStray ? random.below(8) : 0,
  });
}

/** A register to write: mostly one that keeps no address. */
function randomTarget(random: RandomStream): number {
  const register = random.below(32);
  const isKept = DATA_BASES.includes(register) || CODE_BASES.includes(register) || COUNTERS.includes(register);
  return isKept && random.below(30) > 0 ? 0 : register;
}

const randomRegister = (random: RandomStream, flags: number): number => ((flags & Flag.Load) !== 0 ? randomTarget(random) : random.below(32));
const randomDataBase = (random: RandomStream): number => (random.below(30) === 0 ? random.below(32) : pick(random, DATA_BASES));

function randomOffset(random: RandomStream): number {
  if (random.below(20) === 0) return random.next() >> 17;
  const offset = random.below(256) - 128;
  return random.below(5) === 0 ? offset : offset & ~7;
}

/** Distance of a branch in words: mostly near and forward. */
function randomDistance(random: RandomStream): number {
  const kind = random.below(20);
  if (kind === 0) return random.below(4096) - 2048;
  return kind < 5 ? -random.below(12) : 1 + random.below(24);
}
