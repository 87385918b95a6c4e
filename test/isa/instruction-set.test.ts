import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Flag, Format, OPCODES, Op, type DefinedOp } from '../../src/isa/opcodes.ts';
import { FIELD_LAYOUTS } from '../../src/isa/encoding.ts';
import { decode, encode, isLegal } from '../../src/isa/instruction.ts';
import { disassemble } from '../../src/isa/disassemble.ts';
import { ALL_OPS, operandsOf, usedBits, type OperandName } from '../../src/isa/operands.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';

const LEGAL_OPS = ALL_OPS.filter((op) => (OPCODES[op].flags & Flag.Reserved) === 0);
const ZERO_BITS: Readonly<Record<Format, number>> = { [Format.R]: 2, [Format.I]: 0, [Format.U]: 0 };
const FORMAT_FIELDS = { [Format.R]: ['op', 'rd', 'rs1', 'rs2', 'rs3', 'rm'], [Format.I]: ['op', 'rd', 'rs1', 'imm15'], [Format.U]: ['op', 'rd', 'imm20'] } as const;

/** Words of an opcode with random operands in range. */
function wordOf(op: DefinedOp): fc.Arbitrary<number> {
  const values = operandsOf(op).map(({ min, max }) => fc.integer({ min, max }));
  return fc.tuple(...values).map((list) => {
    if (op === Op.AmocasD) list = list.map((value, index) => (index < 2 ? value & ~1 : value));
    return encode({ op, values: list });
  });
}

/** The first word of the text section that a line assembles to. */
function assembled(line: string): number {
  const { object, diagnostics } = assemble(line, 'line.s');
  expect(diagnostics, line).toEqual([]);
  const { data } = object!.sections[0]!;
  expect(data.length, line).toBe(4);
  return new DataView(data.buffer, data.byteOffset).getInt32(0, true);
}

test('every value of the opcode field but 0 and 127 has one row, with its own mnemonic', () => {
  expect(ALL_OPS).toHaveLength(126);
  expect(new Set(ALL_OPS.map((op) => OPCODES[op].mnemonic)).size).toBe(126);
});

test.each([Format.R, Format.I, Format.U])('the fields of format %i and its zero bits fill 32 bits without overlap', (format) => {
  let mask = 0;
  let width = 0;
  for (const name of FORMAT_FIELDS[format]) {
    const field = FIELD_LAYOUTS[name];
    const bits = ((2 ** field.width - 1) << field.shift) | 0;
    expect(mask & bits).toBe(0);
    mask |= bits;
    width += field.width;
  }
  expect(width + ZERO_BITS[format]).toBe(32);
});

test.each(ALL_OPS.map((op) => [OPCODES[op].mnemonic, op] as const))('%s uses only fields of its format, each once', (_, op) => {
  const fields = operandsOf(op).map(({ field }) => field);
  expect(new Set(fields).size).toBe(fields.length);
  for (const field of fields) expect(FORMAT_FIELDS[OPCODES[op].format]).toContain(field);
});

test.each(LEGAL_OPS.map((op) => [OPCODES[op].mnemonic, op] as const))('%s survives encode, decode, disassemble and assemble', (_, op) => {
  const relative = (va: number): string => `. + ${va | 0}`;
  fc.assert(
    fc.property(wordOf(op), fc.boolean(), (word, aliases) => {
      const instruction = decode(word);
      expect(instruction?.op).toBe(op);
      expect(encode(instruction!)).toBe(word);
      // Branch targets are printed relative to address 0, where the line is assembled. Branches beyond their reach stay short.
      const line = disassemble(word, 0, { aliases, describeAddress: relative });
      expect(assembled(line)).toBe(word);
    }),
    { numRuns: 40 },
  );
});

test('words that are no instructions are printed as data, and that assembles to them', () => {
  for (const word of [0, 127, -1, OPCODES[Op.Add].format, Op.Add | (1 << 30), Op.Add | (1 << 27), Op.Slli | (32 << 17), Op.FcvtWS | (5 << 27), Op.Csrrw, Op.FmaddD, Op.AmocasD | (1 << 7)]) {
    expect(isLegal(word), word.toString(16)).toBe(false);
    expect(disassemble(word, 0)).toBe(`.word\t0x${(word >>> 0).toString(16)}`);
    expect(assembled(disassemble(word, 0))).toBe(word | 0);
  }
});

test('any word is either legal and survives decoding, or has no decoding', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (word) => {
      const instruction = decode(word);
      expect(instruction === null).toBe(!isLegal(word));
      if (instruction !== null) expect(encode(instruction)).toBe(word);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['addi zero,zero,0', 'nop'],
  ['addi a0,zero,-5', 'li\ta0,-5'],
  ['addi a0,a1,0', 'mv\ta0,a1'],
  ['jalr zero,0(ra)', 'ret'],
  ['jalr ra,0(a5)', 'jalr\ta5'],
  ['jalr zero,8(a5)', 'jalr\tzero,8(a5)'],
  ['bge zero,a0,.+8', 'blez\ta0,0x8'],
  ['sub t0,zero,t1', 'neg\tt0,t1'],
  ['fsgnj.d fa0,fa1,fa1', 'fmv.d\tfa0,fa1'],
  ['fsgnj.d fa0,fa1,fa2', 'fsgnj.d\tfa0,fa1,fa2'],
  ['lwx a0,(a1,a2,2)', 'lwx\ta0,(a1,a2,2)'],
  ['amoadd.w.aqrl a0,a1,(a2)', 'amoadd.w\ta0,a1,(a2)'],
  ['fcvt.w.d a0,fa0,rtz', 'fcvt.w.d\ta0,fa0,rtz'],
])('%s is printed as objdump prints it', (source, text) => {
  expect(disassemble(assembled(source), 0)).toBe(text);
});

/** An instruction of RISC-V: its operands by our names, and how many bits of reach its immediate has. */
type Shape = readonly [mnemonics: string, operands: readonly OperandName[], reach: number];
const X3: readonly OperandName[] = ['rd', 'rs1', 'rs2'];
const F3: readonly OperandName[] = ['fd', 'fs1', 'fs2'];

/** RV32IMAFD_Zicsr_Zifencei as the unprivileged manual lists them. */
const RISCV: readonly Shape[] = [
  ['lui auipc', ['rd', 'upper'], 20],
  ['jal', ['rd', 'jump'], 21],
  ['jalr', ['rd', 'imm', 'rs1'], 12],
  ['beq bne blt bge bltu bgeu', ['rd', 'rs1', 'branch'], 13],
  ['lb lh lw lbu lhu', ['rd', 'imm', 'rs1'], 12],
  ['sb sh sw', ['rd', 'imm', 'rs1'], 12],
  ['addi slti sltiu xori ori andi', ['rd', 'rs1', 'imm'], 12],
  ['slli srli srai', ['rd', 'rs1', 'shamt'], 5],
  ['add sub sll slt sltu xor srl sra or and', X3, 0],
  ['fence fence.i ecall ebreak', [], 0],
  ['csrrw csrrs csrrc csrrwi csrrsi csrrci', [], 0],
  ['mul mulh mulhsu mulhu div divu rem remu', X3, 0],
  ['lr.w', ['rd', 'rs1'], 0],
  ['sc.w amoswap.w amoadd.w amoxor.w amoand.w amoor.w amomin.w amomax.w amominu.w amomaxu.w', ['rd', 'rs2', 'rs1'], 0],
  ['flw fsw fld fsd', ['fd', 'imm', 'rs1'], 12],
  ['fmadd.s fmsub.s fnmsub.s fnmadd.s fmadd.d fmsub.d fnmsub.d fnmadd.d', [], 0],
  ['fadd.s fsub.s fmul.s fdiv.s fsgnj.s fsgnjn.s fsgnjx.s fmin.s fmax.s', F3, 0],
  ['fadd.d fsub.d fmul.d fdiv.d fsgnj.d fsgnjn.d fsgnjx.d fmin.d fmax.d', F3, 0],
  ['fsqrt.s fsqrt.d fcvt.s.d fcvt.d.s', ['fd', 'fs1'], 0],
  ['feq.s flt.s fle.s feq.d flt.d fle.d', ['rd', 'fs1', 'fs2'], 0],
  ['fclass.s fclass.d fmv.x.w', ['rd', 'fs1'], 0],
  ['fcvt.w.s fcvt.wu.s fcvt.w.d fcvt.wu.d', ['rd', 'fs1', 'rm'], 0],
  ['fcvt.s.w fcvt.s.wu fcvt.d.w fcvt.d.wu fmv.w.x', ['fd', 'rs1'], 0],
];

/** Rows kept free for instructions that are illegal for now. */
const RESERVED = /^(csr|fn?m(add|sub))/;
/** Bits of reach in bytes that a target in words gains. */
const WORD_BITS = 2;

describe('each instruction of RV32IMAFD_Zicsr_Zifencei has its row', () => {
  const rows = RISCV.flatMap(([mnemonics, operands, reach]) => mnemonics.split(' ').map((mnemonic) => [mnemonic, operands, reach] as const));

  test('the list has all 118 of them', () => {
    expect(rows).toHaveLength(118);
  });

  test.each(rows)('%s', (mnemonic, operands, reach) => {
    const op = ALL_OPS.find((candidate) => OPCODES[candidate].mnemonic === mnemonic)!;
    expect(op).toBeDefined();
    expect((OPCODES[op].flags & Flag.Reserved) !== 0).toBe(RESERVED.test(mnemonic));
    const own = operandsOf(op);
    expect(own.map(({ name }) => name)).toEqual(operands);
    const target = own.find(({ name }) => ['imm', 'shamt', 'branch', 'jump', 'upper'].includes(name));
    if (target === undefined) return;
    const bits = Math.log2(target.max - target.min + 1);
    expect(['branch', 'jump'].includes(target.name) ? bits + WORD_BITS : bits).toBeGreaterThanOrEqual(reach);
  });
});

test('the used bits of an opcode are those of its operands', () => {
  expect(usedBits(Op.Ecall)).toBe(0x7f);
  expect(usedBits(Op.Lui) >>> 0).toBe(0xffffffff);
  expect(usedBits(Op.Add)).toBe(0x7f | (0x7fff << 7));
});
