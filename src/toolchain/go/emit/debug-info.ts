/**
 * Debugging information of a compiled program: lines, functions, variables, constants and types, as DWARF 4 in sections that are not loaded.
 * Debuggers read it, and so does pagewalk itself: what it shows of a guest's heap it finds through these names and offsets alone.
 *
 * There is as much of it as of the program: functions and variables that are linked, the types of these variables and those with
 * descriptors. Of the runtime's package all types and constants are there, for tools that look at a guest.
 */
import { SymbolBinding, SymbolType } from '../../../abi/elf32.ts';
import { Reg } from '../../../isa/registers.ts';
import type { ObjectBuilder } from '../../../elf/object-builder.ts';
import { codeRanges, compileUnit } from '../../dwarf/compile-unit.ts';
import { Attribute, SourceLanguage, Tag } from '../../dwarf/constants.ts';
import { Die, writeUnit } from '../../dwarf/die.ts';
import { type DebugContent, lineProgram, type LineRow, type LineSequence } from '../../dwarf/line-program.ts';
import { symbolPath, type TypeKeys } from '../layout/type-key.ts';
import type { DataTable } from '../lower/data.ts';
import { typeSymbol } from '../lower/program.ts';
import { ConstantKind } from '../types/constant.ts';
import type { Const, Package } from '../types/object.ts';
import { BasicInfo, BasicKind, type Type, under } from '../types/type.ts';
import { TYP } from '../types/universe.ts';
import type { LocalVariable } from './compiled-function.ts';
import { DebugTypes } from './debug-types.ts';
import type { TableFunction } from './function-table.ts';
import { PlaceField } from './place-table.ts';

const RUNTIME = 'runtime';
const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;

/** What the debugging information is made from, besides the code. */
export interface DebugSource {
  readonly packages: readonly Package[];
  readonly keys: TypeKeys;
  /** Types that have descriptors. */
  readonly described: readonly Type[];
}

export interface DebuggedCode {
  /** Sorted by offset. */
  readonly functions: readonly TableFunction[];
  /** Of functions that the compiler has made, by name. */
  readonly locals: ReadonlyMap<string, readonly LocalVariable[]>;
  /** Symbol of the text that their offsets count from. */
  readonly textStart: number;
  readonly textLength: number;
  readonly data: DataTable;
  readonly unitName: string;
}

/** Adds the sections. All symbols of the program are defined already. */
export function addDebugInfo(object: ObjectBuilder, code: DebuggedCode, source: DebugSource): void {
  const { functions, locals, textStart, textLength, data, unitName } = code;
  const files = new FileNumbers();
  const rows = functions.flatMap((each) => lineRows(each, files));
  const sequences: LineSequence[] = [{ symbol: textStart, length: textLength, rows }];
  const line = addSection(object, '.debug_line', lineProgram(files.names, sequences));
  const ranges = addSection(object, '.debug_ranges', codeRanges(sequences));

  const types = new DebugTypes({
    keys: source.keys,
    runtimeType: (name) => typeIn(source, name),
    descriptorSymbol: (key) => (data.has(typeSymbol(key)) ? object.symbol(typeSymbol(key)) : null),
  });
  const entries = [
    ...functions.map((func, i) => {
      const die = subprogram(func, (functions[i + 1]?.offset ?? textLength) - func.offset, textStart, files);
      return die.add(...(locals.get(func.name) ?? []).map((each) => localDie(each, types)));
    }),
    ...variables(object, data, types),
    ...constants(source, types),
  ];
  for (const type of [...source.described, ...runtimeTypes(source)]) types.of(type);
  const unit = writeUnit(compileUnit(unitName, SourceLanguage.Go, { line, ranges }).add(...entries, ...types.entries));
  const abbreviations = addSection(object, '.debug_abbrev', unit.abbreviations);
  addSection(object, '.debug_info', unit.info(abbreviations));
}

function lineRows({ offset, places: { files, rows } }: TableFunction, numbers: FileNumbers): LineRow[] {
  const fileNumbers = files.map((file) => numbers.of(file));
  const lines: LineRow[] = [];
  for (let at = 0; at < rows.length; at += PlaceField.Size) {
    lines.push({ offset: offset + rows[at + PlaceField.Offset]!, file: fileNumbers[rows[at + PlaceField.File]!]!, line: rows[at + PlaceField.Line]! });
  }
  return lines;
}

class FileNumbers {
  private readonly numbers = new Map<string, number>();

  get names(): string[] {
    return [...this.numbers.keys()];
  }

  of(file: string): number {
    const number = this.numbers.get(file) ?? this.numbers.size;
    this.numbers.set(file, number);
    return number;
  }
}

function subprogram({ name, offset, startLine, places }: TableFunction, length: number, textStart: number, files: FileNumbers): Die {
  const die = new Die(Tag.Subprogram).name(name).address(Attribute.LowPc, textStart, offset).count(Attribute.HighPc, length);
  // Files count from 1 in DWARF 4.
  if (places.files.length > 0) die.count(Attribute.DeclFile, files.of(places.files[0]!) + 1).count(Attribute.DeclLine, startLine);
  return die.register(Attribute.FrameBase, Reg.Sp).flag(Attribute.External);
}

function localDie({ role, name, type, offset }: LocalVariable, types: DebugTypes): Die {
  const die = new Die(role === 'local' ? Tag.Variable : Tag.FormalParameter).name(name);
  if (role === 'result') die.flag(Attribute.VariableParameter);
  return (offset === null ? die : die.inFrame(Attribute.Location, offset)).entry(Attribute.Type, types.of(type));
}

function variables(object: ObjectBuilder, data: DataTable, types: DebugTypes): Die[] {
  const inOrder = [...data.all()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  return inOrder.flatMap(({ symbol, variable, isDeclared }) => {
    if (variable === null || !isDeclared) return [];
    return [new Die(Tag.Variable).name(symbol).memory(Attribute.Location, object.symbol(symbol)).entry(Attribute.Type, types.of(variable)).flag(Attribute.External)];
  });
}

/** Whole numbers and truth values of the runtime and of the program's own package. */
function constants({ packages }: DebugSource, types: DebugTypes): Die[] {
  return packages.filter(({ path, name }) => path === RUNTIME || name === 'main').flatMap((pkg) =>
    [...pkg.scope.elems.values()].flatMap((obj) => {
      const type = obj.kind === 'Const' && obj.name !== '_' ? typeOfConstant(obj.type!) : null;
      const value = obj.kind === 'Const' ? numberOf(obj) : null;
      if (type === null || value === null) return [];
      return [new Die(Tag.Constant).name(`${symbolPath(pkg)}.${obj.name}`).integer(Attribute.ConstValue, value).entry(Attribute.Type, types.of(type))];
    }));
}

function numberOf({ value }: Const): bigint | null {
  if (value.kind === ConstantKind.Bool) return value.value ? 1n : 0n;
  if (value.kind !== ConstantKind.Int) return null;
  return value.value >= MIN_INT64 && value.value <= MAX_UINT64 ? BigInt.asIntN(64, value.value) : null;
}

/** The type that a constant has by default. */
function typeOfConstant(type: Type): Type {
  const u = under(type);
  if (u.kind !== 'Basic' || (u.info & BasicInfo.Untyped) === 0) return type;
  return TYP[(u.info & BasicInfo.Boolean) !== 0 ? BasicKind.Bool : BasicKind.Int];
}

function typeIn({ packages }: DebugSource, name: string): Type | null {
  const obj = packages.find(({ path }) => path === RUNTIME)?.scope.lookup(name);
  return obj?.kind === 'TypeName' ? obj.type : null;
}

function runtimeTypes({ packages }: DebugSource): Type[] {
  const scope = packages.find(({ path }) => path === RUNTIME)?.scope;
  return [...(scope?.elems.values() ?? [])].flatMap((obj) => (obj.kind === 'TypeName' && obj.type !== null && !obj.isAlias ? [obj.type] : []));
}

/** Adds a section that is not loaded, and returns the symbol of its start. */
function addSection(object: ObjectBuilder, name: string, { data, relocations }: DebugContent): number {
  const section = object.section(name, { flags: 0, alignment: 1 });
  section.bytes.append(data);
  for (const { offset, type, symbol, addend } of relocations) section.relocate(offset, type, symbol, addend);
  return object.defineUnnamed(name, { section: section.index, value: 0, binding: SymbolBinding.Local, type: SymbolType.Section });
}
