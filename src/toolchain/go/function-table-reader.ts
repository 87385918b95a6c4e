/**
 * Reads the table of functions of a Go program from its executable (emit/function-table.ts writes it, the runtime's symtab.go tells its
 * layout and reads it in the guest): by an address function, file, line, calls that were inlined, frame and live pointers.
 */
import { ElfView } from '../../elf/elf-view.ts';
import { readExecutableSections } from '../../elf/read-sections.ts';
import { FUNCTION_TABLE, TEXT_START } from './emit/object-writer.ts';

/** Word numbers of the table's records, as pcHeader, _func and inlinedCall have them. */
const enum HeaderWord { Count = 1, Functions, Files }
const enum FuncWord { Entry, Name, Frame, Flags, StartLine, Args, PcFile, PcLine, PcInline, PcStack, InlineTree, StackMap, DeferReturn, StackObjects }
/** Of a stackObjectRecord. */
const enum ObjectWord { Offset, Size, Bits, Mask, Count }
const enum InlineWord { Parent, File, Line, Name, PC, Count }

const WORD = 4;
const NONE = -1;

/** A function, without the names: those cost more and are seldom wanted. */
export interface FunctionRecord {
  /** Address of the first instruction, and of what follows the last. */
  readonly start: number;
  readonly end: number;
  /** Bytes from the stack pointer in it to its caller's; the return address lies in the last word. 0 if it leaves the stack alone. */
  readonly frameSize: number;
  /** Bits of FuncFlag. */
  readonly flags: number;
  /** Offset of the call of deferred functions from the start, 0 for none. */
  readonly deferReturn: number;
  /** Where its record lies in the table. */
  readonly at: number;
}

export interface StackObject {
  /** From the stack pointer, and its length; bytes. */
  readonly offset: number;
  readonly size: number;
  /** Offsets in it of the words that hold pointers. */
  readonly pointers: readonly number[];
}

export interface SourcePlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export class FunctionTable {
  /** Those that have been asked for, by the place of the record. */
  private readonly names = new Map<number, string>();

  private constructor(
    private readonly view: ElfView,
    /** Address of the text. */
    private readonly text: number,
  ) {}

  /** The table of an executable; null if it is not a Go program's. Throws ElfFormatError for a damaged file. */
  static of(executable: Uint8Array): FunctionTable | null {
    const { sections, symbols } = readExecutableSections(executable);
    const table = symbols.find(({ name }) => name === FUNCTION_TABLE);
    const text = symbols.find(({ name }) => name === TEXT_START);
    const section = table === undefined ? undefined : sections[table.sectionIndex];
    if (table === undefined || text === undefined || section === undefined) return null;
    const offset = section.offset + table.value - section.va;
    return new FunctionTable(new ElfView(new ElfView(executable).slice(offset, table.length, 'table of functions')), text.value);
  }

  /** The function that an address lies in. */
  functionAt(pc: number): FunctionRecord | null {
    const count = this.word(HeaderWord.Count * WORD);
    const index = this.word(HeaderWord.Functions * WORD);
    const entry = (i: number): number => this.word(index + i * 2 * WORD);
    const offset = pc - this.text;
    if (offset < entry(0) || offset >= entry(count)) return null;
    let low = 0;
    let high = count;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (entry(middle) <= offset) low = middle;
      else high = middle;
    }
    const at = this.word(index + low * 2 * WORD + WORD);
    const field = (word: FuncWord): number => this.word(at + word * WORD);
    return {
      start: this.text + entry(low), end: this.text + entry(low + 1), at,
      frameSize: field(FuncWord.Frame), flags: field(FuncWord.Flags), deferReturn: field(FuncWord.DeferReturn),
    };
  }

  nameOf({ at }: FunctionRecord): string {
    let name = this.names.get(at);
    if (name === undefined) {
      name = this.textAt(this.word(at + FuncWord.Name * WORD));
      this.names.set(at, name);
    }
    return name;
  }

  /** The calls that the instruction at `pc` belongs to, innermost first: those that were inlined, then the function itself. */
  callsAt(record: FunctionRecord, pc: number): SourcePlace[] {
    const calls: SourcePlace[] = [];
    let file = this.valueAt(record, FuncWord.PcFile, pc);
    let line = this.valueAt(record, FuncWord.PcLine, pc);
    const tree = this.word(record.at + FuncWord.InlineTree * WORD);
    for (let call = this.valueAt(record, FuncWord.PcInline, pc); call !== NONE; ) {
      const at = tree + call * InlineWord.Count * WORD;
      calls.push({ name: this.textAt(this.word(at + InlineWord.Name * WORD)), file: this.fileName(file), line });
      file = this.word(at + InlineWord.File * WORD);
      line = this.word(at + InlineWord.Line * WORD);
      call = this.view.signedWord(at + InlineWord.Parent * WORD, 'inlined call');
    }
    calls.push({ name: this.nameOf(record), file: this.fileName(file), line });
    return calls;
  }

  /** Words of the frame, from the stack pointer up, that hold live pointers at the call whose return address follows `pc`; null if there is no map. */
  livePointersAt(record: FunctionRecord, pc: number): number[] | null {
    const number = this.valueAt(record, FuncWord.PcStack, pc);
    if (number === NONE) return null;
    const maps = this.word(record.at + FuncWord.StackMap * WORD);
    const bits = this.word(maps + WORD);
    const map = maps + 2 * WORD + number * Math.ceil(bits / 8);
    const isSet = (bit: number): boolean => ((this.view.byte(map + (bit >>> 3), 'pointer map') >>> (bit & 7)) & 1) !== 0;
    return Array.from({ length: bits }, (_, bit) => bit).filter(isSet);
  }

  /** The parts of the frame that live as long as somebody points to them, ascending. */
  stackObjectsOf(record: FunctionRecord): StackObject[] {
    const list = this.word(record.at + FuncWord.StackObjects * WORD);
    if (list === 0) return [];
    return Array.from({ length: this.word(list) }, (_, i) => {
      const at = list + WORD + i * ObjectWord.Count * WORD;
      const field = (word: ObjectWord): number => this.word(at + word * WORD);
      const mask = field(ObjectWord.Mask);
      const isSet = (bit: number): boolean => ((this.view.byte(mask + (bit >>> 3), 'stack object') >>> (bit & 7)) & 1) !== 0;
      const pointers = Array.from({ length: field(ObjectWord.Bits) }, (_, bit) => bit).filter(isSet).map((bit) => bit * WORD);
      return { offset: field(ObjectWord.Offset), size: field(ObjectWord.Size), pointers };
    });
  }

  /** The value that a table by pc has for an address: pairs of change (zig-zag) and length in instructions, from -1 on. */
  private valueAt(record: FunctionRecord, word: FuncWord, pc: number): number {
    let at = this.word(record.at + word * WORD);
    if (at === 0) return NONE;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.view.byte(at++, 'table by address');
        value |= (byte & 0x7f) << shift;
        if ((byte & 0x80) === 0) return value >>> 0;
      }
    };
    let end = record.start;
    for (let value = NONE, isFirst = true; ; isFirst = false) {
      const change = varint();
      if (change === 0 && !isFirst) return NONE;
      value += (change >>> 1) ^ -(change & 1);
      end += varint() * WORD;
      if (pc < end) return value;
    }
  }

  private fileName(number: number): string {
    return number < 0 ? '?' : this.textAt(this.word(this.word(HeaderWord.Files * WORD) + number * WORD));
  }

  private word(offset: number): number {
    return this.view.word(offset, 'table of functions');
  }

  private textAt(offset: number): string {
    const { bytes } = this.view;
    const end = bytes.indexOf(0, offset);
    return new TextDecoder().decode(bytes.subarray(offset, end));
  }
}
