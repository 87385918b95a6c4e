/**
 * Decoded instructions: the interpreter's own form of code, kept per physical frame and shared by all CPUs.
 *
 * An instruction takes two words, and a frame a slot of 1024 instructions and one end mark, in one array:
 *
 *   first word   bits 31..24 rs2 | 23..16 rs1 | 15..8 rd | 7..0 operation (an opcode, or one of Internal)
 *   second word  immediate, ready for use: see `decode`
 *
 * A zero first word means not decoded yet. Slots are filled one instruction at a time when it is first executed, emptied
 * when the frame is written, and all given up when there is no room for another frame. So decoded code is no state: dropping
 * any of it costs speed alone. Form depends on the word and its offset in the page, never on the virtual page, since frames
 * are shared.
 */
import { Field, imm15Of, imm20Of, opOf, rdOf, rmOf, rs1Of, rs2Of } from '../isa/encoding.ts';
import { Flag, Format, Op, OPCODES, type DefinedOp, type OpcodeInfo } from '../isa/opcodes.ts';
import { RegisterIndex } from './register-file.ts';
import type { CodeHolder, PhysicalMemory } from './physical-memory.ts';
import { Paging } from './pte.ts';

/** Layout of a decoded instruction and of a slot. */
export const enum Decoded {
  OperationMask = 0xff,
  RdShift = 8,
  Rs1Shift = 16,
  Rs2Shift = 24,
  RegisterMask = 0xff,
  /** Words of one instruction. */
  Stride = 2,
  /** Turns a byte distance in code into a distance in words of the slot: two words for four bytes. */
  ByteShift = 1,
  /** Words of a page's instructions; the end mark follows. */
  PageWords = 2048,
  SlotWords = 2050,
}

/** Operations that are not in the opcode table. */
export const enum Internal {
  /** Not decoded yet. */
  Undecoded = 0,
  /** A conditional branch that leaves the page: rs2 holds the opcode, the second word the distance in bytes. */
  BranchFar = 128,
  /** A direct jump that leaves the page: the second word is the distance in bytes. */
  JalFar = 129,
  /** The first word after the page. */
  PageEnd = 130,
  /** An address that somebody watches: leaves the interpreter before the instruction. */
  Probe = 131,
  /** A word that is no instruction. */
  Illegal = 132,
}

/** Slots at most: 4096 frames of code take 33 MB. */
const MAX_SLOTS = 4096;
const NO_SLOT = -1;
/**
 * Stores after which a frame loses all its decoded instructions, and stores to it are fast until the next one is executed:
 * what was code may now be data. (A loop that stores into its own page runs ten times as fast as if each store dropped all.)
 */
const MOST_STORES = 256;
const INSTRUCTION = 4;

export class DecodedCode implements CodeHolder {
  /** All slots; index = start of the slot + 2 * instruction. */
  readonly code: Int32Array;
  /** Start of each frame's slot in {@link code}, or -1. */
  readonly slots: Int32Array;

  private readonly memory: PhysicalMemory;
  /** Stores to each frame since it last held no decoded instruction. */
  private readonly stores: Uint16Array;
  private readonly capacity: number;
  private used = 0;
  /** Page offsets of watched addresses, and the words that decode to Probe there; null for all. */
  private probes: ReadonlyMap<number, ReadonlySet<number | null>> = new Map();

  constructor(memory: PhysicalMemory) {
    this.memory = memory;
    this.capacity = Math.min(memory.frameCount, MAX_SLOTS);
    this.code = new Int32Array(this.capacity * Decoded.SlotWords);
    this.slots = new Int32Array(memory.frameCount).fill(NO_SLOT);
    this.stores = new Uint16Array(memory.frameCount);
    memory.attachCode(this);
  }

  /** Gives a frame that has no slot an empty one and returns its start. May give up all other slots. */
  takeSlot(pfn: number): number {
    if (this.used === this.capacity) this.dropAllSlots();
    const slot = this.used++ * Decoded.SlotWords;
    this.code[slot + Decoded.PageWords] = Internal.PageEnd;
    this.slots[pfn] = slot;
    return slot;
  }

  /** Index of the instruction at a physical address whose frame has a slot. */
  indexOf(pa: number): number {
    return this.slots[pa >>> Paging.PageShift] + ((pa & Paging.OffsetMask) >>> Decoded.ByteShift);
  }

  /** Decodes the instruction at an index of the frame's slot into it. */
  decodeAt(pfn: number, index: number): void {
    this.memory.frameDecoded(pfn);
    const offset = (index - this.slots[pfn]) << Decoded.ByteShift;
    if (this.isProbed(pfn, offset)) this.code[index] = Internal.Probe;
    else this.decodeInto(index, pfn, offset);
  }

  /** Decodes the instruction itself where a probe stands, for one execution. */
  revealAt(pfn: number, index: number): void {
    this.decodeInto(index, pfn, (index - this.slots[pfn]) << Decoded.ByteShift);
  }

  /** Forgets one instruction, so that it is decoded again and its probe with it. */
  forgetAt(index: number): void {
    this.code[index] = Internal.Undecoded;
  }

  dropCode(pfn: number): void {
    const slot = this.slots[pfn];
    this.stores[pfn] = 0;
    if (slot !== NO_SLOT) this.code.fill(Internal.Undecoded, slot, slot + Decoded.PageWords);
  }

  forgetCode(pa: number, length: number): boolean {
    const pfn = pa >>> Paging.PageShift;
    if (this.stores[pfn] === MOST_STORES || this.slots[pfn] === NO_SLOT) {
      this.dropCode(pfn);
      return false;
    }
    this.stores[pfn]++;
    const last = this.indexOf((pa + length - 1) & ~(INSTRUCTION - 1));
    for (let index = this.indexOf(pa & ~(INSTRUCTION - 1)); index <= last; index += Decoded.Stride) this.code[index] = Internal.Undecoded;
    return true;
  }

  /** Plants probes on these words at these offsets of every page from now on; what is decoded already is dropped. */
  setProbes(wordsAt: ReadonlyMap<number, ReadonlySet<number | null>>): void {
    this.probes = wordsAt;
    for (const slot of this.slots) {
      if (slot !== NO_SLOT) this.code.fill(Internal.Undecoded, slot, slot + Decoded.PageWords);
    }
  }

  private isProbed(pfn: number, offset: number): boolean {
    const words = this.probes.get(offset);
    return words !== undefined && (words.has(null) || words.has(this.wordAt(pfn, offset)));
  }

  private wordAt(pfn: number, offset: number): number {
    return this.memory.words[((pfn << Paging.PageShift) | offset) >>> 2];
  }

  private dropAllSlots(): void {
    this.code.fill(Internal.Undecoded);
    this.slots.fill(NO_SLOT);
    this.used = 0;
  }

  private decodeInto(index: number, pfn: number, offset: number): void {
    decode(this.wordAt(pfn, offset), offset, this.code, index);
  }
}

/** Register fields of each opcode, from its operands. */
interface Shape {
  readonly info: OpcodeInfo;
  /** Bits of the word that no operand uses and that must be 0. */
  readonly zeroMask: number;
  /** Whether rd is an integer register that the instruction writes: x0 is sent to the sink. */
  readonly writesRd: boolean;
  readonly hasRounding: boolean;
  readonly hasScale: boolean;
  readonly hasShamt: boolean;
}

/** Rounding modes 0 to 4 exist. */
const LAST_ROUNDING = 4;
const LAST_SCALE = 3;
const LAST_SHAMT = 31;

const SHAPES: readonly (Shape | null)[] = Array.from({ length: Field.OpMask + 1 }, (_, op) => shapeOf(op));

function shapeOf(op: number): Shape | null {
  const info = OPCODES[op as DefinedOp] as OpcodeInfo | undefined;
  if (info === undefined || (info.flags & Flag.Reserved) !== 0) return null;
  const names = new Set(info.operands.match(/[a-z]+\d?/g) ?? []);
  const readsRd = (info.flags & Flag.Branch) !== 0 || ((info.flags & Flag.Store) !== 0 && (info.flags & Flag.Load) === 0 && op !== Op.ScW);
  return {
    info,
    zeroMask: info.format === Format.R ? unusedBits(names) : 0,
    writesRd: names.has('rd') && !readsRd,
    hasRounding: names.has('rm'),
    hasScale: names.has('scale'),
    hasShamt: names.has('shamt'),
  };
}

function unusedBits(names: ReadonlySet<string>): number {
  const used = (field: string): boolean => names.has(`r${field}`) || names.has(`f${field}`);
  let mask = 3 << (Field.RmShift + 3);
  if (!used('d')) mask |= Field.RegisterMask << Field.RdShift;
  if (!used('s1')) mask |= Field.RegisterMask << Field.Rs1Shift;
  if (!used('s2')) mask |= Field.RegisterMask << Field.Rs2Shift;
  if (!used('s3')) mask |= Field.RegisterMask << Field.Rs3Shift;
  if (!names.has('rm') && !names.has('scale')) mask |= Field.RmMask << Field.RmShift;
  return mask;
}

/** Whether a word is an instruction that may be executed. */
export function isLegal(word: number): boolean {
  const op = opOf(word);
  const shape = SHAPES[op];
  if (shape === null || (word & shape.zeroMask) !== 0) return false;
  if (shape.hasRounding && rmOf(word) > LAST_ROUNDING) return false;
  if (shape.hasScale && rmOf(word) > LAST_SCALE) return false;
  if (shape.hasShamt && (imm15Of(word) < 0 || imm15Of(word) > LAST_SHAMT)) return false;
  return op !== Op.AmocasD || ((rdOf(word) | rs2Of(word)) & 1) === 0;
}

/** Decodes the word at `offset` of its page into `code[index]` and `code[index + 1]`. */
function decode(word: number, offset: number, code: Int32Array, index: number): void {
  if (!isLegal(word)) {
    code[index] = Internal.Illegal;
    return;
  }
  const op = opOf(word);
  const { info, writesRd } = SHAPES[op]!;
  const rd = writesRd && rdOf(word) === 0 && op !== Op.AmocasD ? RegisterIndex.Sink : rdOf(word);
  if ((info.flags & Flag.Branch) !== 0) return decodeJump(op, Internal.BranchFar, rd, rs1Of(word), imm15Of(word));
  if (op === Op.Jal) return decodeJump(op, Internal.JalFar, rd, 0, imm20Of(word));
  code[index] = pack(op, rd, rs1Of(word), info.format === Format.R ? rs2Of(word) : 0);
  code[index + 1] = immediateOf(word, info.format, op);

  /** Within the page the second word is the distance in the slot, from the next instruction on. */
  function decodeJump(near: number, far: number, rd: number, rs1: number, distanceInWords: number): void {
    const target = offset + distanceInWords * 4;
    const isNear = target >= 0 && target < Paging.PageSize;
    code[index] = isNear ? pack(near, rd, rs1, 0) : pack(far, rd, rs1, near);
    code[index + 1] = isNear ? (distanceInWords - 1) * Decoded.Stride : distanceInWords * 4;
  }
}

function pack(operation: number, rd: number, rs1: number, rs2: number): number {
  return operation | (rd << Decoded.RdShift) | (rs1 << Decoded.Rs1Shift) | (rs2 << Decoded.Rs2Shift);
}

/** Second word: of U the shifted upper immediate, of I the immediate, of R the rm field (rounding mode or scale). */
function immediateOf(word: number, format: Format, op: number): number {
  if (format === Format.R) return rmOf(word);
  if (format === Format.I) return imm15Of(word);
  return op === Op.Lui || op === Op.Auipc ? imm20Of(word) << Field.Imm20Shift : imm20Of(word);
}
