/**
 * Texts that a Go compiler must survive: random bytes, random tokens, and valid programs damaged in places. Whatever they are, the compiler gives
 * diagnostics or a program, and the program may do anything but bring down the machine.
 */
import { RandomStream } from '../../src/base/random.ts';
import type { CompileResult } from '../../src/toolchain/go/compile.ts';
import { TOO_DEEP } from '../../src/toolchain/go/stack-limit.ts';
import { compileTexts } from './go-program.ts';
import { runGuest } from './guest.ts';

/** Each text may take so long to compile, in milliseconds of this process. */
const COMPILE_LIMIT_MS = 2000;
const STEP_LIMIT = 10_000_000;

export interface FuzzReport {
  readonly compiled: number;
  readonly rejected: number;
  /** What went wrong: the number of the text, and how. */
  readonly failures: readonly string[];
}

/** Compiles the texts that `make` gives for the numbers from `first` to `last`, and runs what compiles. */
export async function fuzzCompiler(first: number, last: number, make: (index: number) => Uint8Array): Promise<FuzzReport> {
  let [compiled, rejected] = [0, 0];
  const failures: string[] = [];
  for (let i = first; i <= last; i++) {
    try {
      const text = make(i);
      const { result: { elf, errors, packages }, milliseconds } = timedCompile(text);
      // The first may have had to wait for the host's own compiler.
      const least = milliseconds > COMPILE_LIMIT_MS ? Math.min(milliseconds, timedCompile(text).milliseconds) : milliseconds;
      if (least > COMPILE_LIMIT_MS) failures.push(`text ${i}: compiled for ${Math.round(least)} ms`);
      if (elf === null) {
        rejected++;
        if (errors.includes(TOO_DEEP)) failures.push(`text ${i}: ${TOO_DEEP}`);
        if (errors.length === 0 && packages.every(({ diagnostics }) => diagnostics.length === 0)) failures.push(`text ${i}: neither program nor diagnostics`);
        continue;
      }
      compiled++;
      await runGuest(elf, { flags: `--ram 16M --swap 16M --max-steps ${STEP_LIMIT}` });
    } catch (error) {
      failures.push(`text ${i}: ${(error as Error).stack!.split('\n').slice(0, 4).join(' | ')}`);
    }
  }
  return { compiled, rejected, failures };
}

/** A compilation and the time of the processor that it took. */
function timedCompile(text: Uint8Array): { readonly result: CompileResult; readonly milliseconds: number } {
  const start = process.cpuUsage();
  const result = compileTexts({ 'main.go': text });
  const { user, system } = process.cpuUsage(start);
  return { result, milliseconds: (user + system) / 1000 };
}

const TOKENS = [
  'package', 'main', 'func', 'var', 'const', 'type', 'struct', 'interface', 'map', 'chan', 'if', 'else', 'for', 'range', 'switch', 'case', 'default', 'select', 'go', 'defer', 'return', 'break',
  'continue', 'goto', 'fallthrough', 'import', '(', ')', '{', '}', '[', ']', ',', ';', '\n', '.', '...', ':', ':=', '=', '+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '&^', '<-', '++', '--',
  '==', '!=', '<', '<=', '>', '>=', '!', '&&', '||', 'x', 'y', 'f', 'T', 'int', 'string', 'float64', 'nil', 'true', 'iota', 'append', 'make', 'len', 'panic', '0', '1', '0x7f', '1.5', "'a'", '"s"', '`r`', '_', '//c\n', '/*c*/',
];

/** Random bytes; every other text consists of tokens behind a package clause. */
export function randomBytes(seed: number): Uint8Array {
  const random = new RandomStream(seed, 'fuzz-go-bytes');
  const length = random.below(400);
  if (seed % 2 === 0) return Uint8Array.from({ length }, () => (random.below(3) === 0 ? random.below(256) : 32 + random.below(95)));
  const tokens = Array.from({ length }, () => TOKENS[random.below(TOKENS.length)]!);
  return new TextEncoder().encode(`package main\n${random.below(2) === 0 ? 'func main() {\n' : ''}${tokens.join(' ')}`);
}

const PIECE = /[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|`[^`]*`|[+\-*/%&|^<>=!:]+|\S/g;

/** Pieces that can stand for each other and leave most programs valid. */
const ALIKE: readonly (readonly string[])[] = [
  ['==', '!=', '<', '<=', '>', '>='], ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '&^'], ['&&', '||'], ['++', '--'], ['=', '+=', '-=', '*=', '|='],
  ['break', 'continue', 'return'], ['int', 'int8', 'uint16', 'uint', 'int64', 'uint64', 'float32', 'float64', 'byte', 'rune'], ['true', 'false'],
];
const NUMBERS = ['0', '1', '2', '-1', '7', '64', '255', '1000', '65536', '1<<20', '1<<31', '1<<31 - 1', '1<<63 - 1', '0.5', '1e9'];

/** Another operator, number, type, name or string for the piece; null if it has no equals. */
function alike(piece: string, pieces: readonly string[], random: RandomStream): string | null {
  const among = (list: readonly string[]): string => list[random.below(list.length)]!;
  if (/^\d/.test(piece)) return among(NUMBERS);
  const group = ALIKE.find((each) => each.includes(piece));
  if (group !== undefined) return among(group);
  const first = /^[A-Za-z_]/.test(piece) && !TOKENS.includes(piece) ? /^[A-Za-z_]/ : /^["`]/.test(piece) ? /^["`]/ : null;
  return first === null ? null : among(pieces.filter((each) => first.test(each) && !TOKENS.includes(each)));
}

/** A valid text with one piece exchanged for another of its kind, or with a line doubled or taken away; about half of these still compile. */
function altered(text: string, random: RandomStream): string {
  if (random.below(4) === 0) {
    const lines = text.split('\n');
    const at = random.below(lines.length);
    lines.splice(at, 1, ...(random.below(2) === 0 ? [] : [lines[at]!, lines[at]!]));
    return lines.join('\n');
  }
  const places = [...text.matchAll(PIECE)];
  const pieces = places.map(([piece]) => piece);
  for (let tries = 0; tries < 20; tries++) {
    const { 0: piece, index } = places[random.below(places.length)]!;
    const other = alike(piece, pieces, random);
    if (other !== null && other !== piece) return text.slice(0, index) + other + text.slice(index + piece.length);
  }
  return text;
}

/** One in this many is altered, the others are damaged. */
const ALTERED_SHARE = 4;

/** A valid text with one to three pieces replaced, doubled, exchanged or taken away, or with a damaged byte; every fourth is only altered. */
export function damaged(text: string, seed: number): Uint8Array {
  const random = new RandomStream(seed, 'fuzz-go-mutants');
  if (seed % ALTERED_SHARE === 0) return new TextEncoder().encode(altered(text, random));
  let result = text;
  for (let rounds = 1 + random.below(3); rounds > 0; rounds--) {
    const pieces = [...result.matchAll(PIECE)];
    if (pieces.length < 2) break;
    const { 0: piece, index } = pieces[random.below(pieces.length)]!;
    const other = pieces[random.below(pieces.length)]![0];
    const replacement = [other, other, '', `${piece} ${piece}`, TOKENS[random.below(TOKENS.length)]!][random.below(5)]!;
    result = result.slice(0, index) + replacement + result.slice(index + piece.length);
  }
  const bytes = new TextEncoder().encode(result);
  if (random.below(10) === 0) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}
