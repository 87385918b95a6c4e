/**
 * What the code of a function asks of the program around it, besides being linked: other functions, descriptors, constants, variables,
 * methods that interfaces must find. A function that is taken from an archive asks for the same again.
 */
import type { Var } from '../types/object.ts';
import type { Type } from '../types/type.ts';

export type Request =
  /** A function declared somewhere. */
  | { readonly kind: 'declared'; readonly symbol: string }
  /** A function that the compiler makes: a closure, a thunk, an equality. */
  | { readonly kind: 'made'; readonly symbol: string }
  | { readonly kind: 'value'; readonly code: string }
  | { readonly kind: 'string'; readonly bytes: string }
  | { readonly kind: 'float'; readonly value: number; readonly size: 4 | 8 }
  | { readonly kind: 'constant'; readonly constant: Constant }
  | { readonly kind: 'variable'; readonly variable: Var }
  | { readonly kind: 'descriptor'; readonly type: Type }
  /** Values of the type may be in interfaces. */
  | { readonly kind: 'in interface'; readonly type: Type }
  | { readonly kind: 'method table'; readonly type: Type; readonly target: Type }
  /** An interface's method is called; named by {@link Program.noteInterfaceCall}. */
  | { readonly kind: 'called'; readonly method: string };

/** A value in read-only memory: its symbol, its bytes, and the addresses in them. */
export interface Constant {
  readonly symbol: string;
  readonly bytes: Uint8Array;
  readonly references: readonly { readonly offset: number; readonly symbol: string; readonly addend: number }[];
}
