/**
 * Conversions: between numbers, between strings and slices, into interfaces, and from constants to values.
 */
import { assert } from '../../../base/assert.ts';
import { isPointerShaped, pointerOffsets } from '../layout/leaves.ts';
import { Ty, type Value } from '../ssa/ir.ts';
import { type CallExpr, type Expr, type Node, unparen } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import { type Constant, ConstantKind, imaginaryPart, realPart, toDouble, toInt, toSingle } from '../types/constant.ts';
import { Mode } from '../types/info.ts';
import { identical } from '../types/predicates.ts';
import { alignOf, sizeOf } from '../types/sizes.ts';
import { typeSetOf } from '../types/type-set.ts';
import { ArrayType, BasicKind, type Interface, type Type, under } from '../types/type.ts';
import { normalise } from './arithmetic.ts';
import { Datum } from './data.ts';
import { loadUnlessNil } from './load-unless-nil.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind, integerBits, isUnsignedKind, numberClass } from './number-kinds.ts';
import { ofWords, type GoValue } from './value.ts';

const WORD_MASK = 0xffffffffn;

/** The value of a constant expression. */
export function constantValue(f: Lowerer, type: Type, value: Constant): GoValue {
  const u = under(type);
  assert(u.kind !== 'Interface', 'constantValue: constants have basic types');
  switch (value.kind) {
    case ConstantKind.Bool: return ofWords(type, [f.b.const(value.value ? 1 : 0)]);
    case ConstantKind.String: return ofWords(type, f.stringConstant(value.value));
    default: break;
  }
  switch (numberClass(type)) {
    case 'int64': {
      const bits = BigInt.asUintN(64, integerOf(value));
      return ofWords(type, [f.b.const(Number(bits & WORD_MASK) | 0), f.b.const(Number(bits >> 32n) | 0)]);
    }
    case 'f32': return ofWords(type, [f.b.fconst(toSingle(value), Ty.F32)]);
    case 'f64': return ofWords(type, [f.b.fconst(toDouble(value), Ty.F64)]);
    case 'other': {
      if (basicKind(type) === BasicKind.Complex64 || basicKind(type) === BasicKind.Complex128) {
        const single = basicKind(type) === BasicKind.Complex64;
        const part = (c: Constant): Value => (single ? f.b.fconst(toSingle(c), Ty.F32) : f.b.fconst(toDouble(c), Ty.F64));
        return ofWords(type, [part(realPart(value)), part(imaginaryPart(value))]);
      }
      return ofWords(type, [f.b.const(Number(BigInt.asIntN(32, integerOf(value))), Ty.Ptr)]);
    }
    case 'word': return ofWords(type, [f.b.const(Number(BigInt.asIntN(32, integerOf(value))))]);
  }
}

function integerOf(value: Constant): bigint {
  const int = toInt(value);
  return int.kind === ConstantKind.Int ? int.value : 0n;
}

const isStringType = (type: Type): boolean => basicKind(type) === BasicKind.String;

/** Converts a value to another type, which the checker has allowed. */
export function convert(f: Lowerer, value: GoValue, to: Type, pos: Pos, site: Node | null): GoValue {
  const from = value.type;
  if (from === to) return value;
  const target = under(to);
  if (target.kind === 'Interface') return toInterface(f, value, to, target, site);
  const [fromClass, toClass] = [numberClass(from), numberClass(to)];
  if (fromClass !== 'other' && toClass !== 'other') return numberToNumber(f, value, to);
  if (isStringType(to)) return toStringValue(f, value, to, site);
  if (isStringType(from) && target.kind === 'Slice') return stringToSlice(f, value, to, target.elem, site);
  if (target.kind === 'Pointer' && under(from).kind === 'Slice') return sliceToArrayPointer(f, value, to, target.base);
  if (isComplexKind(from) && isComplexKind(to)) return complexToComplex(f, value, to);
  // Pointers, unsafe.Pointer and uintptr; types with the same structure.
  if (value.words?.length === 1) return ofWords(to, [pointerWord(f, value.words[0]!, to)]);
  void pos;
  return f.retype(value, to);
}

const isComplexKind = (type: Type): boolean => basicKind(type) === BasicKind.Complex64 || basicKind(type) === BasicKind.Complex128;

function complexToComplex(f: Lowerer, value: GoValue, to: Type): GoValue {
  const wanted = basicKind(to) === BasicKind.Complex64 ? Ty.F32 : Ty.F64;
  return ofWords(to, value.words!.map((word) => (word.ty === wanted ? word : f.b.emit(wanted === Ty.F64 ? 'cvtds' : 'cvtsd', wanted, [word]))));
}

/** A word whose meaning for the collector changes needs a value of its own. */
function pointerWord(f: Lowerer, word: Value, to: Type): Value {
  const isPointer = isPointerShaped(to);
  if (word.ty === Ty.F32 || word.ty === Ty.F64 || isPointer === (word.ty === Ty.Ptr)) return word;
  if (word.op === 'const') return f.b.const(word.imm, isPointer ? Ty.Ptr : Ty.I32);
  return f.b.emit('copy', isPointer ? Ty.Ptr : Ty.I32, [word]);
}

// --- Numbers --------------------------------------------------------------------------------------------------------

function numberToNumber(f: Lowerer, value: GoValue, to: Type): GoValue {
  const { b } = f;
  const from = value.type;
  const words = value.words!;
  const [fromClass, toClass] = [numberClass(from), numberClass(to)];
  const word = words[0]!;
  if (fromClass === 'word' || fromClass === 'int64') {
    switch (toClass) {
      case 'word': return ofWords(to, [narrowed(f, word, from, to)]);
      case 'int64': {
        if (fromClass === 'int64') return ofWords(to, words);
        return ofWords(to, [word, isUnsignedKind(from) ? b.const(0) : b.binary('sra', word, b.const(31))]);
      }
      default: return ofWords(to, [integerToFloat(f, words, from, toClass === 'f32')]);
    }
  }
  const isSingle = fromClass === 'f32';
  switch (toClass) {
    case 'f32': return ofWords(to, [isSingle ? word : b.emit('cvtsd', Ty.F32, [word])]);
    case 'f64': return ofWords(to, [isSingle ? b.emit('cvtds', Ty.F64, [word]) : word]);
    default: return ofWords(to, floatToInteger(f, isSingle ? b.emit('cvtds', Ty.F64, [word]) : word, to));
  }
}

function narrowed(f: Lowerer, word: Value, from: Type, to: Type): Value {
  const plain = word.ty === Ty.Ptr ? f.b.emit('copy', Ty.I32, [word]) : word;
  const keeps = integerBits(from) < integerBits(to) && (isUnsignedKind(from) || !isUnsignedKind(to)) && integerBits(from) < 32;
  return keeps || (integerBits(from) === integerBits(to) && isUnsignedKind(from) === isUnsignedKind(to)) ? plain : normalise(f, plain, to);
}

function integerToFloat(f: Lowerer, words: readonly Value[], from: Type, isSingle: boolean): Value {
  const { b } = f;
  const isUnsigned = isUnsignedKind(from);
  if (words.length === 2) {
    const name = `${isUnsigned ? 'u' : ''}int64tofloat${isSingle ? '32' : '64'}`;
    return f.runtime(name, [...words], [isSingle ? Ty.F32 : Ty.F64])[0]!;
  }
  return b.emit(isUnsigned ? 'cvtfu' : 'cvtfw', isSingle ? Ty.F32 : Ty.F64, [words[0]!]);
}

/** Limits of 32-bit integers as doubles. */
const TWO_31 = 2 ** 31;
const TWO_32 = 2 ** 32;

/** What does not fit is what an x86 with SSE2 makes of it: the smallest integer; uint32 takes the low word of an int64, and 64 bits are the runtime's. */
function floatToInteger(f: Lowerer, word: Value, to: Type): Value[] {
  const { b } = f;
  if (numberClass(to) === 'int64') return f.runtime(isUnsignedKind(to) ? 'float64touint64' : 'float64toint64', [word], [Ty.I32, Ty.I32]);
  const isUint32 = basicKind(to) === BasicKind.Uint32 || basicKind(to) === BasicKind.Uint || basicKind(to) === BasicKind.Uintptr;
  if (isUint32) return [floatToUint32(f, word)];
  // Our instruction saturates: what is too large, or no number, gives the largest integer, one too little.
  const saturated = b.emit('cvtwf', Ty.I32, [word]);
  const isInRange = b.emit('flt', Ty.I32, [word, b.fconst(TWO_31, Ty.F64)]);
  const result = b.binary('sub', b.binary('add', saturated, b.const(1)), isInRange);
  return [normalise(f, result, to)];
}

function floatToUint32(f: Lowerer, word: Value): Value {
  const { b } = f;
  const result = f.newVar('uint32', Ty.I32);
  const [wide, done] = [b.newBlock(), b.newBlock()];
  b.write(result, b.emit('cvtuf', Ty.I32, [word]));
  const isPositive = b.emit('fle', Ty.I32, [b.fconst(0, Ty.F64), word]);
  const isBelow = b.emit('flt', Ty.I32, [word, b.fconst(TWO_32, Ty.F64)]);
  b.branch('ne', b.binary('and', isPositive, isBelow), b.const(0), done, wide, 0);
  b.seal(wide);
  b.start(wide);
  b.write(result, f.runtime('float64touint32', [word], [Ty.I32])[0]!);
  b.jump(done);
  b.seal(done);
  b.start(done);
  return b.read(result);
}

// --- Strings --------------------------------------------------------------------------------------------------------

/** Bytes of the room that a frame has for a short string, and for as many runes. */
const TMP_STRING = 32;
const TMP_RUNES = 4 * TMP_STRING;
const TMP_RUNE = 4;

/** Room in the frame for the string of a conversion or concatenation that does not outlive it; nil if it may. */
export function stringBuffer(f: Lowerer, site: Node | null, size = TMP_STRING): Value {
  return site === null || f.context.escapes(site, 'string') ? f.b.const(0, Ty.Ptr) : f.rawSlot('string', size);
}

function toStringValue(f: Lowerer, value: GoValue, to: Type, site: Node | null): GoValue {
  const from = under(value.type);
  if (isStringType(value.type)) return f.retype(value, to);
  if (from.kind === 'Slice') {
    const isBytes = sizeOf(from.elem) === 1;
    const [p, n, c] = value.words! as [Value, Value, Value];
    const buffer = stringBuffer(f, site);
    const words = isBytes ? f.runtime('slicebytetostring', [buffer, p, n], [Ty.Ptr, Ty.I32]) : f.runtime('slicerunetostring', [buffer, p, n, c], [Ty.Ptr, Ty.I32]);
    return ofWords(to, words);
  }
  const words = value.words!;
  const [low, high] = words.length === 2 ? words : [words[0]!, isUnsignedKind(value.type) ? f.b.const(0) : f.b.binary('sra', words[0]!, f.b.const(31))];
  return ofWords(to, f.runtime('intstring', [stringBuffer(f, site, TMP_RUNE), low!, high!], [Ty.Ptr, Ty.I32]));
}

/** The largest array that is put into a frame without having been declared. */
const MAX_IMPLICIT_STACK_SIZE = 64 * 1024;

function stringToSlice(f: Lowerer, value: GoValue, to: Type, elem: Type, site: Node | null): GoValue {
  const isBytes = sizeOf(elem) === 1;
  if (isBytes && site?.kind === 'CallExpr' && f.info.types.get(site.argList[0]!)?.mode === Mode.Constant) return constantToBytes(f, value, to, elem, site);
  const buffer = stringBuffer(f, site, isBytes ? TMP_STRING : TMP_RUNES);
  return ofWords(to, f.runtime(isBytes ? 'stringtoslicebyte' : 'stringtoslicerune', [buffer, ...value.words!], [Ty.Ptr, Ty.I32, Ty.I32]));
}

/** `[]byte("text")` is an array as long as the text. */
function constantToBytes(f: Lowerer, value: GoValue, to: Type, elem: Type, site: CallExpr): GoValue {
  const [text, length] = value.words! as [Value, Value];
  if (length.imm === 0) return ofWords(to, [f.b.sym(f.program.zeroBase()), length, length]);
  const array = new ArrayType(elem, length.imm);
  const isInFrame = length.imm <= MAX_IMPLICIT_STACK_SIZE && !f.context.escapes(site, 'string');
  const bytes = isInFrame ? f.temporary(array, 'string') : f.newObject(array);
  f.copyMemory(bytes, text, array);
  return ofWords(to, [bytes, length, length]);
}

/**
 * The bytes of `string(b)` where they are, for somebody who looks at them at once and keeps nothing; null if `e` is something else, or has been
 * evaluated already.
 */
export function borrowedString(f: Lowerer, e: Expr): GoValue | null {
  const call = unparen(e);
  if (call.kind !== 'CallExpr' || f.evaluated.has(call) || f.info.types.get(call)?.mode === Mode.Constant) return null;
  const target = f.info.types.get(call.fun);
  if (target?.mode !== Mode.Type || !isStringType(target.type)) return null;
  const from = under(f.typeOf(call.argList[0]!));
  if (from.kind !== 'Slice' || sizeOf(from.elem) !== 1) return null;
  return ofWords(target.type, f.expr(call.argList[0]!).words!.slice(0, 2));
}

/** The bytes of `[]byte(s)` where they are, for a loop over them; null if `e` is something else. */
export function borrowedBytes(f: Lowerer, e: Expr): GoValue | null {
  const call = unparen(e);
  if (call.kind !== 'CallExpr') return null;
  const target = f.info.types.get(call.fun);
  if (target?.mode !== Mode.Type || !isStringType(f.typeOf(call.argList[0]!))) return null;
  const to = under(target.type);
  if (to.kind !== 'Slice' || sizeOf(to.elem) !== 1) return null;
  const [p, n] = f.expr(call.argList[0]!).words! as [Value, Value];
  return ofWords(target.type, [p, n, n]);
}

function sliceToArrayPointer(f: Lowerer, value: GoValue, to: Type, array: Type): GoValue {
  const a = under(array);
  const length = a.kind === 'Array' ? a.length : 0;
  const [p, n] = value.words! as [Value, Value];
  f.b.boundsCheck('SliceConvert', f.b.const(length), n, true);
  return ofWords(to, [p]);
}

// --- Interfaces -----------------------------------------------------------------------------------------------------

export const isEmptyInterface = (type: Interface): boolean => typeSetOf(type).methods.length === 0;

function toInterface(f: Lowerer, value: GoValue, to: Type, target: Interface, site: Node | null): GoValue {
  const from = under(value.type);
  if (from.kind === 'Basic' && from.basic === BasicKind.UntypedNil) return f.zero(to);
  if (from.kind === 'Interface') return interfaceToInterface(f, value, from, to, target);
  const { type } = value;
  f.program.noteInInterface(type);
  const tab = isEmptyInterface(target) ? f.typeWord(type) : f.b.sym(f.program.methodTableSymbol(type, to));
  return ofWords(to, [tab, dataWord(f, value, site)]);
}

function interfaceToInterface(f: Lowerer, value: GoValue, from: Interface, to: Type, target: Interface): GoValue {
  // Method tables belong to one interface type; another with the same methods has its own.
  if (identical(value.type, to) || (isEmptyInterface(from) && isEmptyInterface(target))) return f.retype(value, to);
  const [tab, data] = value.words! as [Value, Value];
  if (isEmptyInterface(target)) return ofWords(to, [isEmptyInterface(from) ? tab : typeOfTab(f, tab), data]);
  const name = isEmptyInterface(from) ? 'typeToItab' : 'itabToItab';
  const [newTab] = f.runtime(name, [f.typeWord(to), tab], [Ty.Ptr]);
  return ofWords(to, [newTab!, data]);
}

/** Byte offset of the type in an itab. */
const ITAB_TYPE = 4;

/** The dynamic type of an interface with methods, null for nil. */
const typeOfTab = (f: Lowerer, tab: Value): Value => (tab.op === 'const' ? tab : loadUnlessNil(f, tab, ITAB_TYPE, Ty.Ptr));

/** Values below this share preallocated words. */
const SMALL_VALUES = 256;

/** Bytes of the largest value that an interface has in the frame. */
const LARGEST_IN_FRAME = 1024;

/** The only basic value, string or slice that a value of the type has in it, through structures and arrays of one; null if there is none. */
function soleComponent(type: Type): Type | null {
  const u = under(type);
  if (u.kind === 'Struct') return u.fields?.length === 1 ? soleComponent(u.fields[0]!.type!) : null;
  if (u.kind === 'Array') return u.length === 1 ? soleComponent(u.elem) : null;
  return u;
}

/**
 * The data word of an interface that holds `value`: a pointer itself, or the address of a copy that nobody changes. Which copies are allocated is
 * what Go decides: not those of constants, single bytes, small numbers, empty strings and slices, and of what does not outlive the frame.
 */
function dataWord(f: Lowerer, value: GoValue, site: Node | null): Value {
  const { type, words } = value;
  if (isPointerShaped(type)) return words![0]!;
  const size = sizeOf(type);
  if (size === 0) return f.b.sym(runtimeVariable(f, 'zerobase'));
  const constant = site === null || f.info.types.get(site as Expr)?.mode === Mode.Constant ? staticCopy(f, value) : null;
  if (constant !== null) return constant;
  const sole = soleComponent(type);
  if (size === 1 && sole?.kind === 'Basic') return f.runtime('convT8', [plainWords(f, value)[0]!], [Ty.Ptr])[0]!;
  if (site !== null && size <= LARGEST_IN_FRAME && !f.context.escapes(site, 'interface')) {
    const copy = f.temporary(type, 'interface');
    f.storeTo(copy, 0, value);
    return copy;
  }
  const isAligned = size === alignOf(type) || (size === 2 * alignOf(type) && size === 8);
  if (isAligned && pointerOffsets(type).length === 0) return f.runtime(`convT${size * 8}`, plainWords(f, value), [Ty.Ptr])[0]!;
  if (sole !== null && basicKind(sole) === BasicKind.String) return f.runtime('convTstring', plainWords(f, value), [Ty.Ptr])[0]!;
  if (sole?.kind === 'Slice') return f.runtime('convTslice', plainWords(f, value), [Ty.Ptr])[0]!;
  const copy = f.newObject(type);
  f.storeTo(copy, 0, value);
  return copy;
}

/** The words of a value as they lie in memory. */
function plainWords(f: Lowerer, value: GoValue): Value[] {
  const { type, words } = value;
  const { kind } = under(type);
  const isPlain = words !== null && (kind === 'Basic' || kind === 'Slice') && words.every(({ ty }) => ty === Ty.I32 || ty === Ty.Ptr);
  // The parameters of convT8 and convT16 are unsigned, and so are the words that they get.
  if (isPlain) return sizeOf(type) < 4 ? [f.b.binary('and', words[0]!, f.b.const(2 ** (8 * sizeOf(type)) - 1))] : [...words];
  const [at, size, pointers] = [f.addressOf(value), sizeOf(type), pointerOffsets(type)];
  if (size === 1) return [f.b.load('u8', Ty.I32, at, 0)];
  if (size === 2) return [f.b.load('u16', Ty.I32, at, 0)];
  return Array.from({ length: size / 4 }, (_, i) => f.b.load('i32', pointers.includes(i * 4) ? Ty.Ptr : Ty.I32, at, i * 4));
}

function runtimeVariable(f: Lowerer, name: string): string {
  const pack = f.program.packages.find(({ path }) => path === 'runtime');
  const obj = pack?.pkg.scope.lookup(name);
  assert(obj?.kind === 'Var', `runtimeVariable: no ${name}`);
  return f.program.variableSymbol(obj);
}

/** A constant value lies in read-only data. */
function staticCopy(f: Lowerer, value: GoValue): Value | null {
  const { words, type } = value;
  if (words === null || words.length === 0 || words.length > 2) return null;
  const isStatic = words.every((word) => word.op === 'const' || word.op === 'fconst' || word.op === 'sym');
  if (!isStatic) return null;
  const size = sizeOf(type);
  if (words.length === 1 && words[0]!.op === 'const' && size === 1) return f.b.sym(runtimeVariable(f, 'staticuint64s'), (words[0]!.imm & (SMALL_VALUES - 1)) * 8);
  const text = words.map((word) => (word.op === 'sym' ? `${word.sym}+${word.imm}` : `${word.ty}:${Object.is(word.imm, -0) ? '-0' : word.imm}`)).join(',');
  const symbol = `go.constant.${size}.${text}`;
  const datum = new Datum(symbol, 'rodata', 4);
  for (const word of words) {
    if (word.op === 'sym') datum.address(word.sym!, word.imm);
    else if (word.ty === Ty.F64) datum.bytes.appendDouble(word.imm);
    else if (word.ty === Ty.F32) datum.word(singleBits(word.imm));
    else if (size === 2) datum.half(word.imm);
    else if (size === 1) datum.byte(word.imm);
    else datum.word(word.imm);
  }
  f.program.constantSymbol({ symbol, bytes: datum.bytes.toBytes(), references: datum.references });
  return f.b.sym(symbol);
}

function singleBits(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return view.getInt32(0, true);
}
