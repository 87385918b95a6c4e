/**
 * Conversions: between numbers, between strings and slices, into interfaces, and from constants to values.
 */
import { isPointerShaped } from '../layout/leaves.ts';
import { Ty, type Value } from '../ssa/ir.ts';
import type { Node } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import { type Constant, ConstantKind, imaginaryPart, realPart, toDouble, toInt, toSingle } from '../types/constant.ts';
import { identical } from '../types/predicates.ts';
import { sizeOf } from '../types/sizes.ts';
import { typeSetOf } from '../types/type-set.ts';
import { BasicKind, type Interface, type Type, under } from '../types/type.ts';
import { normalise } from './arithmetic.ts';
import { Datum } from './data.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind, integerBits, isUnsignedKind, numberClass } from './number-kinds.ts';
import { ofWords, type GoValue } from './value.ts';

const WORD_MASK = 0xffffffffn;

/** The value of a constant expression. */
export function constantValue(f: Lowerer, type: Type, value: Constant): GoValue {
  const u = under(type);
  if (u.kind === 'Interface') throw new Error('constantValue: constants have basic types');
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
  if (isStringType(to)) return toStringValue(f, value, to);
  if (isStringType(from) && target.kind === 'Slice') return stringToSlice(f, value, to, target.elem);
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

/** What does not fit is what an x86 with SSE2 makes of it: the smallest integer; uint32 takes the low word of an int64. */
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
  b.write(result, f.runtime('float64toint64', [word], [Ty.I32, Ty.I32])[0]!);
  b.jump(done);
  b.seal(done);
  b.start(done);
  return b.read(result);
}

// --- Strings --------------------------------------------------------------------------------------------------------

function toStringValue(f: Lowerer, value: GoValue, to: Type): GoValue {
  const from = under(value.type);
  if (isStringType(value.type)) return f.retype(value, to);
  if (from.kind === 'Slice') {
    const isBytes = sizeOf(from.elem) === 1;
    const [p, n, c] = value.words! as [Value, Value, Value];
    const words = isBytes ? f.runtime('slicebytetostring', [p, n], [Ty.Ptr, Ty.I32]) : f.runtime('slicerunetostring', [p, n, c], [Ty.Ptr, Ty.I32]);
    return ofWords(to, words);
  }
  const words = value.words!;
  const [low, high] = words.length === 2 ? words : [words[0]!, isUnsignedKind(value.type) ? f.b.const(0) : f.b.binary('sra', words[0]!, f.b.const(31))];
  return ofWords(to, f.runtime('intstring', [low!, high!], [Ty.Ptr, Ty.I32]));
}

function stringToSlice(f: Lowerer, value: GoValue, to: Type, elem: Type): GoValue {
  const name = sizeOf(elem) === 1 ? 'stringtoslicebyte' : 'stringtoslicerune';
  return ofWords(to, f.runtime(name, [...value.words!], [Ty.Ptr, Ty.I32, Ty.I32]));
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
export function typeOfTab(f: Lowerer, tab: Value): Value {
  if (tab.op === 'const') return tab;
  const { b } = f;
  const result = f.newVar('type', Ty.Ptr);
  const [some, done] = [b.newBlock(), b.newBlock()];
  b.write(result, b.const(0, Ty.Ptr));
  b.branch('ne', tab, b.const(0), some, done);
  b.seal(some);
  if (b.block === null) b.start(some);
  b.write(result, b.load('i32', Ty.Ptr, tab, ITAB_TYPE));
  b.jump(done);
  b.seal(done);
  b.start(done);
  return b.read(result);
}

/** Values below this share preallocated words. */
const SMALL_VALUES = 256;

/** The data word of an interface that holds `value`: a pointer itself, or the address of a copy that nobody changes. */
export function dataWord(f: Lowerer, value: GoValue, site: Node | null): Value {
  const { type } = value;
  if (isPointerShaped(type)) return value.words![0]!;
  const size = sizeOf(type);
  if (size === 0) return f.b.sym(runtimeVariable(f, 'zerobase'));
  const constant = staticCopy(f, value);
  if (constant !== null) return constant;
  if (site !== null && !f.context.escapes(site, 'interface')) {
    const copy = f.temporary(type, 'interface');
    f.storeTo(copy, 0, value);
    return copy;
  }
  const words = value.words;
  if (words?.length === 1 && numberClass(type) === 'word') {
    const name = size === 1 ? 'convT8' : size === 2 ? 'convT16' : 'convT32';
    // Its parameter is unsigned, and so is the word that it gets.
    const word = size < 4 ? f.b.binary('and', words[0]!, f.b.const(2 ** (8 * size) - 1)) : words[0]!;
    return f.runtime(name, [word], [Ty.Ptr])[0]!;
  }
  if (words !== null && basicKind(type) === BasicKind.Bool) return f.runtime('convT8', [words[0]!], [Ty.Ptr])[0]!;
  if (words !== null && numberClass(type) === 'int64') return f.runtime('convT64', [...words], [Ty.Ptr])[0]!;
  if (words !== null && basicKind(type) === BasicKind.String) return f.runtime('convTstring', [...words], [Ty.Ptr])[0]!;
  if (words !== null && under(type).kind === 'Slice') return f.runtime('convTslice', [...words], [Ty.Ptr])[0]!;
  const copy = f.newObject(type);
  f.storeTo(copy, 0, value);
  return copy;
}

function runtimeVariable(f: Lowerer, name: string): string {
  const pack = f.program.packages.find(({ path }) => path === 'runtime');
  const obj = pack?.pkg.scope.lookup(name);
  if (obj?.kind !== 'Var') throw new Error(`runtimeVariable: no ${name}`);
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
