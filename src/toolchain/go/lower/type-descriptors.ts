/**
 * Type descriptors: what the runtime, maps, interfaces and fmt know about types at run time. The layout is that of Go 1.19's `_type` and
 * the records that extend it, with one difference: what are offsets there are addresses here, which have the same size.
 *
 *   0 size  4 pointer prefix  8 hash  12 flags  13 align  14 field align  15 kind  16 equality closure  20 pointer mask  24 name  28 pointer to this
 *
 * Method tables list all methods, but their code is filled in (and compiled) only once a value of the type may be in an interface and the
 * method is called through some interface: see interface-methods.ts.
 */
import { unreachable } from '../../../base/assert.ts';
import { hasPointers, isPointerShaped, pointerOffsets, pointerPrefix } from '../layout/leaves.ts';
import { displayName, symbolPath } from '../layout/type-key.ts';
import { NO_POS } from '../syntax/position.ts';
import { lookupFieldOrMethod } from '../types/lookup.ts';
import { compareMethods, type Func, isExported, type Package, Var, VarRole } from '../types/object.ts';
import { incomparablePart } from '../types/predicates.ts';
import { alignOf, fieldOffsets, sizeOf } from '../types/sizes.ts';
import { typeSetOf } from '../types/type-set.ts';
import { ArrayType, BasicKind, type MapType, Pointer, Slice, Struct, type Type, under } from '../types/type.ts';
import { TYP } from '../types/universe.ts';
import type { Datum } from './data.ts';
import { equalityFunction, hashFunction, isPlainMemory } from './equality.ts';
import type { Program } from './program.ts';
import { typeHash } from './type-hash.ts';

const enum Kind {
  Array = 17, Chan, Func, Interface, Map, Pointer, Slice, String, Struct, UnsafePointer,
  DirectIface = 1 << 5,
}

const enum TFlag { Uncommon = 1, Named = 4, RegularMemory = 8 }

/** Kinds of basic types, as reflect numbers them. */
function basicKindNumber(kind: BasicKind): number {
  if (kind === BasicKind.String) return Kind.String;
  return kind === BasicKind.UnsafePointer ? Kind.UnsafePointer : kind;
}

/** The kind of a type, with reflect's number. */
export function kindNumber(type: Type): number {
  const u = under(type);
  switch (u.kind) {
    case 'Basic': return basicKindNumber(u.basic);
    case 'Array': return Kind.Array;
    case 'Chan': return Kind.Chan;
    case 'Signature': return Kind.Func;
    case 'Interface': return Kind.Interface;
    case 'Map': return Kind.Map;
    case 'Pointer': return Kind.Pointer;
    case 'Slice': return Kind.Slice;
    case 'Struct': return Kind.Struct;
    case 'Tuple': return unreachable('kindNumber: tuples have no descriptor');
  }
}

/** Where a descriptor has the address of that of the pointer type, which is filled in when all are known. */
export const POINTER_TO_THIS = 28;

/** Writes the descriptor of `type` under `symbol`. */
export function makeTypeDescriptor(program: Program, type: Type, symbol: string): void {
  const datum = program.data.define(symbol, 'rodata', 4);
  const u = under(type);
  const methods = methodSet(type);
  const isUncommon = type.kind === 'Named' || methods.length > 0;
  let flags = 0;
  if (isUncommon) flags |= TFlag.Uncommon;
  if (type.kind === 'Named' || type.kind === 'Basic') flags |= TFlag.Named;
  const isComparable = incomparablePart(type, new Set()) === null;
  if (isComparable && isPlainMemory(type)) flags |= TFlag.RegularMemory;
  const align = alignOf(type);
  datum.word(sizeOf(type)).word(pointerPrefix(type)).word(typeHash(program.keys.of(type)));
  datum.byte(flags).byte(align).byte(align).byte(kindNumber(type) | (isPointerShaped(type) ? Kind.DirectIface : 0));
  datum.addressOrNull(isComparable ? program.funcValueSymbol(equalityFunction(program, type)) : null);
  datum.addressOrNull(pointerMask(program, type));
  datum.address(nameSymbol(program, displayName(type), true, ''));
  datum.word(0);
  const lists: (() => void)[] = [];
  extension(program, datum, type, u, lists);
  if (isUncommon) uncommon(program, datum, type, methods, lists);
  for (const list of lists) list();
}

/** The part of a descriptor that depends on the kind of type. `lists` are written behind everything else. */
function extension(program: Program, datum: Datum, type: Type, u: ReturnType<typeof under>, lists: (() => void)[]): void {
  switch (u.kind) {
    case 'Array':
      datum.address(program.typeSymbol(u.elem)).address(program.typeSymbol(new Slice(u.elem))).word(u.length);
      return;
    case 'Chan':
      datum.address(program.typeSymbol(u.elem)).word(u.dir === 'both' ? 3 : u.dir === 'recv' ? 1 : 2);
      return;
    case 'Signature': {
      const [params, results] = [u.params.vars, u.results.vars];
      datum.half(params.length).half(results.length | (u.variadic ? 0x8000 : 0));
      lists.push(() => {
        for (const each of [...params, ...results]) datum.address(program.typeSymbol(each.type!));
      });
      return;
    }
    case 'Interface': {
      const { methods } = typeSetOf(u);
      const pkg = packageOf(type);
      datum.addressOrNull(pkg === null ? null : nameSymbol(program, symbolPath(pkg), false, ''));
      pendingList(datum, methods.length, lists, () => {
        for (const method of methods) datum.address(methodName(program, method)).address(program.typeSymbol(method.type!));
      });
      return;
    }
    case 'Map':
      mapExtension(program, datum, u);
      return;
    case 'Pointer':
      datum.address(program.typeSymbol(u.base));
      return;
    case 'Slice':
      datum.address(program.typeSymbol(u.elem));
      return;
    case 'Struct': {
      const fields = u.fields ?? [];
      const pkg = fields.find((field) => !isExported(field.name))?.pkg ?? null;
      datum.addressOrNull(pkg === null ? null : nameSymbol(program, symbolPath(pkg), false, ''));
      const offsets = fieldOffsets(u);
      pendingList(datum, fields.length, lists, () => fields.forEach((field, i) => {
        datum.address(nameSymbol(program, field.name, isExported(field.name), u.tags[i] ?? '', field.isEmbedded));
        datum.address(program.typeSymbol(field.type!)).word(offsets[i]!);
      }));
      return;
    }
    default:
      return;
  }
}

/** A slice header whose array follows later in the same datum. */
function pendingList(datum: Datum, count: number, lists: (() => void)[], write: () => void): void {
  const at = datum.bytes.length;
  datum.word(0).word(count).word(count);
  if (count === 0) return;
  lists.push(() => {
    datum.references.push({ offset: at, symbol: datum.symbol, addend: datum.bytes.length });
    write();
  });
}

/** Keys and elements larger than this are kept behind pointers. */
const MAX_INLINE_MAP_PART = 128;
export const BUCKET_SLOTS = 8;

const enum MapFlag { IndirectKey = 1, IndirectElem = 2, ReflexiveKey = 4, NeedKeyUpdate = 8, HashMightPanic = 16 }

/** What a bucket has in it for a key or an element. */
const inBucket = (type: Type): Type => (sizeOf(type) > MAX_INLINE_MAP_PART ? new Pointer(type) : type);

/** The type of a map's buckets. */
export function bucketType(map: MapType): Struct {
  const bucket = new Struct();
  const field = (name: string, type: Type): Var => new Var(NO_POS, null, name, type, VarRole.Field);
  bucket.fields = [
    field('tophash', new ArrayType(TYP[BasicKind.Uint8], BUCKET_SLOTS)), field('keys', new ArrayType(inBucket(map.key), BUCKET_SLOTS)),
    field('elems', new ArrayType(inBucket(map.elem), BUCKET_SLOTS)), field('overflow', TYP[BasicKind.UnsafePointer]),
  ];
  return bucket;
}

function mapExtension(program: Program, datum: Datum, map: MapType): void {
  const [key, elem] = [inBucket(map.key), inBucket(map.elem)];
  const bucket = bucketType(map);
  let flags = 0;
  if (key !== map.key) flags |= MapFlag.IndirectKey;
  if (elem !== map.elem) flags |= MapFlag.IndirectElem;
  if (isReflexive(map.key)) flags |= MapFlag.ReflexiveKey;
  if (needsKeyUpdate(map.key)) flags |= MapFlag.NeedKeyUpdate;
  if (mayPanic(map.key)) flags |= MapFlag.HashMightPanic;
  datum.address(program.typeSymbol(map.key)).address(program.typeSymbol(map.elem)).address(program.typeSymbol(bucket));
  datum.address(program.funcValueSymbol(hashFunction(program, map.key)));
  datum.byte(sizeOf(key)).byte(sizeOf(elem)).half(sizeOf(bucket)).word(flags);
}

/** Whether every value equals itself: NaN does not. */
function isReflexive(type: Type): boolean {
  return everyBasicPart(type, (kind) => kind !== 'float' && kind !== 'interface');
}

/** Whether equal keys can differ: 0 and -0, strings in different memory. */
function needsKeyUpdate(type: Type): boolean {
  return !everyBasicPart(type, (kind) => kind === 'plain');
}

function mayPanic(type: Type): boolean {
  return !everyBasicPart(type, (kind) => kind !== 'interface');
}

function everyBasicPart(type: Type, test: (kind: 'float' | 'string' | 'interface' | 'plain') => boolean): boolean {
  const u = under(type);
  switch (u.kind) {
    case 'Basic': {
      const isFloat = u.basic >= BasicKind.Float32 && u.basic <= BasicKind.Complex128;
      return test(isFloat ? 'float' : u.basic === BasicKind.String ? 'string' : 'plain');
    }
    case 'Interface': return test('interface');
    case 'Array': return everyBasicPart(u.elem, test);
    // Fields of one type are asked once: structs of structs would be too many.
    case 'Struct': return [...new Set((u.fields ?? []).map(({ type: each }) => each!))].every((each) => everyBasicPart(each, test));
    default: return test('plain');
  }
}

/** Types with longer prefixes get no mask: the collector takes every word of them for a pointer. */
const MAX_MASKED_PREFIX = 1 << 20;

/** One bit for each word of the pointer prefix. */
function pointerMask(program: Program, type: Type): string | null {
  const prefix = pointerPrefix(type);
  if (!hasPointers(type) || prefix > MAX_MASKED_PREFIX) return null;
  const bytes = new Uint8Array(Math.ceil(prefix / 4 / 8));
  for (const offset of pointerOffsets(type)) bytes[offset >> 5]! |= 1 << ((offset >> 2) & 7);
  const symbol = `runtime.gcbits.${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  if (!program.data.has(symbol)) {
    const datum = program.data.define(symbol, 'rodata', 1);
    for (const byte of bytes) datum.byte(byte);
  }
  return symbol;
}

const enum NameFlag { Exported = 1, Tag = 2, Embedded = 8 }

/** A name record: flags, length, bytes, and the same for a tag. */
function nameSymbol(program: Program, name: string, exported: boolean, tag: string, embedded = false): string {
  const symbol = `type..namedata.${exported ? '' : '-'}${embedded ? '?' : ''}${name}${tag === '' ? '' : ` ${tag}`}`;
  if (!program.data.has(symbol)) {
    const datum = program.data.define(symbol, 'rodata', 1);
    datum.byte((exported ? NameFlag.Exported : 0) | (tag === '' ? 0 : NameFlag.Tag) | (embedded ? NameFlag.Embedded : 0));
    const append = (bytes: Uint8Array): void => {
      let length = bytes.length;
      for (; length >= 0x80; length >>>= 7) datum.byte(0x80 | (length & 0x7f));
      datum.byte(length);
      for (const byte of bytes) datum.byte(byte);
    };
    append(new TextEncoder().encode(name));
    // Tags hold one unit per byte.
    if (tag !== '') append(Uint8Array.from(tag, (unit) => unit.charCodeAt(0)));
  }
  return symbol;
}

function methodName(program: Program, method: Func): string {
  return nameSymbol(program, method.name, method.isExported, '');
}

/** The package whose unexported names a type's methods have. */
function packageOf(type: Type): Package | null {
  const base = type.kind === 'Pointer' ? type.base : type;
  if (base.kind === 'Named') return base.obj.pkg;
  const u = under(base);
  if (u.kind === 'Interface') return typeSetOf(u).methods.find((method) => !method.isExported)?.pkg ?? null;
  return u.kind === 'Struct' ? (u.fields?.[0]?.pkg ?? null) : null;
}

// --- Methods --------------------------------------------------------------------------------------------------------

/** All methods that values of `type` have, promoted ones included, as method tables sort them. */
function methodSet(type: Type): Func[] {
  const u = under(type);
  if (u.kind === 'Interface') return [];
  if (u.kind === 'Pointer' && (type.kind === 'Named' || under(u.base).kind === 'Interface')) return [];
  const found = new Map<string, Func>();
  collectNames(type, found, new Set());
  const methods: Func[] = [];
  for (const candidate of found.values()) {
    const result = lookupFieldOrMethod(type, false, candidate.pkg, candidate.name);
    if (result.obj?.kind === 'Func') methods.push(result.obj);
  }
  return methods.sort(compareMethods);
}

function collectNames(type: Type, found: Map<string, Func>, seen: Set<Type>): void {
  const base = type.kind === 'Pointer' ? type.base : type;
  if (seen.has(base)) return;
  seen.add(base);
  if (base.kind === 'Named') for (const method of base.methods) if (method.name !== '_') found.set(method.id, method);
  const u = under(base);
  if (u.kind === 'Interface') for (const method of typeSetOf(u).methods) found.set(method.id, method);
  if (u.kind !== 'Struct') return;
  for (const field of u.fields ?? []) if (field.isEmbedded) collectNames(field.type!, found, seen);
}

function uncommon(program: Program, datum: Datum, type: Type, methods: readonly Func[], lists: (() => void)[]): void {
  const at = datum.bytes.length;
  const pkg = packageOf(type);
  datum.addressOrNull(pkg === null ? null : nameSymbol(program, symbolPath(pkg), false, ''));
  datum.half(methods.length).half(methods.filter((method) => method.isExported).length);
  const offsetAt = datum.bytes.length;
  datum.word(0).word(0);
  if (methods.length === 0) return;
  lists.push(() => {
    const start = datum.bytes.length;
    datum.bytes.patchWord(offsetAt, start - at);
    for (const method of methods) datum.address(methodName(program, method)).address(program.typeSymbol(method.type!)).word(0).word(0);
    program.noteMethods(type, datum, start, methods);
  });
}
