/**
 * Selectors: the way from an operand through embedded fields to a field or to the receiver of a method.
 */
import { unreachable } from '../../../base/assert.ts';
import { isPointerShaped, ssaLeaves } from '../layout/leaves.ts';
import { Ty, type Value } from '../ssa/ir.ts';
import type { Func } from '../types/object.ts';
import { fieldOffsets } from '../types/sizes.ts';
import { Pointer, type Struct, type Type, under } from '../types/type.ts';
import type { Lowerer } from './lowerer.ts';
import { inMemory, ofWords, type GoValue, type Place } from './value.ts';

/** Accesses within this many bytes of a nil pointer fault; farther ones are checked. */
export const NIL_PAGE = 4096;

/** The place that a pointer points to; using it panics if the pointer is nil. */
export function dereferenced(pointer: Value, type: Type): Place {
  return { kind: 'memory', type, address: pointer, offset: 0, check: pointer };
}

/** The field of number `index` of the struct at `place`. */
function fieldOfPlace(f: Lowerer, place: Place, index: number): Place {
  const struct = under(place.type) as Struct;
  const field = struct.fields![index]!;
  const type = field.type!;
  const offset = fieldOffsets(struct)[index]!;
  switch (place.kind) {
    case 'ssa': {
      const { start, count } = leafRange(struct, index);
      return { kind: 'ssa', type, vars: place.vars.slice(start, start + count) };
    }
    case 'single': {
      f.boundsCheck('Index', place.index, f.b.const(1));
      const { start, count } = leafRange(struct, index);
      return { kind: 'ssa', type, vars: place.vars.slice(start, start + count) };
    }
    case 'memory': return { ...place, type, offset: place.offset + offset };
    case 'element': return { kind: 'memory', type, address: f.elementAddress(place), offset };
    default: return unreachable(`fieldOfPlace: ${place.kind}`);
  }
}

/** Which words of a struct in words are those of a field. */
function leafRange(struct: Struct, index: number): { start: number; count: number } {
  const fields = struct.fields!;
  let start = 0;
  for (let i = 0; i < index; i++) start += ssaLeaves(fields[i]!.type!)!.length;
  return { start, count: ssaLeaves(fields[index]!.type!)!.length };
}

/** The field of number `index` of a struct value. */
function fieldOfValue(f: Lowerer, value: GoValue, index: number): GoValue {
  const struct = under(value.type) as Struct;
  const type = struct.fields![index]!.type!;
  if (value.words !== null) {
    const { start, count } = leafRange(struct, index);
    return ofWords(type, value.words.slice(start, start + count));
  }
  return f.loadFrom(value.address!, fieldOffsets(struct)[index]!, type);
}

/** An operand on the way: a place if it can be addressed or is a variable, else a value. */
export type Operand = { readonly place: Place; readonly value: null } | { readonly place: null; readonly value: GoValue };

export const operandType = (operand: Operand): Type => operand.place?.type ?? operand.value!.type;

/** The operand's value, of which the word `first` is loaded first. */
export function operandValue(f: Lowerer, operand: Operand, first = 0): GoValue {
  return operand.place !== null ? f.loadPlace(operand.place, first) : operand.value;
}

/** One step to a field, through a pointer if the operand is one. */
export function stepToField(f: Lowerer, operand: Operand, index: number): Operand {
  const u = under(operandType(operand));
  if (u.kind === 'Pointer') {
    const pointer = operandValue(f, operand).words![0]!;
    return { place: fieldOfPlace(f, dereferenced(pointer, u.base), index), value: null };
  }
  if (operand.place !== null) return { place: fieldOfPlace(f, operand.place, index), value: null };
  return { place: null, value: fieldOfValue(f, operand.value, index) };
}

/** The address of a place in memory. */
export function placeAddress(f: Lowerer, place: Place): Value {
  switch (place.kind) {
    case 'memory':
      if (place.check !== undefined) f.b.nilCheck(place.check);
      return f.b.offset(place.address, place.offset);
    case 'element': return f.elementAddress(place);
    default: return unreachable(`placeAddress: a ${place.kind} place has no address`);
  }
}

/** The receiver to call `method` with, given the operand that has it (embedded fields already followed). */
export function receiverOf(f: Lowerer, operand: Operand, method: Func): GoValue {
  const type = operandType(operand);
  const isPointer = under(type).kind === 'Pointer';
  const receiver = method.type!.recv!.type!;
  if (method.hasPointerReceiver) {
    if (isPointer) return operandValue(f, operand);
    if (operand.place !== null && operand.place.kind !== 'ssa' && operand.place.kind !== 'single') return ofWords(receiver, [placeAddress(f, operand.place)]);
    return ofWords(receiver, [f.addressOf(f.stable(operandValue(f, operand)))]);
  }
  if (isPointer && type.kind !== 'Named') {
    const base = (under(type) as Pointer).base;
    const pointer = operandValue(f, operand).words![0]!;
    return f.loadPlace(dereferenced(pointer, base));
  }
  return operandValue(f, operand);
}

/** A value as the data word of an interface holds it, read back: the word itself or what it points to. */
export function fromDataWord(f: Lowerer, data: Value, type: Type): GoValue {
  if (isPointerShaped(type)) return ofWords(type, [data]);
  const leaves = ssaLeaves(type);
  if (leaves === null) return inMemory(type, data);
  return ofWords(type, leaves.map((leaf) => f.b.load(leaf.mem, leaf.ty, data, leaf.offset)));
}

/** The function word of method number `index` of an interface's type set. */
export function interfaceMethodWord(f: Lowerer, tab: Value, index: number): Value {
  return f.b.load('i32', Ty.I32, tab, ITAB_FUN + index * 4);
}

/** Byte offset of the method table in an itab. */
const ITAB_FUN = 16;
