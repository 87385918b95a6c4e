/** Reads line programs as {@link lineProgram} and GNU tools write them in DWARF 4: the source line of each address. */
import { ElfFormatError } from '../../elf/elf-format-error.ts';
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
  while (reader.at < section.length) readUnit(reader, rows);
  return rows.sort((a, b) => a.va - b.va);
}

function readUnit(reader: SectionReader, rows: AddressLine[]): void {
  const end = reader.word() + reader.at;
  const version = reader.half();
  if (version < MIN_VERSION || version > MAX_VERSION) throw new ElfFormatError(reader.at, `a line program of version ${MIN_VERSION} to ${MAX_VERSION}`, `version ${version}`);
  const program = reader.word() + reader.at;
  const instructionLength = reader.byte();
  if (version === MAX_VERSION) reader.byte(); // operations of an instruction
  reader.byte(); // whether rows are statements
  const lineBase = reader.signedByte();
  const lineRange = reader.byte();
  const opcodeBase = reader.byte();
  const operands = Array.from({ length: opcodeBase - 1 }, () => reader.byte());
  while (reader.text() !== '');
  const files = [''];
  for (let name = reader.text(); name !== ''; name = reader.text()) {
    files.push(name);
    for (let i = 0; i < 3; i++) reader.unsigned(); // folder, time, length
  }
  reader.at = program;
  let [va, file, line] = [0, 1, 1];
  const emit = (): void => void rows.push({ va, file: files[file] ?? '?', line });
  while (reader.at < end) {
    const opcode = reader.byte();
    if (opcode >= opcodeBase) {
      const step = opcode - opcodeBase;
      va += Math.floor(step / lineRange) * instructionLength;
      line += lineBase + (step % lineRange);
      emit();
      continue;
    }
    switch (opcode) {
      case 0: {
        const next = reader.unsigned() + reader.at;
        const extended = reader.byte();
        if (extended === 1) [va, file, line] = [0, 1, 1];
        else if (extended === 2) va = reader.word();
        reader.at = next;
        break;
      }
      case 1:
        emit();
        break;
      case 2:
        va += reader.unsigned() * instructionLength;
        break;
      case 3:
        line += reader.signed();
        break;
      case 4:
        file = reader.unsigned();
        break;
      case 8:
        va += Math.floor((255 - opcodeBase) / lineRange) * instructionLength;
        break;
      case 9:
        va += reader.half();
        break;
      default:
        for (let i = 0; i < operands[opcode - 1]!; i++) reader.unsigned();
    }
  }
}
