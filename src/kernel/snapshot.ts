/**
 * The whole machine at an instant, and back. State is data (see kernel.ts), so one generic walk over the objects reachable
 * from the kernel finds all of it: records, arrays, Maps, Sets, typed arrays, and instances of classes that hold only such.
 *
 * A snapshot keeps a copy of the *contents* of each object next to a reference to the object itself; restoring puts contents
 * back in place. So identities and cycles survive without any translation, whoever holds a reference keeps a valid one, and
 * objects made after the snapshot simply become unreachable. What has `saveState` and `restoreState` of its own (machine,
 * disks, random streams) is asked instead of walked: those share what has not changed since the last snapshot.
 *
 * Left out are what belongs to the host (streams, observer) and what never changes (options); functions are constants.
 */
import { assert, unreachable } from '../base/assert.ts';
import { HOST_FIELDS, type Kernel } from './kernel.ts';

/** Something that saves itself. */
interface SelfSaving {
  saveState(): unknown;
  restoreState(state: unknown): void;
}

type TypedArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/** Contents of one object, by its kind. */
type Contents =
  | { readonly kind: 'self'; readonly state: unknown }
  | { readonly kind: 'typed'; readonly values: TypedArray }
  | { readonly kind: 'array'; readonly items: readonly unknown[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [unknown, unknown])[] }
  | { readonly kind: 'set'; readonly items: readonly unknown[] }
  | { readonly kind: 'record'; readonly fields: readonly (readonly [string, unknown])[] };

/** All state of a machine. Valid for the kernel that it was taken of. */
export interface Snapshot {
  readonly kernel: Kernel;
  readonly objects: ReadonlyMap<object, Contents>;
}

const isSelfSaving = (value: object): value is SelfSaving =>
  typeof (value as SelfSaving).saveState === 'function' && typeof (value as SelfSaving).restoreState === 'function';

const isTypedArray = (value: object): value is TypedArray => ArrayBuffer.isView(value) && !(value instanceof DataView);

/** Fields that the walk follows. */
function fieldsOf(value: object): [string, unknown][] {
  const fields = Object.entries(value);
  return 'scheduler' in value && 'machine' in value ? fields.filter(([name]) => !HOST_FIELDS.has(name)) : fields;
}

function contentsOf(value: object): Contents {
  if (isSelfSaving(value)) return { kind: 'self', state: value.saveState() };
  if (isTypedArray(value)) return { kind: 'typed', values: value.slice() };
  if (Array.isArray(value)) return { kind: 'array', items: value.slice() };
  if (value instanceof Map) return { kind: 'map', entries: [...value] };
  if (value instanceof Set) return { kind: 'set', items: [...value] };
  assert(!(value instanceof Promise) && !(value instanceof ArrayBuffer), `snapshot: ${value.constructor.name} is not data`);
  return { kind: 'record', fields: fieldsOf(value) };
}

/** What an object refers to. */
function* childrenOf(contents: Contents): Generator<unknown> {
  switch (contents.kind) {
    case 'array':
    case 'set':
      yield* contents.items;
      return;
    case 'map':
      for (const [key, value] of contents.entries) {
        yield key;
        yield value;
      }
      return;
    case 'record':
      for (const [, value] of contents.fields) yield value;
      return;
    default:
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Copies the state of the machine. The machine goes on unchanged. */
export function snapshot(kernel: Kernel): Snapshot {
  const objects = new Map<object, Contents>();
  const open: object[] = [kernel];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (objects.has(value)) continue;
    const contents = contentsOf(value);
    objects.set(value, contents);
    for (const child of childrenOf(contents)) if (isObject(child) && !objects.has(child)) open.push(child);
  }
  return { kernel, objects };
}

/** Makes the machine what it was at the snapshot, which may be used again. What ran repeats bit for bit. */
export function restore(state: Snapshot): void {
  for (const [object, contents] of state.objects) putBack(object, contents);
}

function putBack(object: object, contents: Contents): void {
  switch (contents.kind) {
    case 'self':
      (object as SelfSaving).restoreState(contents.state);
      return;
    case 'typed':
      (object as TypedArray).set(contents.values as never);
      return;
    case 'array':
      (object as unknown[]).length = 0;
      for (const item of contents.items) (object as unknown[]).push(item);
      return;
    case 'map':
      (object as Map<unknown, unknown>).clear();
      for (const [key, value] of contents.entries) (object as Map<unknown, unknown>).set(key, value);
      return;
    case 'set':
      (object as Set<unknown>).clear();
      for (const item of contents.items) (object as Set<unknown>).add(item);
      return;
    case 'record':
      for (const [name, value] of contents.fields) (object as Record<string, unknown>)[name] = value;
      return;
    default:
      unreachable('putBack');
  }
}
