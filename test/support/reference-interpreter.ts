/**
 * The plain interpreter that the real one is compared with: it fetches, decodes and executes one word at a time through the
 * plain MMU, finds the shape of a word in the opcode table, and does arithmetic the slow way (bigint, bit patterns).
 */
import { encodeR, imm15Of, imm20Of, opOf, rdOf, rmOf, rs1Of, rs2Of, rs3Of } from '../../src/isa/encoding.ts';
import { type DefinedOp, Flag, Format, Op, OPCODES, type OpcodeInfo } from '../../src/isa/opcodes.ts';
import { Access, Exit } from '../../src/machine/exit.ts';
import { bitsOfDouble, bitsOfSingle, box, classMask, convert, doubleOf, select, singleOf, unbox } from './reference-float.ts';
import { ReferenceMmu, type ReferenceOptions } from './reference-mmu.ts';

/** Fields of the current word. */
interface Fields {
  readonly op: Op;
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  readonly rm: number;
  readonly imm: number;
  readonly upper: number;
}

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;
const UINT_MAX = 2 ** 32 - 1;
const SIGN_64 = 1n << 63n;
const SIGN_32 = 0x80000000;

export class ReferenceCpu {
  readonly mmu: ReferenceMmu;
  readonly x = new Int32Array(32);
  /** Bit patterns of the float registers. */
  readonly f = new BigUint64Array(32);
  pc = 0;
  retired = 0;
  reservation: { va: number; value: number } | null = null;
  /** How often each opcode was completed. */
  readonly executed = new Map<Op, number>();
  private cycleCount = 0;

  constructor(options: ReferenceOptions) {
    this.mmu = new ReferenceMmu(options);
  }

  get cycles(): number {
    return this.cycleCount + this.mmu.cycles;
  }

  run(budget: number): Exit {
    for (let index = 0; index < budget; index++) {
      const exit = this.step();
      if (exit !== Exit.Budget) return exit;
    }
    return Exit.Budget;
  }

  /** What the kernel does when a system call is done. */
  completeSyscall(): void {
    this.retire(1, Op.Ecall);
    this.pc = (this.pc + 4) >>> 0;
  }

  /** Executes one instruction; Exit.Budget means that it was completed. */
  step(): Exit {
    const { mmu } = this;
    if (this.pc % 4 !== 0) return this.leave(mmu.refuse(Exit.Misaligned, this.pc, Access.Fetch, 0));
    const pa = mmu.translate(this.pc, Access.Fetch);
    if (pa < 0) return mmu.fault.exit;
    const word = mmu.ram.getInt32(pa, true);
    const info = legalInfo(word);
    if (info === null) return this.leave(mmu.refuse(Exit.IllegalInstruction, this.pc, Access.Fetch, 0));
    const op = opOf(word);
    if (op === Op.Ecall) return Exit.Syscall;
    if (op === Op.Ebreak) return Exit.Breakpoint;
    const fields: Fields = { op, rd: rdOf(word), rs1: rs1Of(word), rs2: rs2Of(word), rm: rmOf(word), imm: imm15Of(word), upper: imm20Of(word) };
    const next = this.execute(fields, info);
    this.x[0] = 0;
    if (next === null) return mmu.fault.exit;
    this.pc = next >>> 0;
    this.retire(info.cycles, op);
    return Exit.Budget;
  }

  private leave(_fault: -1): Exit {
    return this.mmu.fault.exit;
  }

  private retire(cycles: number, op: Op): void {
    this.retired++;
    this.cycleCount += cycles;
    this.executed.set(op, (this.executed.get(op) ?? 0) + 1);
  }

  /** Returns the next pc, or null after a fault. */
  private execute(fields: Fields, info: OpcodeInfo): number | null {
    const { op, rd, rs1, imm, upper } = fields;
    const following = this.pc + 4;
    if ((info.flags & Flag.Branch) !== 0) return this.isTaken(op, this.x[rd], this.x[rs1]) ? this.pc + imm * 4 : following;
    if (op === Op.Jal) {
      this.x[rd] = following;
      return this.pc + upper * 4;
    }
    if (op === Op.Jalr) {
      const target = (this.x[rs1] + imm) & ~1;
      this.x[rd] = following;
      return target;
    }
    if ((info.flags & Flag.Atomic) !== 0) return this.atomic(fields) ? following : null;
    if ((info.flags & (Flag.Load | Flag.Store)) !== 0) return this.transfer(fields) ? following : null;
    if (op === Op.Fence || op === Op.FenceI) return following;
    if (info.operands.includes('f')) this.float(fields);
    else this.x[rd] = this.integer(fields);
    return following;
  }

  private isTaken(op: Op, left: number, right: number): boolean {
    const unsigned = (value: number): number => value >>> 0;
    switch (op) {
      case Op.Beq: return left === right;
      case Op.Bne: return left !== right;
      case Op.Blt: return left < right;
      case Op.Bge: return left >= right;
      case Op.Bltu: return unsigned(left) < unsigned(right);
      default: return unsigned(left) >= unsigned(right);
    }
  }

  private integer({ op, rd: _rd, rs1, rs2, imm, upper }: Fields): number {
    const a = BigInt(this.x[rs1]);
    const b = BigInt(this.x[rs2]);
    const ua = BigInt.asUintN(32, a);
    const ub = BigInt.asUintN(32, b);
    const i = BigInt(imm);
    const shift = ub % 32n;
    const truth = (value: boolean): bigint => (value ? 1n : 0n);
    const compute = (): bigint => {
      switch (op) {
        case Op.Lui: return BigInt(upper) << 12n;
        case Op.Auipc: return BigInt(this.pc) + (BigInt(upper) << 12n);
        case Op.Addi: return a + i;
        case Op.Slti: return truth(a < i);
        case Op.Sltiu: return truth(ua < BigInt.asUintN(32, i));
        case Op.Xori: return a ^ i;
        case Op.Ori: return a | i;
        case Op.Andi: return a & i;
        case Op.Slli: return a << i;
        case Op.Srli: return ua >> i;
        case Op.Srai: return a >> i;
        case Op.Add: return a + b;
        case Op.Sub: return a - b;
        case Op.Sll: return a << shift;
        case Op.Slt: return truth(a < b);
        case Op.Sltu: return truth(ua < ub);
        case Op.Xor: return a ^ b;
        case Op.Srl: return ua >> shift;
        case Op.Sra: return a >> shift;
        case Op.Or: return a | b;
        case Op.And: return a & b;
        case Op.Mul: return a * b;
        case Op.Mulh: return (a * b) >> 32n;
        case Op.Mulhsu: return (a * ub) >> 32n;
        case Op.Mulhu: return (ua * ub) >> 32n;
        case Op.Div: return b === 0n ? -1n : a / b;
        case Op.Divu: return b === 0n ? -1n : ua / ub;
        case Op.Rem: return b === 0n ? a : a % b;
        case Op.Remu: return b === 0n ? a : ua % ub;
        default: throw new Error(`reference: no integer operation ${op}`);
      }
    };
    return Number(BigInt.asIntN(32, compute()));
  }

  private transfer({ op, rd, rs1, rs2, rm, imm }: Fields): boolean {
    const isIndexed = op >= Op.Lbux;
    const va = (this.x[rs1] + (isIndexed ? this.x[rs2] << rm : imm)) >>> 0;
    const info = OPCODES[op as DefinedOp];
    const length = lengthOf(op);
    if ((info.flags & Flag.Load) !== 0) {
      const value = this.loadBits(va, length);
      if (value === null) return false;
      if (op === Op.Flw) this.f[rd] = box(Number(value));
      else if (info.operands.startsWith('fd')) this.f[rd] = value;
      else this.x[rd] = Number(op === Op.Lb || op === Op.Lh ? BigInt.asIntN(length * 8, value) : value);
      return true;
    }
    const value = info.operands.startsWith('fd') ? this.f[rd] : BigInt.asUintN(32, BigInt(this.x[rd]));
    return this.storeBits(va, length, value);
  }

  private loadBits(va: number, length: number): bigint | null {
    const addresses = this.mmu.translateBytes(va, length, Access.Load);
    if (addresses === null) return null;
    return addresses.reduceRight((value, pa) => (value << 8n) | BigInt(this.mmu.bytes[pa]), 0n);
  }

  private storeBits(va: number, length: number, value: bigint): boolean {
    const addresses = this.mmu.translateBytes(va, length, Access.Store);
    if (addresses === null) return false;
    addresses.forEach((pa, index) => { this.mmu.bytes[pa] = Number((value >> BigInt(8 * index)) & 0xffn); });
    return true;
  }

  private atomic({ op, rd, rs1, rs2 }: Fields): boolean {
    const va = this.x[rs1] >>> 0;
    const access = op === Op.LrW ? Access.Load : Access.Store;
    if (va % (op === Op.AmocasD ? 8 : 4) !== 0) {
      this.mmu.refuse(Exit.Misaligned, va, access, 0);
      return false;
    }
    const pa = this.mmu.translate(va, access);
    if (pa < 0) return false;
    const { ram } = this.mmu;
    const old = ram.getInt32(pa, true);
    if (op === Op.LrW) {
      this.reservation = { va, value: old };
      this.x[rd] = old;
    } else if (op === Op.ScW) {
      const succeeds = this.reservation !== null && this.reservation.va === va && this.reservation.value === old;
      if (succeeds) ram.setInt32(pa, this.x[rs2], true);
      this.reservation = null;
      this.x[rd] = succeeds ? 0 : 1;
    } else if (op === Op.AmocasD) {
      const pair = (register: number): number[] => (register === 0 ? [0, 0] : [this.x[register], this.x[register + 1]]);
      const held = [old, ram.getInt32(pa + 4, true)];
      const expected = pair(rd);
      const wanted = pair(rs2);
      if (held[0] === expected[0] && held[1] === expected[1]) wanted.forEach((half, index) => ram.setInt32(pa + 4 * index, half, true));
      if (rd !== 0) held.forEach((half, index) => { this.x[rd + index] = half; });
    } else {
      ram.setInt32(pa, this.combine(op, old, this.x[rs2], this.x[rd]), true);
      this.x[rd] = old;
    }
    return true;
  }

  private combine(op: Op, old: number, operand: number, expected: number): number {
    switch (op) {
      case Op.AmoswapW: return operand;
      case Op.AmoaddW: return old + operand;
      case Op.AmoxorW: return old ^ operand;
      case Op.AmoandW: return old & operand;
      case Op.AmoorW: return old | operand;
      case Op.AmominW: return old < operand ? old : operand;
      case Op.AmomaxW: return old > operand ? old : operand;
      case Op.AmominuW: return Math.min(old >>> 0, operand >>> 0);
      case Op.AmomaxuW: return Math.max(old >>> 0, operand >>> 0);
      case Op.AmocasW: return old === expected ? operand : old;
      default: throw new Error(`reference: no atomic operation ${op}`);
    }
  }

  private float(fields: Fields): void {
    const { op, rd, rs1 } = fields;
    if (op === Op.FcvtSD) this.f[rd] = box(bitsOfSingle(doubleOf(this.f[rs1])));
    else if (op === Op.FcvtDS) this.f[rd] = bitsOfDouble(singleOf(unbox(this.f[rs1])));
    else if (op === Op.FmvXW) this.x[rd] = Number(this.f[rs1] & 0xffffffffn);
    else if (op === Op.FmvWX) this.f[rd] = box(this.x[rs1]);
    else if (op < Op.Fld) this.single(fields);
    else this.double(fields);
  }

  private single({ op, rd, rs1, rs2, rm }: Fields): void {
    const aBits = unbox(this.f[rs1]);
    const bBits = unbox(this.f[rs2]);
    const a = singleOf(aBits);
    const b = singleOf(bBits);
    const put = (value: number): void => { this.f[rd] = box(bitsOfSingle(value)); };
    const sign = (bit: number): void => { this.f[rd] = box((aBits & INT_MAX) | bit); };
    switch (op) {
      case Op.FaddS: return put(Math.fround(a + b));
      case Op.FsubS: return put(Math.fround(a - b));
      case Op.FmulS: return put(Math.fround(a * b));
      case Op.FdivS: return put(Math.fround(a / b));
      case Op.FsqrtS: return put(Math.fround(Math.sqrt(a)));
      case Op.FsgnjS: return sign(bBits & SIGN_32);
      case Op.FsgnjnS: return sign(~bBits & SIGN_32);
      case Op.FsgnjxS: return sign((aBits ^ bBits) & SIGN_32);
      case Op.FminS: return put(select(a, b, true));
      case Op.FmaxS: return put(select(a, b, false));
      case Op.FeqS: this.x[rd] = Number(a === b); return;
      case Op.FltS: this.x[rd] = Number(a < b); return;
      case Op.FleS: this.x[rd] = Number(a <= b); return;
      case Op.FclassS: this.x[rd] = classMask(BigInt(aBits), 8, 23); return;
      case Op.FcvtWS: this.x[rd] = convert(a, rm, INT_MIN, INT_MAX); return;
      case Op.FcvtWuS: this.x[rd] = convert(a, rm, 0, UINT_MAX); return;
      case Op.FcvtSW: return put(Math.fround(this.x[rs1]));
      case Op.FcvtSWu: return put(Math.fround(this.x[rs1] >>> 0));
      default: throw new Error(`reference: no float32 operation ${op}`);
    }
  }

  private double({ op, rd, rs1, rs2, rm }: Fields): void {
    const aBits = this.f[rs1];
    const bBits = this.f[rs2];
    const a = doubleOf(aBits);
    const b = doubleOf(bBits);
    const put = (value: number): void => { this.f[rd] = bitsOfDouble(value); };
    const sign = (bit: bigint): void => { this.f[rd] = (aBits & ~SIGN_64) | bit; };
    switch (op) {
      case Op.FaddD: return put(a + b);
      case Op.FsubD: return put(a - b);
      case Op.FmulD: return put(a * b);
      case Op.FdivD: return put(a / b);
      case Op.FsqrtD: return put(Math.sqrt(a));
      case Op.FsgnjD: return sign(bBits & SIGN_64);
      case Op.FsgnjnD: return sign(~bBits & SIGN_64);
      case Op.FsgnjxD: return sign((aBits ^ bBits) & SIGN_64);
      case Op.FminD: return put(select(a, b, true));
      case Op.FmaxD: return put(select(a, b, false));
      case Op.FeqD: this.x[rd] = Number(a === b); return;
      case Op.FltD: this.x[rd] = Number(a < b); return;
      case Op.FleD: this.x[rd] = Number(a <= b); return;
      case Op.FclassD: this.x[rd] = classMask(aBits, 11, 52); return;
      case Op.FcvtWD: this.x[rd] = convert(a, rm, INT_MIN, INT_MAX); return;
      case Op.FcvtWuD: this.x[rd] = convert(a, rm, 0, UINT_MAX); return;
      case Op.FcvtDW: return put(this.x[rs1]);
      case Op.FcvtDWu: return put(this.x[rs1] >>> 0);
      default: throw new Error(`reference: no float64 operation ${op}`);
    }
  }
}

/** Bytes that a load or store moves. */
function lengthOf(op: Op): number {
  switch (op) {
    case Op.Lb: case Op.Lbu: case Op.Sb: case Op.Lbux: case Op.Sbx: return 1;
    case Op.Lh: case Op.Lhu: case Op.Sh: return 2;
    case Op.Fld: case Op.Fsd: case Op.Fldx: case Op.Fsdx: return 8;
    default: return 4;
  }
}

/** The row of a word, or null if it is no instruction. */
function legalInfo(word: number): OpcodeInfo | null {
  const info = OPCODES[opOf(word) as DefinedOp] as OpcodeInfo | undefined;
  if (info === undefined || (info.flags & Flag.Reserved) !== 0) return null;
  if (info.operands.includes('shamt') && (imm15Of(word) < 0 || imm15Of(word) > 31)) return null;
  if (info.format !== Format.R) return info;
  const names = info.operands.split(/[^a-z0-9]+/);
  const keep = (field: string, value: number): number => (names.includes(`r${field}`) || names.includes(`f${field}`) ? value : 0);
  const limit = names.includes('rm') ? 4 : names.includes('scale') ? 3 : 0;
  if (rmOf(word) > limit) return null;
  const rebuilt = encodeR(opOf(word), {
    rd: keep('d', rdOf(word)), rs1: keep('s1', rs1Of(word)), rs2: keep('s2', rs2Of(word)), rs3: keep('s3', rs3Of(word)), rm: rmOf(word),
  });
  if (rebuilt !== word) return null;
  return opOf(word) === Op.AmocasD && (rdOf(word) % 2 !== 0 || rs2Of(word) % 2 !== 0) ? null : info;
}
