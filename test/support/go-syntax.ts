/** Go sources for tests of the compiler's front end: parse a text, read its errors as `line:col: message`. */

import type { File } from '../../src/toolchain/go/syntax/ast.ts';
import { endPos, startPos } from '../../src/toolchain/go/syntax/node-positions.ts';
import { parseFile } from '../../src/toolchain/go/syntax/parser.ts';
import { colOf, FileSet, lineOf, type Pos } from '../../src/toolchain/go/syntax/position.ts';

export interface ParsedText {
  readonly file: File | null;
  /** `line:col: message`, in the order in which they were found. */
  readonly errors: readonly string[];
}

export function parseBytes(bytes: Uint8Array): ParsedText {
  const fileSet = new FileSet();
  const { file, errors } = parseFile(fileSet.add('f.go', bytes), fileSet, { isLibrary: false });
  const lines = errors.map(({ pos, message }) => {
    const { line, col } = fileSet.position(pos);
    return `${line}:${col}: ${message}`;
  });
  return { file, errors: lines };
}

export function parseText(text: string): ParsedText {
  return parseBytes(new TextEncoder().encode(text));
}

/** Every node of a tree as `Kind pos start-end text`, each once, sorted: comparable with another parser's. */
export function listNodes(file: File): string[] {
  const seen = new Set<object>();
  const found = new Set<string>();
  const pending: unknown[] = [file];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...value);
    else if (isNode(value) && !seen.has(value)) {
      seen.add(value);
      const text = value.kind === 'Name' || value.kind === 'BasicLit' ? value.value : '';
      found.add(`${value.kind} ${place(value.pos)} ${place(startPos(value))}-${place(endPos(value))} ${text}`);
      pending.push(...Object.values(value));
    }
  }
  return [...found].sort();
}

type AnyNode = Parameters<typeof startPos>[0];

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function place(pos: Pos): string {
  return `${lineOf(pos)}:${colOf(pos)}`;
}
