/**
 * One instruction word as text, in the spelling of `objdump -d`: mnemonic, a tab, operands without blanks. Driven by the
 * templates of operands.ts, with one small function per kind of operand; the aliases that objdump prints (`ret`, `li`,
 * `mv`, `beqz`) are a table of word patterns. A word that is no instruction is `.word 0x…`, so that every output can be
 * assembled again.
 */
import { assertNever } from '../base/assert.ts';
import { decode, type Instruction } from './instruction.ts';
import { OPCODES, Op, type DefinedOp } from './opcodes.ts';
import { OperandKind, operandsOf, templateOf, type OperandInfo } from './operands.ts';
import { F_NAMES, ROUNDING_NAMES, Reg, X_NAMES } from './registers.ts';

export interface DisassembleOptions {
  /** `false` prints every instruction by its own name. Default true. */
  readonly aliases?: boolean;
  /** How to print an address of code, such as `08048010 <main+0x8>`. Default: `0x8048010`. */
  readonly describeAddress?: (va: number) => string;
}

const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;

const UPPER_MASK = 0xfffff;

interface Context {
  readonly va: number;
  readonly describeAddress: (va: number) => string;
}

function operandText({ kind }: OperandInfo, value: number, { va, describeAddress }: Context): string {
  switch (kind) {
    case OperandKind.IntegerRegister:
      return X_NAMES[value]!;
    case OperandKind.FloatRegister:
      return F_NAMES[value]!;
    case OperandKind.Immediate:
    case OperandKind.ShiftAmount:
    case OperandKind.Scale:
      return String(value);
    case OperandKind.Target:
      return describeAddress((va + value * 4) >>> 0);
    case OperandKind.Upper:
      return hex(value & UPPER_MASK);
    case OperandKind.Rounding:
      return ROUNDING_NAMES[value]!;
    default:
      return assertNever(kind);
  }
}

/** A short name for some words of an opcode. */
interface Alias {
  readonly name: string;
  /** For each operand of the opcode: a value it must have, or `any`, or `same` as the operand before it. */
  readonly when: readonly (number | 'any' | 'same')[];
  /** Which operands are printed, by index. */
  readonly shows: readonly number[];
}

const alias = (name: string, when: Alias['when'], shows: readonly number[]): Alias => ({ name, when, shows });

/** Aliases by opcode, the most special first. */
const ALIASES: Readonly<Partial<Record<DefinedOp, readonly Alias[]>>> = {
  [Op.Addi]: [
    alias('nop', [Reg.Zero, Reg.Zero, 0], []),
    alias('li', ['any', Reg.Zero, 'any'], [0, 2]),
    alias('mv', ['any', 'any', 0], [0, 1]),
  ],
  [Op.Xori]: [alias('not', ['any', 'any', -1], [0, 1])],
  [Op.Sub]: [alias('neg', ['any', Reg.Zero, 'any'], [0, 2])],
  [Op.Andi]: [alias('zext.b', ['any', 'any', 0xff], [0, 1])],
  [Op.Sltiu]: [alias('seqz', ['any', 'any', 1], [0, 1])],
  [Op.Sltu]: [alias('snez', ['any', Reg.Zero, 'any'], [0, 2])],
  [Op.Slt]: [alias('sltz', ['any', 'any', Reg.Zero], [0, 1]), alias('sgtz', ['any', Reg.Zero, 'any'], [0, 2])],
  [Op.Beq]: [alias('beqz', ['any', Reg.Zero, 'any'], [0, 2])],
  [Op.Bne]: [alias('bnez', ['any', Reg.Zero, 'any'], [0, 2])],
  [Op.Bge]: [alias('blez', [Reg.Zero, 'any', 'any'], [1, 2]), alias('bgez', ['any', Reg.Zero, 'any'], [0, 2])],
  [Op.Blt]: [alias('bltz', ['any', Reg.Zero, 'any'], [0, 2]), alias('bgtz', [Reg.Zero, 'any', 'any'], [1, 2])],
  [Op.Jal]: [alias('j', [Reg.Zero, 'any'], [1]), alias('jal', [Reg.Ra, 'any'], [1])],
  [Op.Jalr]: [
    alias('ret', [Reg.Zero, 0, Reg.Ra], []),
    alias('jr', [Reg.Zero, 0, 'any'], [2]),
    alias('jalr', [Reg.Ra, 0, 'any'], [2]),
  ],
  [Op.FsgnjS]: [alias('fmv.s', ['any', 'any', 'same'], [0, 1])],
  [Op.FsgnjnS]: [alias('fneg.s', ['any', 'any', 'same'], [0, 1])],
  [Op.FsgnjxS]: [alias('fabs.s', ['any', 'any', 'same'], [0, 1])],
  [Op.FsgnjD]: [alias('fmv.d', ['any', 'any', 'same'], [0, 1])],
  [Op.FsgnjnD]: [alias('fneg.d', ['any', 'any', 'same'], [0, 1])],
  [Op.FsgnjxD]: [alias('fabs.d', ['any', 'any', 'same'], [0, 1])],
};

function aliasOf({ op, values }: Instruction): Alias | undefined {
  return ALIASES[op]?.find(({ when }) =>
    when.every((wanted, index) => wanted === 'any' || values[index] === (wanted === 'same' ? values[index - 1] : wanted)),
  );
}

/** Fills the template of the opcode with the texts of its operands. */
function fillTemplate(op: DefinedOp, texts: readonly string[]): string {
  let next = 0;
  return templateOf(op)
    .map((piece) => (typeof piece === 'string' ? piece : texts[next++]!))
    .join('');
}

/** The text of the word at address `va`. */
export function disassemble(word: number, va: number, options: DisassembleOptions = {}): string {
  const instruction = decode(word);
  if (instruction === null) return `.word\t${hex(word)}`;
  const { op, values } = instruction;
  const context = { va, describeAddress: options.describeAddress ?? hex };
  const texts = operandsOf(op).map((operand, index) => operandText(operand, values[index]!, context));
  const short = options.aliases === false ? undefined : aliasOf(instruction);
  const name = short?.name ?? OPCODES[op].mnemonic;
  const operands = short === undefined ? fillTemplate(op, texts) : short.shows.map((index) => texts[index]).join(',');
  return operands === '' ? name : `${name}\t${operands}`;
}
