/** docs/ISA.md, made from the opcode table: the registers, the three formats drawn as bits, and one row for each opcode. */
import { FIELD_LAYOUTS, Limit, type FieldName } from './encoding.ts';
import { Flag, Format, OPCODES, Op, type DefinedOp } from './opcodes.ts';
import { ALL_OPS, OPERANDS } from './operands.ts';
import { F_NAMES, ROUNDING_NAMES, X_NAMES } from './registers.ts';

/** Groups of the table by their first opcode. */
const GROUPS: readonly (readonly [DefinedOp, string])[] = [
  [Op.Lui, 'Upper immediates and jumps'],
  [Op.Beq, 'Branches'],
  [Op.Lb, 'Loads'],
  [Op.Sb, 'Stores'],
  [Op.Addi, 'Integer arithmetic with an immediate'],
  [Op.Add, 'Integer arithmetic'],
  [Op.Fence, 'Environment'],
  [Op.Csrrw, 'Control and status registers'],
  [Op.Mul, 'Multiply and divide'],
  [Op.LrW, 'Atomics'],
  [Op.Flw, 'float32'],
  [Op.Fld, 'float64'],
  [Op.Lbux, 'Indexed loads and stores'],
];

const FORMAT_FIELDS: Readonly<Record<Format, readonly FieldName[]>> = {
  [Format.R]: ['rm', 'rs3', 'rs2', 'rs1', 'rd', 'op'],
  [Format.I]: ['imm15', 'rs1', 'rd', 'op'],
  [Format.U]: ['imm20', 'rd', 'op'],
};

const FORMAT_NAMES: Readonly<Record<Format, string>> = { [Format.R]: 'R', [Format.I]: 'I', [Format.U]: 'U' };

const FLAG_NAMES: readonly (readonly [Flag, string])[] = [
  [Flag.Branch, 'branch'],
  [Flag.Jump, 'jump'],
  [Flag.Load, 'load'],
  [Flag.Store, 'store'],
  [Flag.Atomic, 'atomic'],
  [Flag.Trap, 'trap'],
  [Flag.Reserved, 'reserved'],
];

const WORD_BITS = 32;

function bitRange(field: FieldName): string {
  const { shift, width } = FIELD_LAYOUTS[field];
  return `${shift + width - 1}..${shift}`;
}

function formatLine(format: Format): string {
  const fields = FORMAT_FIELDS[format];
  const used = fields.reduce((sum, field) => sum + FIELD_LAYOUTS[field].width, 0);
  const zeros = WORD_BITS - used;
  const cells = fields.map((field) => `${field} (${bitRange(field)})`);
  if (zeros > 0) cells.unshift(`0 (${WORD_BITS - 1}..${used})`);
  return `| ${FORMAT_NAMES[format]} | ${cells.join(' · ')} |`;
}

const code = (text: string): string => (text === '' ? '' : `\`${text.replace(/\|/g, '\\|')}\``);

function opcodeLine(op: DefinedOp): string {
  const { mnemonic, format, operands, effect, flags, cycles } = OPCODES[op];
  const flagText = FLAG_NAMES.filter(([flag]) => (flags & flag) !== 0).map(([, name]) => name).join(', ');
  return `| ${op} | ${code(mnemonic)} | ${code(operands)} | ${FORMAT_NAMES[format]} | ${code(effect)} | ${flagText} | ${cycles} |`;
}

function groupLines(index: number): string[] {
  const [first, title] = GROUPS[index]!;
  const end = GROUPS[index + 1]?.[0] ?? Op.IllegalOnes;
  const rows = ALL_OPS.filter((op) => op >= first && op < end).map(opcodeLine);
  return [`### ${title}`, '', '| op | mnemonic | operands | format | effect | | cycles |', '| ---: | --- | --- | --- | --- | --- | ---: |', ...rows, ''];
}

function operandLines(): string[] {
  return Object.values(OPERANDS).map(({ name, field, min, max }) => `| ${code(name)} | ${field} | ${min} to ${max} |`);
}

const registerLine = (names: readonly string[], prefix: string): string => names.map((name, number) => `${prefix}${number} ${code(name)}`).join(', ');

/** The text of docs/ISA.md. */
export function isaDocument(): string {
  const lines = [
    '# Instruction set',
    '',
    '<!-- Generated from src/isa by `npm run docs`; do not edit. -->',
    '',
    'Instructions are 32-bit little-endian words. Integer, multiply and divide, atomic and float instructions are those of RISC-V\'s I, M, A, F and D,',
    'with the same meaning, register numbers and at least the same reach, in an encoding of our own: one opcode field, no function codes.',
    'The opcodes 0 and 127 are never assigned, so that words of zeros and of ones trap. Fields that an instruction does not use are zero, otherwise the word is illegal.',
    '',
    '## Registers',
    '',
    `32 integer registers of 32 bits, of which \`zero\` reads 0: ${registerLine(X_NAMES, 'x')}. \`fp\` is another name of \`s0\`.`,
    '',
    `32 float registers of 64 bits; float32 values lie in them NaN-boxed: ${registerLine(F_NAMES, 'f')}.`,
    '',
    'System calls take their number in `a7`, arguments in `a0` to `a5` and return in `a0`. The linker may change `t6` in a `call` to a far function.',
    '',
    '## Formats',
    '',
    '| format | bits |',
    '| --- | --- |',
    formatLine(Format.R),
    formatLine(Format.I),
    formatLine(Format.U),
    '',
    'Every immediate ends at bit 31, so one arithmetic shift extends it.',
    '',
    '| operand | field | values |',
    '| --- | --- | --- |',
    ...operandLines(),
    '',
    `\`branch\` and \`jump\` count words from the instruction itself: a branch reaches ${(Limit.Imm15Max + 1) / 256} KiB, a jump ${(Limit.Imm20Max + 1) / 2 ** 18} MiB in both directions.`,
    `\`imm\` counts bytes. Rounding modes are ${ROUNDING_NAMES.map(code).join(', ')}; arithmetic always rounds to nearest even.`,
    '',
    '## Addresses in two instructions',
    '',
    '`lui rd, %hi(x)` and an instruction with `%lo(x)` make an address as on RISC-V: `%lo(x)` is the low 12 bits, sign-extended, `%hi(x)` is `(x + 0x800) >> 12`.',
    'The split stays at 12 bits although immediates have 15, so that every field of a page is reached with the same `lui`. `li` uses one `addi` for -16384 to 16383.',
    '',
    '## Opcodes',
    '',
    ...GROUPS.flatMap((_, index) => groupLines(index)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
