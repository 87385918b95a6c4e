/**
 * The instruction set: one table, from which the assembler, the disassembler, docs/ISA.md, traces and the generator of
 * random programs are derived. Only the semantics are written elsewhere, by hand: machine/interpreter.ts.
 *
 * Integer, multiply/divide, atomic and float semantics are those of RISC-V's I, M, A, F and D, one opcode for each of its
 * instructions, with the same register numbers and at least the same reach. `amocas` and the indexed accesses are ours.
 * Words 0 and 127 in the opcode field are illegal for ever, so zero-filled and one-filled pages trap.
 */

/** Where the fields of a word lie: see encoding.ts, which owns them. */
export const enum Format {
  /** `op rd rs1 rs2 rs3 rm 00`: registers only; fields that `operands` does not name are zero, else the word is illegal. */
  R,
  /** `op rd rs1 imm15`: immediates, loads, stores, compare-and-branch. */
  I,
  /** `op rd imm20`: upper immediates, direct jump and call. */
  U,
}

/** What an instruction may do besides computing; a bit set. */
export const enum Flag {
  None = 0,
  Branch = 1,
  Jump = 2,
  Load = 4,
  Store = 8,
  Atomic = 16,
  /** Always leaves the interpreter. */
  Trap = 32,
  /** A row kept for later; executing it is an illegal instruction. */
  Reserved = 64,
}

/** The value of the 7-bit opcode field. */
export const enum Op {
  /** Never assigned. */
  Illegal = 0,
  // Upper immediates and jumps
  Lui = 1,
  Auipc = 2,
  Jal = 3,
  Jalr = 4,
  // Branches: rd and rs1 are both read
  Beq = 5,
  Bne = 6,
  Blt = 7,
  Bge = 8,
  Bltu = 9,
  Bgeu = 10,
  // Loads
  Lb = 11,
  Lh = 12,
  Lw = 13,
  Lbu = 14,
  Lhu = 15,
  // Stores: rd is read
  Sb = 16,
  Sh = 17,
  Sw = 18,
  // Integer arithmetic with an immediate
  Addi = 19,
  Slti = 20,
  Sltiu = 21,
  Xori = 22,
  Ori = 23,
  Andi = 24,
  Slli = 25,
  Srli = 26,
  Srai = 27,
  // Integer arithmetic
  Add = 28,
  Sub = 29,
  Sll = 30,
  Slt = 31,
  Sltu = 32,
  Xor = 33,
  Srl = 34,
  Sra = 35,
  Or = 36,
  And = 37,
  // Environment
  Fence = 38,
  FenceI = 39,
  Ecall = 40,
  Ebreak = 41,
  // Control and status registers: reserved
  Csrrw = 42,
  Csrrs = 43,
  Csrrc = 44,
  Csrrwi = 45,
  Csrrsi = 46,
  Csrrci = 47,
  // Multiply and divide (division never traps: x / 0 = -1, x % 0 = x, MIN / -1 = MIN, MIN % -1 = 0)
  Mul = 48,
  Mulh = 49,
  Mulhsu = 50,
  Mulhu = 51,
  Div = 52,
  Divu = 53,
  Rem = 54,
  Remu = 55,
  // Atomics (a misaligned address raises BUS_ADRALN)
  LrW = 56,
  ScW = 57,
  AmoswapW = 58,
  AmoaddW = 59,
  AmoxorW = 60,
  AmoandW = 61,
  AmoorW = 62,
  AmominW = 63,
  AmomaxW = 64,
  AmominuW = 65,
  AmomaxuW = 66,
  AmocasW = 67,
  AmocasD = 68,
  // float32 (values lie NaN-boxed in the 64-bit registers)
  Flw = 69,
  Fsw = 70,
  FmaddS = 71,
  FmsubS = 72,
  FnmsubS = 73,
  FnmaddS = 74,
  FaddS = 75,
  FsubS = 76,
  FmulS = 77,
  FdivS = 78,
  FsqrtS = 79,
  FsgnjS = 80,
  FsgnjnS = 81,
  FsgnjxS = 82,
  FminS = 83,
  FmaxS = 84,
  FeqS = 85,
  FltS = 86,
  FleS = 87,
  FclassS = 88,
  FcvtWS = 89,
  FcvtWuS = 90,
  FcvtSW = 91,
  FcvtSWu = 92,
  FmvXW = 93,
  FmvWX = 94,
  // float64
  Fld = 95,
  Fsd = 96,
  FmaddD = 97,
  FmsubD = 98,
  FnmsubD = 99,
  FnmaddD = 100,
  FaddD = 101,
  FsubD = 102,
  FmulD = 103,
  FdivD = 104,
  FsqrtD = 105,
  FsgnjD = 106,
  FsgnjnD = 107,
  FsgnjxD = 108,
  FminD = 109,
  FmaxD = 110,
  FeqD = 111,
  FltD = 112,
  FleD = 113,
  FclassD = 114,
  FcvtWD = 115,
  FcvtWuD = 116,
  FcvtDW = 117,
  FcvtDWu = 118,
  FcvtSD = 119,
  FcvtDS = 120,
  // Indexed loads and stores: address rs1 + (rs2 << scale), scale 0 to 3 in rm
  Lbux = 121,
  Lwx = 122,
  Fldx = 123,
  Sbx = 124,
  Swx = 125,
  Fsdx = 126,
  /** Never assigned. */
  IllegalOnes = 127,
}

/** The opcodes that have a row. */
export type DefinedOp = Exclude<Op, Op.Illegal | Op.IllegalOnes>;

export interface OpcodeInfo {
  readonly mnemonic: string;
  readonly format: Format;
  /**
   * Operands in assembly order, in the words of operands.ts: `rd rs1 rs2 rs3` integer and `fd fs1 fs2 fs3` float registers
   * in the fields of that name, `imm` imm15, `shamt` imm15 of 0 to 31, `branch` imm15 in words and `jump` imm20 in words from
   * this instruction, `upper` imm20, `rm` a rounding mode (rne rtz rdn rup rmm), `scale` 0 to 3 in the rm field.
   */
  readonly operands: string;
  /** One line, in which `u` marks unsigned. */
  readonly effect: string;
  readonly flags: Flag;
  /** Cost in cycles of the virtual clock, without its memory. */
  readonly cycles: number;
}

function row(mnemonic: string, format: Format, operands: string, effect: string, flags: Flag, cycles = 1): OpcodeInfo {
  return { mnemonic, format, operands, effect, flags, cycles };
}

export const OPCODES: Readonly<Record<DefinedOp, OpcodeInfo>> = {
  // Upper immediates and jumps
  [Op.Lui]: row('lui', Format.U, 'rd, upper', 'rd = upper << 12', Flag.None),
  [Op.Auipc]: row('auipc', Format.U, 'rd, upper', 'rd = pc + (upper << 12)', Flag.None),
  [Op.Jal]: row('jal', Format.U, 'rd, jump', 'rd = pc + 4; pc += jump * 4', Flag.Jump),
  [Op.Jalr]: row('jalr', Format.I, 'rd, imm(rs1)', 't = rs1 + imm; rd = pc + 4; pc = t & ~1', Flag.Jump),

  // Branches: rd and rs1 are both read
  [Op.Beq]: row('beq', Format.I, 'rd, rs1, branch', 'if (rd == rs1) pc += branch * 4', Flag.Branch),
  [Op.Bne]: row('bne', Format.I, 'rd, rs1, branch', 'if (rd != rs1) pc += branch * 4', Flag.Branch),
  [Op.Blt]: row('blt', Format.I, 'rd, rs1, branch', 'if (rd < rs1) pc += branch * 4', Flag.Branch),
  [Op.Bge]: row('bge', Format.I, 'rd, rs1, branch', 'if (rd >= rs1) pc += branch * 4', Flag.Branch),
  [Op.Bltu]: row('bltu', Format.I, 'rd, rs1, branch', 'if (rd <u rs1) pc += branch * 4', Flag.Branch),
  [Op.Bgeu]: row('bgeu', Format.I, 'rd, rs1, branch', 'if (rd >=u rs1) pc += branch * 4', Flag.Branch),

  // Loads
  [Op.Lb]: row('lb', Format.I, 'rd, imm(rs1)', 'rd = sext8(mem[rs1 + imm])', Flag.Load),
  [Op.Lh]: row('lh', Format.I, 'rd, imm(rs1)', 'rd = sext16(mem[rs1 + imm])', Flag.Load),
  [Op.Lw]: row('lw', Format.I, 'rd, imm(rs1)', 'rd = mem32[rs1 + imm]', Flag.Load),
  [Op.Lbu]: row('lbu', Format.I, 'rd, imm(rs1)', 'rd = zext8(mem[rs1 + imm])', Flag.Load),
  [Op.Lhu]: row('lhu', Format.I, 'rd, imm(rs1)', 'rd = zext16(mem[rs1 + imm])', Flag.Load),

  // Stores: rd is read
  [Op.Sb]: row('sb', Format.I, 'rd, imm(rs1)', 'mem8[rs1 + imm] = rd', Flag.Store),
  [Op.Sh]: row('sh', Format.I, 'rd, imm(rs1)', 'mem16[rs1 + imm] = rd', Flag.Store),
  [Op.Sw]: row('sw', Format.I, 'rd, imm(rs1)', 'mem32[rs1 + imm] = rd', Flag.Store),

  // Integer arithmetic with an immediate
  [Op.Addi]: row('addi', Format.I, 'rd, rs1, imm', 'rd = rs1 + imm', Flag.None),
  [Op.Slti]: row('slti', Format.I, 'rd, rs1, imm', 'rd = rs1 < imm', Flag.None),
  [Op.Sltiu]: row('sltiu', Format.I, 'rd, rs1, imm', 'rd = rs1 <u imm', Flag.None),
  [Op.Xori]: row('xori', Format.I, 'rd, rs1, imm', 'rd = rs1 ^ imm', Flag.None),
  [Op.Ori]: row('ori', Format.I, 'rd, rs1, imm', 'rd = rs1 | imm', Flag.None),
  [Op.Andi]: row('andi', Format.I, 'rd, rs1, imm', 'rd = rs1 & imm', Flag.None),
  [Op.Slli]: row('slli', Format.I, 'rd, rs1, shamt', 'rd = rs1 << shamt', Flag.None),
  [Op.Srli]: row('srli', Format.I, 'rd, rs1, shamt', 'rd = rs1 >>u shamt', Flag.None),
  [Op.Srai]: row('srai', Format.I, 'rd, rs1, shamt', 'rd = rs1 >> shamt', Flag.None),

  // Integer arithmetic
  [Op.Add]: row('add', Format.R, 'rd, rs1, rs2', 'rd = rs1 + rs2', Flag.None),
  [Op.Sub]: row('sub', Format.R, 'rd, rs1, rs2', 'rd = rs1 - rs2', Flag.None),
  [Op.Sll]: row('sll', Format.R, 'rd, rs1, rs2', 'rd = rs1 << (rs2 & 31)', Flag.None),
  [Op.Slt]: row('slt', Format.R, 'rd, rs1, rs2', 'rd = rs1 < rs2', Flag.None),
  [Op.Sltu]: row('sltu', Format.R, 'rd, rs1, rs2', 'rd = rs1 <u rs2', Flag.None),
  [Op.Xor]: row('xor', Format.R, 'rd, rs1, rs2', 'rd = rs1 ^ rs2', Flag.None),
  [Op.Srl]: row('srl', Format.R, 'rd, rs1, rs2', 'rd = rs1 >>u (rs2 & 31)', Flag.None),
  [Op.Sra]: row('sra', Format.R, 'rd, rs1, rs2', 'rd = rs1 >> (rs2 & 31)', Flag.None),
  [Op.Or]: row('or', Format.R, 'rd, rs1, rs2', 'rd = rs1 | rs2', Flag.None),
  [Op.And]: row('and', Format.R, 'rd, rs1, rs2', 'rd = rs1 & rs2', Flag.None),

  // Environment
  [Op.Fence]: row('fence', Format.R, '', 'order memory accesses of this CPU', Flag.None),
  [Op.FenceI]: row('fence.i', Format.R, '', 'make stores to code visible to fetch', Flag.None),
  [Op.Ecall]: row('ecall', Format.R, '', 'system call', Flag.Trap),
  [Op.Ebreak]: row('ebreak', Format.R, '', 'breakpoint trap', Flag.Trap),

  // Control and status registers: reserved
  [Op.Csrrw]: row('csrrw', Format.I, '', 'reserved', Flag.Reserved),
  [Op.Csrrs]: row('csrrs', Format.I, '', 'reserved', Flag.Reserved),
  [Op.Csrrc]: row('csrrc', Format.I, '', 'reserved', Flag.Reserved),
  [Op.Csrrwi]: row('csrrwi', Format.I, '', 'reserved', Flag.Reserved),
  [Op.Csrrsi]: row('csrrsi', Format.I, '', 'reserved', Flag.Reserved),
  [Op.Csrrci]: row('csrrci', Format.I, '', 'reserved', Flag.Reserved),

  // Multiply and divide (division never traps: x / 0 = -1, x % 0 = x, MIN / -1 = MIN, MIN % -1 = 0)
  [Op.Mul]: row('mul', Format.R, 'rd, rs1, rs2', 'rd = low32(rs1 * rs2)', Flag.None, 3),
  [Op.Mulh]: row('mulh', Format.R, 'rd, rs1, rs2', 'rd = high32(rs1 * rs2)', Flag.None, 3),
  [Op.Mulhsu]: row('mulhsu', Format.R, 'rd, rs1, rs2', 'rd = high32(rs1 * u(rs2))', Flag.None, 3),
  [Op.Mulhu]: row('mulhu', Format.R, 'rd, rs1, rs2', 'rd = high32(u(rs1) * u(rs2))', Flag.None, 3),
  [Op.Div]: row('div', Format.R, 'rd, rs1, rs2', 'rd = rs1 / rs2', Flag.None, 20),
  [Op.Divu]: row('divu', Format.R, 'rd, rs1, rs2', 'rd = rs1 /u rs2', Flag.None, 20),
  [Op.Rem]: row('rem', Format.R, 'rd, rs1, rs2', 'rd = rs1 % rs2', Flag.None, 20),
  [Op.Remu]: row('remu', Format.R, 'rd, rs1, rs2', 'rd = rs1 %u rs2', Flag.None, 20),

  // Atomics (a misaligned address raises BUS_ADRALN)
  [Op.LrW]: row('lr.w', Format.R, 'rd, (rs1)', 'rd = mem32[rs1]; reserve it with its value', Flag.Load | Flag.Atomic),
  [Op.ScW]: row('sc.w', Format.R, 'rd, rs2, (rs1)', 'if still reserved and unchanged: mem32[rs1] = rs2, rd = 0; else rd = 1', Flag.Store | Flag.Atomic),
  [Op.AmoswapW]: row('amoswap.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = rs2; rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmoaddW]: row('amoadd.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = old + rs2; rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmoxorW]: row('amoxor.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = old ^ rs2; rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmoandW]: row('amoand.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = old & rs2; rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmoorW]: row('amoor.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = old | rs2; rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmominW]: row('amomin.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = min(old, rs2); rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmomaxW]: row('amomax.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = max(old, rs2); rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmominuW]: row('amominu.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = minu(old, rs2); rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmomaxuW]: row('amomaxu.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; mem32[rs1] = maxu(old, rs2); rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmocasW]: row('amocas.w', Format.R, 'rd, rs2, (rs1)', 'old = mem32[rs1]; if (old == rd) mem32[rs1] = rs2; rd = old', Flag.Load | Flag.Store | Flag.Atomic),
  [Op.AmocasD]: row('amocas.d', Format.R, 'rd, rs2, (rs1)', 'the same on 64 bits in the even pairs rd:rd+1 and rs2:rs2+1, 8-byte aligned', Flag.Load | Flag.Store | Flag.Atomic),

  // float32 (values lie NaN-boxed in the 64-bit registers)
  [Op.Flw]: row('flw', Format.I, 'fd, imm(rs1)', 'fd = mem32[rs1 + imm], NaN-boxed', Flag.Load),
  [Op.Fsw]: row('fsw', Format.I, 'fd, imm(rs1)', 'mem32[rs1 + imm] = fd (fd is read)', Flag.Store),
  [Op.FmaddS]: row('fmadd.s', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FmsubS]: row('fmsub.s', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FnmsubS]: row('fnmsub.s', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FnmaddS]: row('fnmadd.s', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FaddS]: row('fadd.s', Format.R, 'fd, fs1, fs2', 'fd = fs1 + fs2', Flag.None),
  [Op.FsubS]: row('fsub.s', Format.R, 'fd, fs1, fs2', 'fd = fs1 - fs2', Flag.None),
  [Op.FmulS]: row('fmul.s', Format.R, 'fd, fs1, fs2', 'fd = fs1 * fs2', Flag.None, 3),
  [Op.FdivS]: row('fdiv.s', Format.R, 'fd, fs1, fs2', 'fd = fs1 / fs2', Flag.None, 20),
  [Op.FsqrtS]: row('fsqrt.s', Format.R, 'fd, fs1', 'fd = sqrt(fs1)', Flag.None, 20),
  [Op.FsgnjS]: row('fsgnj.s', Format.R, 'fd, fs1, fs2', 'fd = fs1 with the sign of fs2', Flag.None),
  [Op.FsgnjnS]: row('fsgnjn.s', Format.R, 'fd, fs1, fs2', 'fd = fs1 with the opposite sign of fs2', Flag.None),
  [Op.FsgnjxS]: row('fsgnjx.s', Format.R, 'fd, fs1, fs2', 'fd = fs1 with its sign xor that of fs2', Flag.None),
  [Op.FminS]: row('fmin.s', Format.R, 'fd, fs1, fs2', 'fd = min(fs1, fs2): the other operand if one is NaN, -0 < +0', Flag.None),
  [Op.FmaxS]: row('fmax.s', Format.R, 'fd, fs1, fs2', 'fd = max(fs1, fs2): the other operand if one is NaN, -0 < +0', Flag.None),
  [Op.FeqS]: row('feq.s', Format.R, 'rd, fs1, fs2', 'rd = fs1 == fs2 (0 if either is NaN)', Flag.None),
  [Op.FltS]: row('flt.s', Format.R, 'rd, fs1, fs2', 'rd = fs1 < fs2 (0 if either is NaN)', Flag.None),
  [Op.FleS]: row('fle.s', Format.R, 'rd, fs1, fs2', 'rd = fs1 <= fs2 (0 if either is NaN)', Flag.None),
  [Op.FclassS]: row('fclass.s', Format.R, 'rd, fs1', 'rd = class mask of fs1 (bits 0 to 9 as in RISC-V)', Flag.None),
  [Op.FcvtWS]: row('fcvt.w.s', Format.R, 'rd, fs1, rm', 'rd = int32(fs1), rounded by rm, saturating, NaN to 2^31-1', Flag.None),
  [Op.FcvtWuS]: row('fcvt.wu.s', Format.R, 'rd, fs1, rm', 'rd = uint32(fs1), rounded by rm, saturating, NaN to 2^32-1', Flag.None),
  [Op.FcvtSW]: row('fcvt.s.w', Format.R, 'fd, rs1', 'fd = float(rs1)', Flag.None),
  [Op.FcvtSWu]: row('fcvt.s.wu', Format.R, 'fd, rs1', 'fd = float(u(rs1))', Flag.None),
  [Op.FmvXW]: row('fmv.x.w', Format.R, 'rd, fs1', 'rd = low 32 bits of fs1', Flag.None),
  [Op.FmvWX]: row('fmv.w.x', Format.R, 'fd, rs1', 'fd = NaN-boxed bits of rs1', Flag.None),

  // float64
  [Op.Fld]: row('fld', Format.I, 'fd, imm(rs1)', 'fd = mem64[rs1 + imm]', Flag.Load),
  [Op.Fsd]: row('fsd', Format.I, 'fd, imm(rs1)', 'mem64[rs1 + imm] = fd (fd is read)', Flag.Store),
  [Op.FmaddD]: row('fmadd.d', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FmsubD]: row('fmsub.d', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FnmsubD]: row('fnmsub.d', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FnmaddD]: row('fnmadd.d', Format.R, '', 'reserved', Flag.Reserved),
  [Op.FaddD]: row('fadd.d', Format.R, 'fd, fs1, fs2', 'fd = fs1 + fs2', Flag.None),
  [Op.FsubD]: row('fsub.d', Format.R, 'fd, fs1, fs2', 'fd = fs1 - fs2', Flag.None),
  [Op.FmulD]: row('fmul.d', Format.R, 'fd, fs1, fs2', 'fd = fs1 * fs2', Flag.None, 3),
  [Op.FdivD]: row('fdiv.d', Format.R, 'fd, fs1, fs2', 'fd = fs1 / fs2', Flag.None, 20),
  [Op.FsqrtD]: row('fsqrt.d', Format.R, 'fd, fs1', 'fd = sqrt(fs1)', Flag.None, 20),
  [Op.FsgnjD]: row('fsgnj.d', Format.R, 'fd, fs1, fs2', 'fd = fs1 with the sign of fs2', Flag.None),
  [Op.FsgnjnD]: row('fsgnjn.d', Format.R, 'fd, fs1, fs2', 'fd = fs1 with the opposite sign of fs2', Flag.None),
  [Op.FsgnjxD]: row('fsgnjx.d', Format.R, 'fd, fs1, fs2', 'fd = fs1 with its sign xor that of fs2', Flag.None),
  [Op.FminD]: row('fmin.d', Format.R, 'fd, fs1, fs2', 'fd = min(fs1, fs2): the other operand if one is NaN, -0 < +0', Flag.None),
  [Op.FmaxD]: row('fmax.d', Format.R, 'fd, fs1, fs2', 'fd = max(fs1, fs2): the other operand if one is NaN, -0 < +0', Flag.None),
  [Op.FeqD]: row('feq.d', Format.R, 'rd, fs1, fs2', 'rd = fs1 == fs2 (0 if either is NaN)', Flag.None),
  [Op.FltD]: row('flt.d', Format.R, 'rd, fs1, fs2', 'rd = fs1 < fs2 (0 if either is NaN)', Flag.None),
  [Op.FleD]: row('fle.d', Format.R, 'rd, fs1, fs2', 'rd = fs1 <= fs2 (0 if either is NaN)', Flag.None),
  [Op.FclassD]: row('fclass.d', Format.R, 'rd, fs1', 'rd = class mask of fs1 (bits 0 to 9 as in RISC-V)', Flag.None),
  [Op.FcvtWD]: row('fcvt.w.d', Format.R, 'rd, fs1, rm', 'rd = int32(fs1), rounded by rm, saturating, NaN to 2^31-1', Flag.None),
  [Op.FcvtWuD]: row('fcvt.wu.d', Format.R, 'rd, fs1, rm', 'rd = uint32(fs1), rounded by rm, saturating, NaN to 2^32-1', Flag.None),
  [Op.FcvtDW]: row('fcvt.d.w', Format.R, 'fd, rs1', 'fd = float(rs1)', Flag.None),
  [Op.FcvtDWu]: row('fcvt.d.wu', Format.R, 'fd, rs1', 'fd = float(u(rs1))', Flag.None),
  [Op.FcvtSD]: row('fcvt.s.d', Format.R, 'fd, fs1', 'fd = float32(fs1)', Flag.None),
  [Op.FcvtDS]: row('fcvt.d.s', Format.R, 'fd, fs1', 'fd = float64(fs1)', Flag.None),

  // Indexed loads and stores: address rs1 + (rs2 << scale), scale 0 to 3 in rm
  [Op.Lbux]: row('lbux', Format.R, 'rd, (rs1, rs2, scale)', 'rd = zext8(mem[rs1 + (rs2 << scale)])', Flag.Load),
  [Op.Lwx]: row('lwx', Format.R, 'rd, (rs1, rs2, scale)', 'rd = mem32[rs1 + (rs2 << scale)]', Flag.Load),
  [Op.Fldx]: row('fldx', Format.R, 'fd, (rs1, rs2, scale)', 'fd = mem64[rs1 + (rs2 << scale)]', Flag.Load),
  [Op.Sbx]: row('sbx', Format.R, 'rd, (rs1, rs2, scale)', 'mem8[rs1 + (rs2 << scale)] = rd (rd is read)', Flag.Store),
  [Op.Swx]: row('swx', Format.R, 'rd, (rs1, rs2, scale)', 'mem32[rs1 + (rs2 << scale)] = rd (rd is read)', Flag.Store),
  [Op.Fsdx]: row('fsdx', Format.R, 'fd, (rs1, rs2, scale)', 'mem64[rs1 + (rs2 << scale)] = fd (fd is read)', Flag.Store),
};
