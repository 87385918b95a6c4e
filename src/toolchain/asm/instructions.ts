/**
 * Mnemonics. Each has one or more forms, a template of operands and what it assembles to: the opcode's own syntax first,
 * then the shorter ones and the pseudo-instructions of RISC-V's assembly manual. The first form that parses is taken; if
 * none does, the message is that of the form whose values are wrong, or else of the one that got furthest.
 */
import { Reloc, hi20, lo12 } from '../../abi/elf-relocation.ts';
import { Limit } from '../../isa/encoding.ts';
import { Flag, OPCODES, Op, type DefinedOp } from '../../isa/opcodes.ts';
import { ALL_OPS, OPERANDS, templateOf } from '../../isa/operands.ts';
import { Reg } from '../../isa/registers.ts';
import type { Assembly, OperandValue } from './assembly.ts';
import { StatementError, ValueError, type Cursor } from './cursor.ts';
import { CONSTANT_OPERAND, OperandParser, cutForm, type Piece } from './operand-parser.ts';
import { absoluteValue } from './symbols.ts';

/** Appends one instruction. */
type Emit = (op: DefinedOp, ...values: OperandValue[]) => void;

interface Form {
  readonly template: readonly Piece[];
  /** Appends the instructions; returns what is wrong with the values, if anything is. */
  readonly expand: (emit: Emit, ...values: OperandValue[]) => string | void;
}

const form = (template: string, expand: Form['expand']): Form => ({ template: cutForm(template), expand });

/** The same expression under another relocation. */
function as(type: Reloc, value: OperandValue): OperandValue {
  return typeof value === 'number' ? value : { expression: value.expression, type };
}

/** Swaps two operands into an opcode: `bgt a, b` is `blt b, a`. */
const swapped = (op: DefinedOp): Form => form('rd, rs1, branch', (emit, left, right, target) => emit(op, right!, left!, target!));

/** A branch that compares with zero, which stands in the first or the second place. */
const zeroLast = (op: DefinedOp): Form => form('rs1, branch', (emit, register, target) => emit(op, register!, Reg.Zero, target!));
const zeroFirst = (op: DefinedOp): Form => form('rs1, branch', (emit, register, target) => emit(op, Reg.Zero, register!, target!));

/** A float operation on one register given twice. */
const twice = (op: DefinedOp): Form => form('fd, fs1', (emit, to, from) => emit(op, to!, from!, from!));
const compareSwapped = (op: DefinedOp): Form => form('rd, fs1, fs2', (emit, to, left, right) => emit(op, to!, right!, left!));

/** Shifts left, then right, by so many bits: sign or zero extension. */
function extension(op: DefinedOp, bits: number): Form {
  return form('rd, rs1', (emit, to, from) => {
    emit(Op.Slli, to!, from!, bits);
    emit(op, to!, to!, bits);
  });
}

function loadImmediate(emit: Emit, to: OperandValue, constant: OperandValue): string | void {
  const value = typeof constant === 'number' ? BigInt(constant) : absoluteValue(constant.expression);
  if (value === null) return loadAddress(emit, to, constant);
  if (value < -(2n ** 31n) || value >= 2n ** 32n) return `constant ${value} does not fit in 32 bits`;
  const word = BigInt.asIntN(32, value);
  if (word >= BigInt(Limit.Imm15Min) && word <= BigInt(Limit.Imm15Max)) {
    emit(Op.Addi, to, Reg.Zero, Number(word));
    return;
  }
  emit(Op.Lui, to, hi20(Number(word)));
  if (lo12(Number(word)) !== 0) emit(Op.Addi, to, to, lo12(Number(word)));
}

function loadAddress(emit: Emit, to: OperandValue, symbol: OperandValue): void {
  emit(Op.Lui, to, as(Reloc.Hi20, symbol));
  emit(Op.Addi, to, to, as(Reloc.Lo12, symbol));
}

const call = (link: Reg): Form => form('symbol', (emit, target) => emit(Op.Jal, link, as(Reloc.Call, target!)));

const PSEUDO_FORMS: Readonly<Record<string, readonly Form[]>> = {
  nop: [form('', (emit) => emit(Op.Addi, Reg.Zero, Reg.Zero, 0))],
  li: [form('rd, symbol', (emit, to, constant) => loadImmediate(emit, to!, constant!))],
  la: [form('rd, symbol', (emit, to, address) => loadAddress(emit, to!, address!))],
  lla: [form('rd, symbol', (emit, to, address) => loadAddress(emit, to!, address!))],
  mv: [form('rd, rs1', (emit, to, from) => emit(Op.Addi, to!, from!, 0))],
  not: [form('rd, rs1', (emit, to, from) => emit(Op.Xori, to!, from!, -1))],
  neg: [form('rd, rs1', (emit, to, from) => emit(Op.Sub, to!, Reg.Zero, from!))],
  seqz: [form('rd, rs1', (emit, to, from) => emit(Op.Sltiu, to!, from!, 1))],
  snez: [form('rd, rs1', (emit, to, from) => emit(Op.Sltu, to!, Reg.Zero, from!))],
  sltz: [form('rd, rs1', (emit, to, from) => emit(Op.Slt, to!, from!, Reg.Zero))],
  sgtz: [form('rd, rs1', (emit, to, from) => emit(Op.Slt, to!, Reg.Zero, from!))],
  sgt: [form('rd, rs1, rs2', (emit, to, left, right) => emit(Op.Slt, to!, right!, left!))],
  sgtu: [form('rd, rs1, rs2', (emit, to, left, right) => emit(Op.Sltu, to!, right!, left!))],
  'sext.b': [extension(Op.Srai, 24)],
  'sext.h': [extension(Op.Srai, 16)],
  'zext.h': [extension(Op.Srli, 16)],
  'zext.b': [form('rd, rs1', (emit, to, from) => emit(Op.Andi, to!, from!, 0xff))],
  beqz: [zeroLast(Op.Beq)],
  bnez: [zeroLast(Op.Bne)],
  bgez: [zeroLast(Op.Bge)],
  bltz: [zeroLast(Op.Blt)],
  blez: [zeroFirst(Op.Bge)],
  bgtz: [zeroFirst(Op.Blt)],
  bgt: [swapped(Op.Blt)],
  ble: [swapped(Op.Bge)],
  bgtu: [swapped(Op.Bltu)],
  bleu: [swapped(Op.Bgeu)],
  j: [form('jump', (emit, target) => emit(Op.Jal, Reg.Zero, target!))],
  jal: [form('jump', (emit, target) => emit(Op.Jal, Reg.Ra, target!))],
  jr: [
    form('rs1', (emit, register) => emit(Op.Jalr, Reg.Zero, 0, register!)),
    form('imm(rs1)', (emit, offset, register) => emit(Op.Jalr, Reg.Zero, offset!, register!)),
  ],
  jalr: [
    form('rs1', (emit, register) => emit(Op.Jalr, Reg.Ra, 0, register!)),
    form('rd, rs1', (emit, link, register) => emit(Op.Jalr, link!, 0, register!)),
    form('rd, rs1, imm', (emit, link, register, offset) => emit(Op.Jalr, link!, offset!, register!)),
    form('imm(rs1)', (emit, offset, register) => emit(Op.Jalr, Reg.Ra, offset!, register!)),
  ],
  ret: [form('', (emit) => emit(Op.Jalr, Reg.Zero, 0, Reg.Ra))],
  call: [call(Reg.Ra)],
  tail: [call(Reg.Zero)],
  'fence.tso': [form('', (emit) => emit(Op.Fence))],
  pause: [form('', (emit) => emit(Op.Fence))],
  // A word that is never an instruction, as RISC-V's is a write to a read-only register.
  unimp: [form('', (emit) => emit(Op.Csrrw))],
  scall: [form('', (emit) => emit(Op.Ecall))],
  sbreak: [form('', (emit) => emit(Op.Ebreak))],
  'fmv.s': [twice(Op.FsgnjS)],
  'fneg.s': [twice(Op.FsgnjnS)],
  'fabs.s': [twice(Op.FsgnjxS)],
  'fmv.d': [twice(Op.FsgnjD)],
  'fneg.d': [twice(Op.FsgnjnD)],
  'fabs.d': [twice(Op.FsgnjxD)],
  'fgt.s': [compareSwapped(Op.FltS)],
  'fge.s': [compareSwapped(Op.FleS)],
  'fgt.d': [compareSwapped(Op.FltD)],
  'fge.d': [compareSwapped(Op.FleD)],
  'fmv.x.s': [form('rd, fs1', (emit, to, from) => emit(Op.FmvXW, to!, from!))],
  'fmv.s.x': [form('fd, rs1', (emit, to, from) => emit(Op.FmvWX, to!, from!))],
};

/** Register operations that take a constant in the second place as their immediate forms do. */
const IMMEDIATE_FORMS: readonly (readonly [DefinedOp, DefinedOp])[] = [
  [Op.Add, Op.Addi],
  [Op.And, Op.Andi],
  [Op.Or, Op.Ori],
  [Op.Xor, Op.Xori],
  [Op.Slt, Op.Slti],
  [Op.Sltu, Op.Sltiu],
  [Op.Sll, Op.Slli],
  [Op.Srl, Op.Srli],
  [Op.Sra, Op.Srai],
];

/** Loads and stores of a symbol: an integer load needs no register for the address, all others name one. */
function symbolicForm(op: DefinedOp): Form | null {
  const { operands, flags } = OPCODES[op];
  if (operands !== 'rd, imm(rs1)' && operands !== 'fd, imm(rs1)') return null;
  if ((flags & (Flag.Load | Flag.Store)) === 0) return null;
  if (operands.startsWith('rd') && (flags & Flag.Load) !== 0) {
    return form('rd, symbol', (emit, to, symbol) => {
      emit(Op.Lui, to!, as(Reloc.Hi20, symbol!));
      emit(op, to!, as(Reloc.Lo12, symbol!), to!);
    });
  }
  return form(`${operands.slice(0, 2)}, symbol, rs2`, (emit, data, symbol, address) => {
    emit(Op.Lui, address!, as(Reloc.Hi20, symbol!));
    emit(op, data!, as(Reloc.Lo12, symbol!), address!);
  });
}

function allForms(): Map<string, Form[]> {
  const forms = new Map<string, Form[]>();
  const add = (name: string, added: Form): void => {
    const list = forms.get(name);
    if (list === undefined) forms.set(name, [added]);
    else list.push(added);
  };
  for (const op of ALL_OPS) {
    const { mnemonic, flags } = OPCODES[op];
    if ((flags & Flag.Reserved) !== 0) continue;
    const own: Form = { template: templateOf(op), expand: (emit, ...values) => emit(op, ...values) };
    add(mnemonic, own);
    if ((flags & Flag.Atomic) !== 0) for (const order of ['.aq', '.rl', '.aqrl']) add(`${mnemonic}${order}`, own);
    const symbolic = symbolicForm(op);
    if (symbolic !== null) add(mnemonic, symbolic);
  }
  for (const [op, immediate] of IMMEDIATE_FORMS) {
    const template = templateOf(immediate).map((piece) => (piece === OPERANDS.imm ? CONSTANT_OPERAND : piece));
    add(OPCODES[op].mnemonic, { template, expand: (emit, ...values) => emit(immediate, ...values) });
  }
  for (const [name, list] of Object.entries(PSEUDO_FORMS)) for (const one of list) add(name, one);
  return forms;
}

const FORMS: ReadonlyMap<string, readonly Form[]> = allForms();

export const isMnemonic = (name: string): boolean => FORMS.has(name);

/** `fence rw, rw` names the accesses it orders; ours orders all. */
const FENCE_SETS = /^\s*[iorw]+\s*,\s*[iorw]+\s*$/;

/** Assembles the instruction `name`; the cursor stands behind it. */
export function assembleInstruction(name: string, cursor: Cursor, assembly: Assembly): void {
  const { statement } = cursor;
  const mnemonicAt = cursor.previous.column;
  const place = { statement, column: mnemonicAt };
  if (name === 'fence' && FENCE_SETS.test(cursor.rest)) {
    assembly.emitInstruction(Op.Fence, [], place);
    return;
  }
  const parsed = parseOperands(FORMS.get(name)!, cursor, assembly);
  if (parsed instanceof StatementError) throw new StatementError(`illegal operands \`${statement.text.slice(mnemonicAt).trim()}': ${parsed.message}`, parsed.place);
  const wrong = parsed.form.expand((op, ...operands) => assembly.emitInstruction(op, operands, place), ...parsed.values);
  if (wrong !== undefined) throw new StatementError(wrong, place);
}

/** The first form that fits with its values, or the error of the form that got furthest. */
function parseOperands(forms: readonly Form[], cursor: Cursor, assembly: Assembly): { readonly form: Form; readonly values: OperandValue[] } | StatementError {
  const start = cursor.mark();
  let furthest: StatementError | null = null;
  for (const form of forms) {
    cursor.rewind(start);
    try {
      return { form, values: new OperandParser(cursor, assembly).parse(form.template) };
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      if (error instanceof ValueError) return error;
      if (furthest === null || error.place.column > furthest.place.column) furthest = error;
    }
  }
  return furthest!;
}
