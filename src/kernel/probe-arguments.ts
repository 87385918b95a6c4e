/** Reads where the arguments of a probe are: `4@a0 -4@24(sp) 4@16`, as elf/probe-notes.ts describes. */
import { F_NAMES, X_NAMES } from '../isa/registers.ts';

export type ArgumentPlace =
  | { readonly kind: 'register'; readonly register: number; readonly isSigned: boolean }
  /** A float register. */
  | { readonly kind: 'float'; readonly register: number; readonly size: number }
  | { readonly kind: 'memory'; readonly register: number; readonly offset: number; readonly size: number; readonly isSigned: boolean }
  | { readonly kind: 'constant'; readonly value: number };

const ARGUMENT = /^(-?\d+)@(?:([a-z]+\d*)|(-?\d+)\(([a-z]+\d*)\)|(-?\d+))$/;

/** The places; what is not understood is a constant 0. */
export function parseArguments(text: string): ArgumentPlace[] {
  return text.split(' ').filter((each) => each !== '').map(parseArgument);
}

function parseArgument(text: string): ArgumentPlace {
  const match = ARGUMENT.exec(text);
  const [, length = '0', name, offset, base, value] = match ?? [];
  const size = Math.abs(Number(length));
  const isSigned = length.startsWith('-');
  if (name !== undefined && X_NAMES.includes(name)) return { kind: 'register', register: X_NAMES.indexOf(name), isSigned };
  if (name !== undefined && F_NAMES.includes(name)) return { kind: 'float', register: F_NAMES.indexOf(name), size };
  if (base !== undefined && X_NAMES.includes(base)) return { kind: 'memory', register: X_NAMES.indexOf(base), offset: Number(offset), size, isSigned };
  return { kind: 'constant', value: Number(value ?? 0) };
}
