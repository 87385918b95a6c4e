/**
 * `.debug_line` of DWARF 4: which source line each instruction comes from, as a program for a small machine whose registers
 * are address, file and line. One sequence for each section of code, so that sections can move and be dropped one by one.
 */
import { Reloc } from '../../abi/elf-relocation.ts';
import { assert } from '../../base/assert.ts';
import { ByteBuffer } from '../../base/byte-buffer.ts';
import type { Relocation } from '../../elf/object-file.ts';
import { ExtendedLineOpcode, LineOpcode, MAX_LINE_OPCODE } from './constants.ts';
import { appendSigned, appendString, appendUnsigned } from './leb128.ts';

/** From this offset on, instructions come from this line. */
export interface LineRow {
  /** In the section; a multiple of 4. */
  readonly offset: number;
  /** Index into the files. */
  readonly file: number;
  readonly line: number;
}

export interface LineSequence {
  /** Symbol of the section's start. */
  readonly symbol: number;
  /** Of the section. */
  readonly length: number;
  /** By ascending offset. */
  readonly rows: readonly LineRow[];
}

export interface DebugContent {
  readonly data: Uint8Array;
  readonly relocations: readonly Relocation[];
}

const VERSION = 4;
const INSTRUCTION_LENGTH = 4;
/** Special opcodes advance the line by LINE_BASE up to LINE_BASE + LINE_RANGE - 1. */
const LINE_BASE = -5;
const LINE_RANGE = 14;
const OPCODE_BASE = 13;
/** Operands of the standard opcodes 1 to 12. */
const OPERAND_COUNTS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

class LineProgram {
  readonly bytes = new ByteBuffer();
  readonly relocations: Relocation[] = [];

  header(files: readonly string[]): void {
    const { bytes } = this;
    bytes.appendWord(0); // unit length, patched by finish
    bytes.appendHalf(VERSION);
    bytes.appendWord(0); // header length
    const start = bytes.length;
    for (const byte of [INSTRUCTION_LENGTH, 1, 1, LINE_BASE & 0xff, LINE_RANGE, OPCODE_BASE, ...OPERAND_COUNTS]) bytes.appendByte(byte);
    bytes.appendByte(0); // no folders
    for (const file of files) {
      appendString(bytes, file);
      for (let field = 0; field < 3; field++) bytes.appendByte(0); // folder, time, length: unknown
    }
    bytes.appendByte(0);
    bytes.patchWord(start - 4, bytes.length - start);
  }

  sequence({ symbol, length, rows }: LineSequence): void {
    const { bytes } = this;
    for (const byte of [LineOpcode.Extended, 5, ExtendedLineOpcode.SetAddress]) bytes.appendByte(byte);
    this.relocations.push({ offset: bytes.length, type: Reloc.Abs32, symbol, addend: 0 });
    bytes.appendWord(0);
    let [offset, file, line] = [0, 0, 1];
    for (const row of rows) {
      assert(row.offset >= offset, `LineProgram.sequence: row at ${row.offset} behind ${offset}`);
      if (row.file !== file) {
        bytes.appendByte(LineOpcode.SetFile);
        appendUnsigned(bytes, row.file + 1);
      }
      this.advance((row.offset - offset) / INSTRUCTION_LENGTH, row.line - line);
      ({ offset, file, line } = row);
    }
    bytes.appendByte(LineOpcode.AdvancePc);
    appendUnsigned(bytes, Math.ceil((length - offset) / INSTRUCTION_LENGTH));
    for (const byte of [LineOpcode.Extended, 1, ExtendedLineOpcode.EndSequence]) bytes.appendByte(byte);
  }

  /** Moves both registers and emits a row, in one byte if they move little. */
  private advance(instructions: number, lines: number): void {
    const { bytes } = this;
    const special = lines - LINE_BASE + LINE_RANGE * instructions + OPCODE_BASE;
    if (lines >= LINE_BASE && lines < LINE_BASE + LINE_RANGE && special <= MAX_LINE_OPCODE) {
      bytes.appendByte(special);
      return;
    }
    bytes.appendByte(LineOpcode.AdvancePc);
    appendUnsigned(bytes, instructions);
    bytes.appendByte(LineOpcode.AdvanceLine);
    appendSigned(bytes, lines);
    bytes.appendByte(LineOpcode.Copy);
  }

  finish(): DebugContent {
    this.bytes.patchWord(0, this.bytes.length - 4);
    return { data: this.bytes.toBytes(), relocations: this.relocations };
  }
}

/** The content of a `.debug_line` section. */
export function lineProgram(files: readonly string[], sequences: readonly LineSequence[]): DebugContent {
  const program = new LineProgram();
  program.header(files);
  for (const sequence of sequences) program.sequence(sequence);
  return program.finish();
}
