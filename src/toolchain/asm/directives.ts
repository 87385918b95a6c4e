/**
 * The directives that place data, choose sections and describe symbols. Those that decide which statements are read at all
 * (`.macro`, `.if`, `.include`, `.rept`) are in reader.ts.
 */
import { SectionType, SymbolBinding, SymbolType, SymbolVisibility } from '../../abi/elf32.ts';
import { ByteBuffer } from '../../base/byte-buffer.ts';
import { customarySection } from '../../elf/object-builder.ts';
import { appendSigned, appendUnsigned } from '../dwarf/leb128.ts';
import { SECTION_FLAG_LETTERS, type Assembly, type SectionRequest } from './assembly.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';
import { TokenKind } from './lexer.ts';
import { absoluteValue, numberExpression, type Expression } from './symbols.ts';

type Directive = (cursor: Cursor, assembly: Assembly) => void;

const MAX_ALIGNMENT = 2 ** 20;
const SYMBOL = 'a symbol';

/** Parses `item { "," item }`; an empty list is fine. */
function list(cursor: Cursor, item: () => void): void {
  if (cursor.atEnd) return;
  do item();
  while (cursor.accept(','));
}

function absolute(cursor: Cursor, assembly: Assembly): bigint {
  const { place } = cursor;
  const value = absoluteValue(parseExpression(cursor, assembly));
  return value ?? cursor.fail('bad or irreducible absolute expression', place);
}

function optionalAbsolute(cursor: Cursor, assembly: Assembly, fallback: bigint): bigint {
  if (!cursor.accept(',')) return fallback;
  return cursor.atEnd || cursor.is(',') ? fallback : absolute(cursor, assembly);
}

// Data

const values = (size: number): Directive => (cursor, assembly) =>
  list(cursor, () => {
    const { place } = cursor;
    assembly.emitValue(parseExpression(cursor, assembly), size, place);
  });

const strings = (terminator: Uint8Array): Directive => (cursor, assembly) =>
  list(cursor, () => {
    const { place } = cursor;
    // Adjacent strings join, as in C.
    do assembly.emitBytes(cursor.expectString(), place);
    while (cursor.token.kind === TokenKind.String);
    assembly.emitBytes(terminator, place);
  });

function floatValue(cursor: Cursor): number {
  const sign = cursor.accept('-') ? -1 : cursor.accept('+') || true ? 1 : 1;
  const { token } = cursor;
  const isNumber = token.kind === TokenKind.Float || token.kind === TokenKind.Number;
  const named = /^(inf|infinity|nan)$/i.exec(token.text);
  if (!isNumber && named === null) return cursor.fail(`expected a floating constant but found ${cursor.describe()}`);
  cursor.advance();
  if (named !== null) return /^nan$/i.test(token.text) ? NaN : sign * Infinity;
  return sign * Number(token.text);
}

const floats = (size: 4 | 8): Directive => (cursor, assembly) =>
  list(cursor, () => {
    const { place } = cursor;
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    const value = floatValue(cursor);
    if (size === 4) view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
    assembly.emitBytes(bytes, place);
  });

const leb128 = (append: (bytes: ByteBuffer, value: number) => void, min: bigint, max: bigint): Directive => (cursor, assembly) =>
  list(cursor, () => {
    const { place } = cursor;
    const value = absolute(cursor, assembly);
    if (value < min || value > max) cursor.fail(`value ${value} is not between ${min} and ${max}`, place);
    const bytes = new ByteBuffer();
    append(bytes, Number(value));
    assembly.emitBytes(bytes.toBytes(), place);
  });

/** `.space count, byte`. */
const space: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const count = parseExpression(cursor, assembly);
  const value = optionalAbsolute(cursor, assembly, 0n);
  assembly.emitFill(folded(count), 1, value, place);
};

/** `.fill count, size, value`. */
const fill: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const count = parseExpression(cursor, assembly);
  const size = optionalAbsolute(cursor, assembly, 1n);
  const value = optionalAbsolute(cursor, assembly, 0n);
  if (size < 0n || size > 8n) cursor.fail(`.fill size ${size} is not between 0 and 8`, place);
  if (size > 0n) assembly.emitFill(folded(count), Number(size), value, place);
};

function folded(expression: Expression): Expression {
  const value = absoluteValue(expression);
  return value === null ? expression : numberExpression(value);
}

// Alignment

function emitAlignment(alignment: bigint, cursor: Cursor, assembly: Assembly): void {
  const fillByte = cursor.accept(',') && !cursor.atEnd && !cursor.is(',') ? Number(BigInt.asUintN(8, absolute(cursor, assembly))) : null;
  const maxSkip = optionalAbsolute(cursor, assembly, BigInt(MAX_ALIGNMENT));
  assembly.align(Number(alignment), fillByte, Number(maxSkip));
}

const alignToPower: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const power = absolute(cursor, assembly);
  if (power < 0n || 2 ** Number(power) > MAX_ALIGNMENT) cursor.fail(`alignment too large: 2^${power}`, place);
  emitAlignment(1n << power, cursor, assembly);
};

const alignToBytes: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const alignment = absolute(cursor, assembly);
  if (alignment < 0n || (alignment & (alignment - 1n)) !== 0n) cursor.fail('alignment not a power of 2', place);
  if (alignment > BigInt(MAX_ALIGNMENT)) cursor.fail(`alignment too large: ${alignment}`, place);
  emitAlignment(alignment, cursor, assembly);
};

const org: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const target = parseExpression(cursor, assembly);
  const fillByte = Number(BigInt.asUintN(8, optionalAbsolute(cursor, assembly, 0n)));
  assembly.current.append({ kind: 'org', target, fillByte, place });
};

// Sections

const named = (name: string): Directive => (_, assembly) => assembly.switchTo(assembly.enterSection(name, {}));

function sectionFlags(cursor: Cursor, letters: string): number {
  let flags = 0;
  for (const letter of letters) {
    const flag = SECTION_FLAG_LETTERS[letter];
    if (flag === undefined) cursor.fail(`unknown .section attribute \`${letter}': want a,w,x,M,S,R`);
    else flags |= flag;
  }
  return flags;
}

const SECTION_TYPES: Readonly<Record<string, SectionType>> = {
  progbits: SectionType.Progbits,
  nobits: SectionType.Nobits,
  note: SectionType.Note,
  init_array: SectionType.InitArray,
  fini_array: SectionType.FiniArray,
};

function typeName(cursor: Cursor, what: string): string {
  if (cursor.token.kind === TokenKind.String) return cursor.advance().text;
  if (!cursor.accept('@')) cursor.accept('%');
  return cursor.expectName(what);
}

/** `.section name, "flags", @type, entry size`. */
function sectionRequest(cursor: Cursor, assembly: Assembly): SectionRequest {
  if (!cursor.accept(',')) return {};
  const { place } = cursor;
  const flags = sectionFlags(cursor, new TextDecoder().decode(cursor.expectString()));
  if (!cursor.accept(',')) return { flags };
  const typePlace = cursor.place;
  const type = SECTION_TYPES[typeName(cursor, 'a section type')];
  if (type === undefined) return cursor.fail('unknown section type', typePlace);
  const entrySize = Number(optionalAbsolute(cursor, assembly, 0n));
  if (entrySize < 0 || entrySize > MAX_ALIGNMENT) cursor.fail('bad entry size', place);
  return { flags, type, entrySize };
}

const section: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const name = cursor.expectName('a section name');
  const request = sectionRequest(cursor, assembly);
  const found = assembly.enterSection(name, request);
  if (request.flags !== undefined && request.flags !== found.flags) cursor.fail(`changed section attributes for ${name}`, place);
  if (request.type !== undefined && request.type !== found.type) cursor.fail(`changed section type for ${name}`, place);
  assembly.switchTo(found);
};

const OVERLAY_KINDS = ['text', 'rodata', 'data', 'bss'];
const OVERLAY_POLICIES = ['root', 'private', 'reload', 'writeback'];

/** `.overlay segment, kind, policy`: what follows belongs to a segment of an overlaid program. */
const overlay: Directive = (cursor, assembly) => {
  const segment = cursor.expectName('an overlay segment');
  const { place } = cursor;
  const kind = cursor.accept(',') ? cursor.expectName('text, rodata, data or bss') : 'text';
  const policy = cursor.accept(',') ? cursor.expectName('a data policy') : null;
  if (!/^[A-Za-z_][\w-]*$/.test(segment)) cursor.fail(`bad name of an overlay segment \`${segment}'`, place);
  if (!OVERLAY_KINDS.includes(kind)) cursor.fail(`unknown kind of overlay section \`${kind}': want ${OVERLAY_KINDS.join(', ')}`, place);
  if (policy !== null && !OVERLAY_POLICIES.includes(policy)) cursor.fail(`unknown data policy \`${policy}': want ${OVERLAY_POLICIES.join(', ')}`, place);
  const name = `.overlay.${segment}.${kind}${policy === null ? '' : `.${policy}`}`;
  assembly.switchTo(assembly.enterSection(name, customarySection(`.${kind}`)));
};

const pushSection: Directive = (cursor, assembly) => {
  assembly.sectionStack.push(assembly.current);
  section(cursor, assembly);
};

const popSection: Directive = (cursor, assembly) => {
  const top = assembly.sectionStack.pop();
  if (top === undefined) return cursor.fail('.popsection without corresponding .pushsection');
  assembly.switchTo(top);
};

// Symbols

const binding = (value: SymbolBinding): Directive => (cursor, assembly) =>
  list(cursor, () => assembly.bind(assembly.symbol(cursor.expectName(SYMBOL)), value));

const hidden: Directive = (cursor, assembly) =>
  list(cursor, () => {
    assembly.symbol(cursor.expectName(SYMBOL)).visibility = SymbolVisibility.Hidden;
  });

const set: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const name = cursor.expectName(SYMBOL);
  cursor.expect(',');
  assembly.setSymbol(name, parseExpression(cursor, assembly), place);
};

const setOnce: Directive = (cursor, assembly) => {
  if (assembly.isDefined(cursor.token.text)) cursor.fail(`symbol \`${cursor.token.text}' is already defined`);
  set(cursor, assembly);
};

const SYMBOL_TYPES: Readonly<Record<string, SymbolType>> = {
  function: SymbolType.Func,
  STT_FUNC: SymbolType.Func,
  object: SymbolType.Object,
  STT_OBJECT: SymbolType.Object,
  notype: SymbolType.None,
  STT_NOTYPE: SymbolType.None,
};

const type: Directive = (cursor, assembly) => {
  const symbol = assembly.symbol(cursor.expectName(SYMBOL));
  cursor.accept(',');
  const { place } = cursor;
  const name = typeName(cursor, 'a symbol type');
  const value = SYMBOL_TYPES[name];
  if (value === undefined) return cursor.fail(`unrecognized symbol type "${name}"`, place);
  symbol.type = value;
};

const size: Directive = (cursor, assembly) => {
  const symbol = assembly.symbol(cursor.expectName(SYMBOL));
  cursor.expect(',');
  symbol.size = parseExpression(cursor, assembly);
};

/** `.comm name, length, alignment`. */
function commonParts(cursor: Cursor, assembly: Assembly): { readonly name: string; readonly length: number; readonly alignment: number } {
  const { place } = cursor;
  const name = cursor.expectName(SYMBOL);
  cursor.expect(',');
  const length = absolute(cursor, assembly);
  const alignment = optionalAbsolute(cursor, assembly, length >= 8n ? 8n : 4n);
  if (length < 0n || length > 0x4000_0000n) cursor.fail(`.COMMon length (${length}) out of range`, place);
  if (alignment <= 0n || (alignment & (alignment - 1n)) !== 0n || alignment > BigInt(MAX_ALIGNMENT)) cursor.fail('alignment not a power of 2', place);
  if (assembly.isDefined(name)) cursor.fail(`symbol \`${name}' is already defined`, place);
  return { name, length: Number(length), alignment: Number(alignment) };
}

const localCommon: Directive = (cursor, assembly) => {
  const { place } = cursor;
  const { name, length, alignment } = commonParts(cursor, assembly);
  const before = assembly.current;
  assembly.current = assembly.enterSection('.bss', {});
  assembly.align(alignment, null, MAX_ALIGNMENT);
  assembly.defineLabel(name, place);
  const symbol = assembly.symbol(name);
  symbol.type = SymbolType.Object;
  symbol.size = numberExpression(length);
  assembly.emitFill(numberExpression(length), 1, 0n, place);
  assembly.current = before;
};

const common: Directive = (cursor, assembly) => {
  const known = assembly.symbols.get(cursor.token.text);
  // `.local x` before `.comm x` makes it what `.lcomm` makes.
  if (known !== undefined && known.hasBinding && known.binding === SymbolBinding.Local) return localCommon(cursor, assembly);
  const { name, length, alignment } = commonParts(cursor, assembly);
  const symbol = assembly.symbol(name);
  symbol.definition = { kind: 'common', length, alignment };
  symbol.type = SymbolType.Object;
  if (!symbol.hasBinding) assembly.bind(symbol, SymbolBinding.Global);
};

// The rest

const message = (severity: 'error' | 'warning'): Directive => (cursor, assembly) => {
  const { place } = cursor;
  assembly.report(severity, cursor.atEnd ? `.${severity} directive invoked in source file` : new TextDecoder().decode(cursor.expectString()), place);
};

/** Directives that say nothing to this machine: their operands are skipped. */
const ignored: Directive = (cursor) => {
  while (!cursor.atEnd) cursor.advance();
};

const DIRECTIVES: ReadonlyMap<string, Directive> = new Map(
  Object.entries({
    '.byte': values(1),
    '.half': values(2),
    '.short': values(2),
    '.hword': values(2),
    '.2byte': values(2),
    '.word': values(4),
    '.long': values(4),
    '.int': values(4),
    '.4byte': values(4),
    '.quad': values(8),
    '.dword': values(8),
    '.8byte': values(8),
    '.float': floats(4),
    '.single': floats(4),
    '.double': floats(8),
    '.uleb128': leb128(appendUnsigned, 0n, 0x7fffffffn),
    '.sleb128': leb128(appendSigned, -0x80000000n, 0x7fffffffn),
    '.ascii': strings(new Uint8Array(0)),
    '.asciz': strings(new Uint8Array(1)),
    '.string': strings(new Uint8Array(1)),
    '.zero': space,
    '.space': space,
    '.skip': space,
    '.fill': fill,
    '.align': alignToPower,
    '.p2align': alignToPower,
    '.balign': alignToBytes,
    '.org': org,
    '.text': named('.text'),
    '.data': named('.data'),
    '.bss': named('.bss'),
    '.rodata': named('.rodata'),
    '.section': section,
    '.overlay': overlay,
    '.pushsection': pushSection,
    '.popsection': popSection,
    '.previous': ((_, assembly) => assembly.switchTo(assembly.previous)) as Directive,
    '.globl': binding(SymbolBinding.Global),
    '.global': binding(SymbolBinding.Global),
    '.local': binding(SymbolBinding.Local),
    '.weak': binding(SymbolBinding.Weak),
    '.hidden': hidden,
    '.set': set,
    '.equ': set,
    '.equiv': setOnce,
    '.type': type,
    '.size': size,
    '.comm': common,
    '.common': common,
    '.lcomm': localCommon,
    '.error': message('error'),
    '.err': message('error'),
    '.warning': message('warning'),
    '.file': ignored,
    '.ident': ignored,
    '.loc': ignored,
    '.option': ignored,
    '.attribute': ignored,
  }),
);

/** Unwinding tables have no use here: nothing unwinds by them. */
const isUnwinding = (name: string): boolean => name.startsWith('.cfi_');

export const isDirective = (name: string): boolean => DIRECTIVES.has(name) || isUnwinding(name);

/** Carries out the directive `name`; the cursor stands behind it. */
export function assembleDirective(name: string, cursor: Cursor, assembly: Assembly): void {
  (isUnwinding(name) ? ignored : DIRECTIVES.get(name)!)(cursor, assembly);
  cursor.expectEnd();
}
