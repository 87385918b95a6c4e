/**
 * From functions and data to an object file: text (assembly first), read-only and writable data, zero-filled data, the table of functions,
 * and the record in which the runtime finds all that.
 */
import { Reloc } from '../../../abi/elf-relocation.ts';
import { SymbolType } from '../../../abi/elf32.ts';
import { ObjectBuilder, type SectionBuilder } from '../../../elf/object-builder.ts';
import { addFileCauses, CAUSE_SECTION, type FileCause } from '../../../elf/file-causes.ts';
import type { ObjectFile } from '../../../elf/object-file.ts';
import { hasPointers, pointerOffsets } from '../layout/leaves.ts';
import { type DataSection, type DataTable, Datum } from '../lower/data.ts';
import { addDebugInfo, type DebugSource } from './debug-info.ts';
import type { CompiledFunction } from './compiled-function.ts';
import { buildFunctionTable, FuncFlag, type TableFunction } from './function-table.ts';
import { placeTable } from './place-table.ts';
import { type AssemblyFunction, mergeObject } from './merge-object.ts';
import { addProbeNotes } from './probe-notes.ts';
import type { StartUpOrder } from './start-up-order.ts';

const FUNCTION_ALIGN = 4;
/** Start and end of the text, and the table of functions. */
export const TEXT_START = 'runtime.text';
export const TEXT_END = 'runtime.etext';
export const FUNCTION_TABLE = 'runtime.pclntab';
/** Fields of the runtime's moduledata and the symbols they get: data without pointers, the two runs of roots, and their masks. */
export const ROOT_SYMBOLS = {
  noptrdata: 'runtime.noptrdata', data: 'runtime.data', edata: 'runtime.edata', bss: 'runtime.bss', ebss: 'runtime.ebss',
  gcdata: 'runtime.gcdata', gcbss: 'runtime.gcbss',
} as const;
const ROOT_ALIGN = 8;
const WORD = 4;

/** Functions in which every traceback ends. */
const TOP_FUNCTIONS: ReadonlySet<string> = new Set(['runtime.mainstart', 'runtime.gostart', 'runtime.mcall', 'runtime.sigtramp', '_start']);

/** What a program consists of, compiled. */
export interface CompiledProgram {
  readonly functions: readonly CompiledFunction[];
  readonly assembly: readonly ObjectFile[];
  readonly data: DataTable;
  /** What files say of themselves with //go:cause. */
  readonly causes: readonly FileCause[];
  readonly debug: DebugSource;
  readonly order: StartUpOrder;
}

export function writeObjectFile({ functions, assembly, data, causes, debug, order: atStartUp }: CompiledProgram, fileName: string): ObjectFile {
  const object = new ObjectBuilder(fileName);
  const order = atStartUp.followedBy(symbolsOfMain(functions, data));
  const text = object.section('.text', { alignment: FUNCTION_ALIGN });
  const textStart = object.define(TEXT_START, { section: text.index, value: 0 });
  const offsets = new Map<string, number>();
  const table = order.lastUsed(functions.toSorted(bySource), ({ name }) => name).map((each): TableFunction => {
    const offset = writeFunction(object, text, each);
    offsets.set(each.name, offset);
    addProbeNotes(object, each.probes, textStart, offset);
    return { ...each.record, offset };
  });
  // The first functions of all are in assembly.
  for (const each of assembly.flatMap((file) => mergeObject(object, file))) {
    offsets.set(each.name, each.offset);
    table.push(assemblyEntry(each));
  }
  object.define(TEXT_END, { section: text.index, value: text.length });
  table.sort((a, b) => a.offset - b.offset);
  const datum = data.define(FUNCTION_TABLE, 'rodata');
  datum.bytes.append(buildFunctionTable(table, text.length));
  writeData(object, data, order, offsets);
  addFileCauses(object.section(CAUSE_SECTION).bytes, causes);
  const locals = new Map(functions.map((each) => [each.name, each.locals]));
  addDebugInfo(object, { functions: table, locals, textStart, textLength: text.length, data, unitName: fileName }, debug);
  return object.finish();
}

/** The same whatever was compiled first. */
const inOrder = <T>(items: readonly T[], symbolOf: (item: T) => string): T[] => items.toSorted((a, b) => (symbolOf(a) < symbolOf(b) ? -1 : 1));

/** Functions of a file are neighbours, as they call each other most. */
function bySource(a: CompiledFunction, b: CompiledFunction): number {
  const [fileA, fileB] = [fileOf(a), fileOf(b)];
  if (fileA !== fileB) return fileA < fileB ? -1 : 1;
  return a.record.startLine - b.record.startLine || (a.name < b.name ? -1 : 1);
}

const fileOf = ({ record }: CompiledFunction): string => record.places.files[0] ?? '';

/** The functions of package main, and the constants that they refer to: most programs use most of them. */
function symbolsOfMain(functions: readonly CompiledFunction[], data: DataTable): string[] {
  const found = new Set<string>();
  const add = (symbol: string): void => {
    const datum = data.get(symbol);
    if (datum?.section !== 'rodata' || found.has(symbol)) return;
    found.add(symbol);
    for (const reference of datum.references) add(reference.symbol);
  };
  const ofMain = inOrder(functions.filter(({ name }) => name.startsWith('main.')), ({ name }) => name);
  for (const { references } of ofMain) for (const { symbol } of references) add(symbol);
  return [...ofMain.map(({ name }) => name), ...found];
}

function assemblyEntry({ name, offset }: AssemblyFunction): TableFunction {
  const flags = TOP_FUNCTIONS.has(name) ? FuncFlag.Top : FuncFlag.NoFrame;
  const places = placeTable([{ offset: 0, file: '<assembly>', line: 1, inline: -1 }]);
  return { name, offset, frameSize: 0, flags, startLine: 1, parameters: 0, places, inlined: [], pointerMaps: [], deferReturn: -1, stackObjects: [] };
}

function writeFunction(object: ObjectBuilder, text: SectionBuilder, { name, words, references }: CompiledFunction): number {
  text.align(FUNCTION_ALIGN);
  const start = text.length;
  object.define(name, { section: text.index, value: start, length: words.length * 4, type: SymbolType.Func });
  for (const word of words) text.bytes.appendWord(word);
  for (const { offset, type, symbol, addend } of references) text.relocate(start + offset, type, object.symbol(symbol), addend);
  return start;
}

/**
 * Read-only data; then variables without pointers, with pointers, the same of those that begin as zero: so that the roots of the collector are
 * two runs of memory. A bit for each of their words tells whether it is a pointer. What is used at start-up lies where the four meet:
 *
 *   .rodata   used at start-up | other | the table of functions | masks
 *   .data     other | used at start-up |  roots: used at start-up | other
 *   .bss      roots: other | used at start-up |  used at start-up | other
 */
function writeData(object: ObjectBuilder, data: DataTable, order: StartUpOrder, textOffsets: ReadonlyMap<string, number>): void {
  const symbolOf = ({ symbol }: Datum): string => symbol;
  const all = inOrder([...data.all()], symbolOf);
  const pick = (section: DataSection, areRoots: boolean): Datum[] => all.filter((each) => each.section === section && isRoot(each) === areRoots);
  const write = (list: readonly Datum[]): void => {
    for (const each of list) writeDatum(object, each, textOffsets);
  };
  const roots = (list: readonly Datum[], target: SectionBuilder, start: string, end: string): Datum => {
    target.align(ROOT_ALIGN);
    const from = target.length;
    object.define(start, { section: target.index, value: from });
    const marked: number[] = [];
    for (const each of list) {
      const at = writeDatum(object, each, textOffsets) - from;
      for (const offset of pointerOffsets(each.variable!)) marked.push(at + offset);
    }
    target.align(WORD);
    object.define(end, { section: target.index, value: target.length });
    return pointerMask(start === ROOT_SYMBOLS.data ? ROOT_SYMBOLS.gcdata : ROOT_SYMBOLS.gcbss, marked, target.length - from);
  };
  const { data: dataStart, edata, bss, ebss, noptrdata } = ROOT_SYMBOLS;
  write(order.firstUsed(pick('rodata', false), symbolOf));
  const plain = object.section('.data');
  plain.align(ROOT_ALIGN);
  object.define(noptrdata, { section: plain.index, value: plain.length });
  write(order.lastUsed(pick('data', false), symbolOf));
  const dataMask = roots(order.firstUsed(pick('data', true), symbolOf), plain, dataStart, edata);
  const bssMask = roots(order.lastUsed(pick('bss', true), symbolOf), object.section('.bss'), bss, ebss);
  write(order.firstUsed(pick('bss', false), symbolOf));
  write([dataMask, bssMask]);
}

const isRoot = ({ section, variable }: Datum): boolean => section !== 'rodata' && variable !== null && hasPointers(variable);

/** The bits that tell which words of `length` bytes are pointers. */
function pointerMask(symbol: string, pointers: readonly number[], length: number): Datum {
  const bits = new Uint8Array(Math.ceil(length / WORD / 8));
  for (const offset of pointers) bits[offset >> 5]! |= 1 << ((offset >> 2) & 7);
  const datum = new Datum(symbol, 'rodata', WORD);
  datum.bytes.append(bits);
  return datum;
}

/** Writes a datum and returns where it lies in its section. */
function writeDatum(object: ObjectBuilder, datum: Datum, textOffsets: ReadonlyMap<string, number>): number {
  const section = object.section(datum.section === 'bss' ? '.bss' : datum.section === 'data' ? '.data' : '.rodata');
  section.align(datum.align);
  const start = section.length;
  object.define(datum.symbol, { section: section.index, value: start, length: datum.size, type: SymbolType.Object });
  if (datum.section === 'bss') {
    section.reserve(datum.reserved);
    return start;
  }
  section.bytes.append(datum.bytes.toBytes());
  for (const { offset, symbol, addend, isTextOffset } of datum.references) {
    if (isTextOffset === true) section.bytes.patchWord(start + offset, (textOffsets.get(symbol) ?? -1) + addend);
    else section.relocate(start + offset, Reloc.Abs32, object.symbol(symbol), addend);
  }
  return start;
}
