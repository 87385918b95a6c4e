/** Reads line programs as {@link lineProgram} and GNU tools write them in DWARF 4: the source line of each address. */
import { ElfFormatError } from '../../elf/elf-format-error.ts';
import { ExtendedLineOpcode, LineOpcode, MAX_LINE_OPCODE } from './constants.ts';
import { SectionReader } from './section-reader.ts';

/** From this address on, up to the next row, instructions come from this line. */
export interface AddressLine {
  readonly va: number;
  readonly file: string;
  readonly line: number;
}

const MIN_VERSION = 2;
const MAX_VERSION = 4;

/** All rows of a `.debug_line` section, by address. */
export function readLines(section: Uint8Array): AddressLine[] {
  const reader = new SectionReader(section, '.debug_line');
  const rows: AddressLine[] = [];
  while (reader.at < section.length) runProgram(reader, readHeader(reader), rows);
  return rows.sort((a, b) => a.va - b.va);
}

/** What a line program is about. */
interface Header {
  /** Where in the section it starts and ends. */
  readonly start: number;
  readonly end: number;
  readonly instructionLength: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** Numbers of operands of the standard opcodes, from 1 on. */
  readonly operandCounts: readonly number[];
  /** Counted from 1. */
  readonly files: readonly string[];
}

function readHeader(reader: SectionReader): Header {
  const end = reader.word() + reader.at;
  const version = reader.half();
  if (version < MIN_VERSION || version > MAX_VERSION) throw new ElfFormatError(reader.at, `a line program of version ${MIN_VERSION} to ${MAX_VERSION}`, `version ${version}`);
  const start = reader.word() + reader.at;
  const instructionLength = reader.byte();
  if (version === MAX_VERSION) reader.byte(); // operations of an instruction
  reader.byte(); // whether rows are statements
  const lineBase = reader.signedByte();
  const lineRange = reader.byte();
  if (lineRange === 0) throw new ElfFormatError(reader.at - 1, 'a range of lines', '0');
  const opcodeBase = reader.byte();
  const operandCounts = Array.from({ length: Math.max(0, opcodeBase - 1) }, () => reader.byte());
  while (reader.text() !== ''); // folders
  const files = [''];
  for (let name = reader.text(); name !== ''; name = reader.text()) {
    files.push(name);
    for (let i = 0; i < 3; i++) reader.unsigned(); // folder, time, length
  }
  return { start, end, instructionLength, lineBase, lineRange, opcodeBase, operandCounts, files };
}

/** Runs a program for its rows; the reader is behind it then. */
function runProgram(reader: SectionReader, header: Header, rows: AddressLine[]): void {
  const { start, end, instructionLength, lineBase, lineRange, opcodeBase, operandCounts, files } = header;
  const advanceOf = (special: number): number => Math.floor((special - opcodeBase) / lineRange) * instructionLength;
  let [va, file, line] = [0, 1, 1];
  const emit = (): void => void rows.push({ va, file: files[file] ?? '?', line });
  reader.at = start;
  while (reader.at < end) {
    const opcode = reader.byte();
    if (opcode >= opcodeBase) {
      va += advanceOf(opcode);
      line += lineBase + ((opcode - opcodeBase) % lineRange);
      emit();
      continue;
    }
    switch (opcode) {
      case LineOpcode.Extended: {
        const next = reader.unsigned() + reader.at;
        const extended = reader.byte();
        if (extended === ExtendedLineOpcode.EndSequence) [va, file, line] = [0, 1, 1];
        else if (extended === ExtendedLineOpcode.SetAddress) va = reader.word();
        reader.at = next;
        break;
      }
      case LineOpcode.Copy:
        emit();
        break;
      case LineOpcode.AdvancePc:
        va += reader.unsigned() * instructionLength;
        break;
      case LineOpcode.AdvanceLine:
        line += reader.signed();
        break;
      case LineOpcode.SetFile:
        file = reader.unsigned();
        break;
      case LineOpcode.ConstAddPc:
        va += advanceOf(MAX_LINE_OPCODE);
        break;
      case LineOpcode.FixedAdvancePc:
        va += reader.half();
        break;
      default:
        for (let i = 0; i < operandCounts[opcode - 1]!; i++) reader.unsigned();
    }
  }
}
