/**
 * Functions that compare and hash values of a type in memory. Maps, interfaces and `==` on large values call them: by symbol, or through the
 * type's descriptor as closures.
 */
import { unreachable } from '../../../base/assert.ts';
import { Ty, type Value } from '../ssa/ir.ts';
import { alignOf, fieldOffsets, sizeOf } from '../types/sizes.ts';
import { BasicKind, type Struct, type Type, under } from '../types/type.ts';
import { TYP } from '../types/universe.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind } from './number-kinds.ts';
import type { Program } from './program.ts';
import { synthesise } from './synthetic.ts';

const POINTER = TYP[BasicKind.UnsafePointer];
const WORD = TYP[BasicKind.Uintptr];
const WORD_SIZE = sizeOf(WORD);
const BOOL = TYP[BasicKind.Bool];

/** Whether equality is equality of all bytes: no padding, floats, strings, interfaces or blank fields. */
export function isPlainMemory(type: Type): boolean {
  const u = under(type);
  switch (u.kind) {
    case 'Basic':
      switch (basicKind(u)) {
        case BasicKind.Float32:
        case BasicKind.Float64:
        case BasicKind.Complex64:
        case BasicKind.Complex128:
        case BasicKind.String: return false;
        default: return true;
      }
    case 'Interface': return false;
    case 'Array': return isPlainMemory(u.elem);
    case 'Struct': {
      let end = 0;
      const offsets = fieldOffsets(u);
      for (const [i, field] of (u.fields ?? []).entries()) {
        if (offsets[i] !== end || field.name === '_' || !isPlainMemory(field.type!)) return false;
        end += sizeOf(field.type!);
      }
      return end === sizeOf(type);
    }
    default: return true;
  }
}

/** `func(p, q unsafe.Pointer) bool` for a comparable type. */
export function equalityFunction(program: Program, type: Type): string {
  const symbol = `type..eq.${program.keys.of(type)}`;
  return program.requestOfType(type, symbol, () =>
    synthesise(program, symbol, { params: [POINTER, POINTER], results: [BOOL] }, (f, params) => {
      const [p, q] = [params[0]!.words![0]!, params[1]!.words![0]!];
      const different = f.b.newBlock();
      compareMemory(f, type, p, q, 0, (condition) => {
        const next = f.b.newBlock();
        f.b.branch('ne', condition, f.b.const(0), next, different);
        f.b.seal(next);
        f.b.start(next);
      });
      f.returnValues([{ type: BOOL, words: [f.b.const(1)], address: null }]);
      f.b.seal(different);
      f.b.start(different);
      f.returnValues([{ type: BOOL, words: [f.b.const(0)], address: null }]);
    }),
  );
}

/** Emits comparisons of two values in memory; `require` goes on only if its condition holds. */
function compareMemory(f: Lowerer, type: Type, p: Value, q: Value, offset: number, require: (condition: Value) => void): void {
  const u = under(type);
  if (isPlainMemory(type)) {
    const size = sizeOf(type);
    if (size > 0 && u.kind !== 'Struct' && u.kind !== 'Array') require(f.equal(f.loadFrom(p, offset, type), f.loadFrom(q, offset, type)));
    else if (size > 0) require(f.runtime('memequal', [f.b.offset(p, offset), f.b.offset(q, offset), f.b.const(size)], [Ty.I32])[0]!);
    return;
  }
  if (u.kind === 'Struct') {
    const offsets = fieldOffsets(u);
    for (const [i, field] of (u.fields ?? []).entries()) {
      if (field.name !== '_') compareMemory(f, field.type!, p, q, offset + offsets[i]!, require);
    }
    return;
  }
  if (u.kind === 'Array') {
    loop(f, u.length, (index) => {
      const size = sizeOf(u.elem);
      compareMemory(f, u.elem, f.indexed(f.b.offset(p, offset), index, size), f.indexed(f.b.offset(q, offset), index, size), 0, require);
    });
    return;
  }
  require(f.equal(f.loadFrom(p, offset, type), f.loadFrom(q, offset, type)));
}

/** for i := 0; i < count; i++ */
export function loop(f: Lowerer, count: number, body: (index: Value) => void): void {
  const { b } = f;
  const i = f.newVar('i', Ty.I32);
  const [head, inside, done] = [b.newBlock(), b.newBlock(), b.newBlock()];
  b.write(i, b.const(0));
  b.jump(head);
  b.start(head);
  b.branch('lt', b.read(i), b.const(count), inside, done);
  b.seal(inside);
  if (b.block === null) b.start(inside);
  body(b.read(i));
  b.write(i, b.binary('add', b.read(i), b.const(1)));
  b.jump(head);
  b.seal(head);
  b.seal(done);
  b.start(done);
}

/** `func(p unsafe.Pointer, seed uintptr) uintptr` for a type that may be a map key. */
export function hashFunction(program: Program, type: Type): string {
  const known = runtimeHash(type);
  if (known !== null) return program.functionNamed(`runtime.${known}`);
  const symbol = `type..hash.${program.keys.of(type)}`;
  return program.requestOfType(type, symbol, () =>
    synthesise(program, symbol, { params: [POINTER, WORD], results: [WORD] }, (f, params) => {
      const seed = f.newVar('seed', Ty.I32);
      f.b.write(seed, params[1]!.words![0]!);
      hashMemory(f, type, params[0]!.words![0]!, 0, (name, address, extra) => {
        f.b.write(seed, f.runtime(name, [address, f.b.read(seed), ...extra], [Ty.I32])[0]!);
      });
      f.returnValues([{ type: WORD, words: [f.b.read(seed)], address: null }]);
    }),
  );
}

function hashMemory(f: Lowerer, type: Type, p: Value, offset: number, hash: (name: string, address: Value, extra: Value[]) => void): void {
  const at = f.b.offset(p, offset);
  if (isPlainMemory(type)) {
    const known = plainHash(type);
    if (known !== null) hash(known, at, []);
    else if (sizeOf(type) > 0) hash('memhash', at, [f.b.const(sizeOf(type))]);
    return;
  }
  const known = runtimeHash(type);
  if (known !== null) {
    hash(known, at, []);
    return;
  }
  const u = under(type);
  switch (u.kind) {
    case 'Struct':
      hashFields(f, u, p, offset, hash);
      return;
    case 'Array':
      loop(f, u.length, (index) => hashMemory(f, u.elem, f.indexed(at, index, sizeOf(u.elem)), 0, hash));
      return;
    default:
      return unreachable(`hashMemory: ${u.kind}`);
  }
}

function hashFields(f: Lowerer, struct: Struct, p: Value, offset: number, hash: (name: string, address: Value, extra: Value[]) => void): void {
  const offsets = fieldOffsets(struct);
  for (const [i, field] of (struct.fields ?? []).entries()) {
    if (field.name !== '_') hashMemory(f, field.type!, p, offset + offsets[i]!, hash);
  }
}

/** The function of the runtime that hashes values of the type; null if there is none. */
function runtimeHash(type: Type): string | null {
  if (isPlainMemory(type)) return plainHash(type);
  const u = under(type);
  if (u.kind === 'Interface') return (u.typeSet?.methods.length ?? 0) === 0 ? 'nilinterhash' : 'interhash';
  return u.kind === 'Basic' ? basicHash(basicKind(u)) : null;
}

/** The function for one and for two aligned words of memory. */
function plainHash(type: Type): string | null {
  if (alignOf(type) < WORD_SIZE) return null;
  return sizeOf(type) === WORD_SIZE ? 'memhash32' : sizeOf(type) === 2 * WORD_SIZE ? 'memhash64' : null;
}

function basicHash(kind: BasicKind): string {
  switch (kind) {
    case BasicKind.String: return 'strhash';
    case BasicKind.Float32: return 'f32hash';
    case BasicKind.Float64: return 'f64hash';
    case BasicKind.Complex64: return 'c64hash';
    default: return 'c128hash';
  }
}
