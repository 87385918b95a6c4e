/** Go values and places during lowering. */
import type { Value } from '../ssa/ir.ts';
import type { SsaVar } from '../ssa/builder.ts';
import type { Expr } from '../syntax/ast.ts';
import type { Type } from '../types/type.ts';

/**
 * A Go value: its words, or, for a type that lives in memory, the address at which it lies. Memory values are read soon: whoever needs one
 * to outlast other statements copies it.
 */
export interface GoValue {
  readonly type: Type;
  readonly words: readonly Value[] | null;
  readonly address: Value | null;
}

/** An index yet to be checked. */
export interface Index {
  /** What does not fit into a word is beyond every length here. */
  readonly word: Value;
  readonly isSigned: boolean;
  /** Low and high word of an index of 64 bits, for the message if the check fails. */
  readonly wide: readonly [Value, Value] | null;
}

/** What can be assigned to. */
export type Place =
  /** A variable in SSA values, or adjoining words of it. */
  | { readonly kind: 'ssa'; readonly type: Type; readonly vars: readonly SsaVar[] }
  /** `check` is a pointer that must not be nil when the place is used. */
  | { readonly kind: 'memory'; readonly type: Type; readonly address: Value; readonly offset: number; readonly check?: Value }
  /** The element of an array of one element held in SSA values, under an index yet to be checked. */
  | { readonly kind: 'single'; readonly type: Type; readonly vars: readonly SsaVar[]; readonly index: Index }
  /** An element of a slice or array in memory whose index is checked when it is used. */
  | { readonly kind: 'element'; readonly type: Type; readonly base: Value; readonly index: Index; readonly limit: Value }
  | { readonly kind: 'map'; readonly type: Type; readonly mapType: Type; readonly map: Value; readonly key: GoValue; readonly expr: Expr }
  | { readonly kind: 'blank'; readonly type: Type };

export const ofWords = (type: Type, words: readonly Value[]): GoValue => ({ type, words, address: null });
export const inMemory = (type: Type, address: Value): GoValue => ({ type, words: null, address });
