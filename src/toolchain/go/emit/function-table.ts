/**
 * The table of functions: by an address it tells function, file, line and frame, for tracebacks in the program and for the host. Its layout is
 * described where it is read, in the runtime's symtab.go; all offsets count from its start, program counters from the start of the text.
 */
import { ByteBuffer } from '../../../base/byte-buffer.ts';
import type { PointerMap } from './pointer-map.ts';
import { PlaceField, type PlaceTable } from './place-table.ts';

export interface TableFunction {
  readonly name: string;
  /** In the text. */
  readonly offset: number;
  readonly frameSize: number;
  readonly flags: number;
  readonly startLine: number;
  readonly parameters: number;
  readonly places: PlaceTable;
  /** The calls that were inlined; places refer to them by number. */
  readonly inlined: readonly TableInlinedCall[];
  /** Live pointer words of the frame, from each call's offset on. */
  readonly pointerMaps: readonly { readonly offset: number; readonly value: PointerMap }[];
  /** Offset of the call of its deferred functions, or -1. */
  readonly deferReturn: number;
  /** Parts of the frame that live as long as somebody points to them, ascending. */
  readonly stackObjects: readonly TableStackObject[];
}

export interface TableStackObject {
  /** From the stack pointer. */
  readonly offset: number;
  readonly size: number;
  /** Offsets of its pointers. */
  readonly pointers: readonly number[];
}

export interface TableInlinedCall {
  readonly parent: number;
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

export const enum FuncFlag { Wrapper = 1, Top = 2, NoFrame = 4 }

const MAGIC = 0xfffffff1;
const HEADER_WORDS = 5;
const RECORD_WORDS = 14;
const WORD = 4;

/** Builds the table. Functions are sorted by offset. */
export function buildFunctionTable(functions: readonly TableFunction[], textLength: number): Uint8Array {
  const files = [...new Set(functions.flatMap(({ places, inlined }) => [...places.files, ...inlined.map(({ file }) => file)]))];
  const fileNumbers = new Map(files.map((file, i) => [file, i]));
  const functabAt = HEADER_WORDS * WORD;
  const recordsAt = functabAt + (functions.length + 1) * 2 * WORD;
  const filetabAt = recordsAt + functions.length * RECORD_WORDS * WORD;
  const blobAt = filetabAt + files.length * WORD;

  const blob = new Blob(blobAt);
  const fileOffsets = files.map((file) => blob.text(file));
  const head = new ByteBuffer();
  const words = (...values: number[]): void => {
    for (const value of values) head.appendWord(value | 0);
  };
  words(MAGIC, functions.length, functabAt, filetabAt, files.length);
  functions.forEach((func, i) => words(func.offset, recordsAt + i * RECORD_WORDS * WORD));
  words(textLength, 0);
  functions.forEach((func, i) => {
    // The padding behind a function counts as its last line, as addr2line has it.
    const end = (functions[i + 1]?.offset ?? textLength) - func.offset;
    const { places } = func;
    const numbers = places.files.map((file) => fileNumbers.get(file)!);
    const pcfile = blob.table(marksOf(places, PlaceField.File, (number) => numbers[number]!), end);
    const pcln = blob.table(marksOf(places, PlaceField.Line), end);
    const hasInlined = func.inlined.length > 0;
    const pcinl = hasInlined ? blob.table(marksOf(places, PlaceField.Inline), end) : 0;
    const tree = hasInlined ? blob.inlineTree(func.inlined, fileNumbers) : 0;
    const { pcstack, stackmap } = pointerMaps(blob, func, end);
    words(func.offset, blob.text(func.name), func.frameSize, func.flags, func.startLine, func.parameters, pcfile, pcln, pcinl, pcstack, tree, stackmap, Math.max(0, func.deferReturn), blob.stackObjects(func.stackObjects));
  });
  words(...fileOffsets);
  head.append(blob.bytes.toBytes());
  return head.toBytes();
}

interface Mark {
  readonly offset: number;
  readonly value: number;
}

/** A field of a function's places, where it changes. */
function marksOf({ rows }: PlaceTable, field: PlaceField, valueOf = (number: number): number => number): Mark[] {
  const marks: Mark[] = [];
  for (let at = 0; at < rows.length; at += PlaceField.Size) {
    const value = valueOf(rows[at + field]!);
    if (marks.length === 0 || marks.at(-1)!.value !== value) marks.push({ offset: rows[at + PlaceField.Offset]!, value });
  }
  return marks;
}

/** The bitmaps of a function, each once, and the table by pc of their numbers. */
function pointerMaps(blob: Blob, { pointerMaps: marks }: TableFunction, end: number): { pcstack: number; stackmap: number } {
  if (marks.length === 0) return { pcstack: 0, stackmap: 0 };
  const numbers = new Map<PointerMap, number>();
  const byContent = new Map<string, number>();
  const maps: PointerMap[] = [];
  const numberOf = (map: PointerMap): number => {
    const key = keyOfBytes(map);
    const known = byContent.get(key) ?? maps.push(map) - 1;
    byContent.set(key, known);
    return known;
  };
  const numbered = marks.map(({ offset, value }) => {
    if (!numbers.has(value)) numbers.set(value, numberOf(value));
    return { offset, value: numbers.get(value)! };
  });
  const bits = maps.reduce((most, map) => Math.max(most, (map.length - 1) * 8 + 32 - Math.clz32(map.at(-1) ?? 0)), 0);
  const before = marks[0]!.offset === 0 ? [] : [{ offset: 0, value: NO_MAP }];
  return { pcstack: blob.table([...before, ...numbered], end), stackmap: blob.bitmaps(maps, bits) };
}

const last = (pointers: readonly number[]): number => pointers.reduce((most, offset) => Math.max(most, offset), 0);

/** A text for each content. */
const keyOfBytes = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Before the first call there is no map. */
const NO_MAP = -1;

/** Texts and value tables, each once. */
class Blob {
  readonly bytes = new ByteBuffer();
  private readonly known = new Map<string, number>();

  constructor(private readonly base: number) {}

  text(text: string): number {
    return this.once(`text ${text}`, () => {
      this.bytes.append(new TextEncoder().encode(text));
      this.bytes.appendByte(0);
    });
  }

  /** Values by offset as pairs of change and length, from -1 on. */
  table(marks: readonly Mark[], end: number): number {
    const merged = marks.filter((mark, i) => i === 0 || mark.value !== marks[i - 1]!.value);
    return this.once(`table ${end} ${merged.map(({ offset, value }) => `${offset}:${value}`).join()}`, () => {
      let previous = -1;
      merged.forEach(({ offset, value }, i) => {
        const start = i === 0 ? 0 : offset;
        const next = merged[i + 1]?.offset ?? end;
        const change = value - previous;
        previous = value;
        this.varint(((change << 1) ^ (change >> 31)) >>> 0);
        this.varint((next - start) / WORD);
      });
      this.bytes.appendByte(0);
    });
  }

  /** Records of inlined calls: parent, file, line, name, and a program counter that nobody uses. */
  inlineTree(calls: readonly TableInlinedCall[], fileNumbers: ReadonlyMap<string, number>): number {
    const names = calls.map(({ name }) => this.text(name));
    this.bytes.align(WORD);
    const at = this.base + this.bytes.length;
    calls.forEach(({ parent, file, line }, i) => {
      for (const word of [parent, fileNumbers.get(file)!, line, names[i]!, 0]) this.bytes.appendWord(word);
    });
    return at;
  }

  /** Number of maps, bits of each, and the maps in whole bytes. */
  bitmaps(maps: readonly PointerMap[], bits: number): number {
    const length = Math.ceil(bits / 8);
    const bytes = new Uint8Array(length * maps.length);
    maps.forEach((map, i) => bytes.set(map, i * length));
    return this.once(`maps ${bits} ${keyOfBytes(bytes)}`, () => {
      for (const word of [maps.length, bits]) this.bytes.appendWord(word);
      this.bytes.append(bytes);
    });
  }

  /** Their number, and for each its offset, size, number of words with a bit, and the place of its mask. */
  stackObjects(objects: readonly TableStackObject[]): number {
    if (objects.length === 0) return 0;
    const masks = objects.map(({ pointers }) => this.mask(pointers));
    this.bytes.align(WORD);
    const at = this.base + this.bytes.length;
    this.bytes.appendWord(objects.length);
    objects.forEach(({ offset, size, pointers }, i) => {
      for (const word of [offset, size, last(pointers) / WORD + 1, masks[i]!]) this.bytes.appendWord(word);
    });
    return at;
  }

  /** A bit for each word up to the last pointer. */
  private mask(pointers: readonly number[]): number {
    const bytes = new Uint8Array((last(pointers) >> 5) + 1);
    for (const offset of pointers) bytes[offset >> 5]! |= 1 << ((offset >> 2) & 7);
    return this.once(`mask ${keyOfBytes(bytes)}`, () => this.bytes.append(bytes));
  }

  private once(key: string, write: () => void): number {
    let at = this.known.get(key);
    if (at === undefined) {
      at = this.base + this.bytes.length;
      this.known.set(key, at);
      write();
    }
    return at;
  }

  private varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.bytes.appendByte((rest & 0x7f) | 0x80);
    this.bytes.appendByte(rest);
  }
}
