/**
 * The tokens of Go. A token is the text that it shows in messages, so that no table of names is needed; comparisons of these
 * constant strings are comparisons of pointers. Operators share the tokens `op` and `op=` and carry their operator beside, except
 * those that also mean something else (`*`, `<-`).
 */

import type { Operator } from './ast.ts';

export type Keyword =
  | 'break' | 'case' | 'chan' | 'const' | 'continue' | 'default' | 'defer' | 'else' | 'fallthrough' | 'for' | 'func' | 'go'
  | 'goto' | 'if' | 'import' | 'interface' | 'map' | 'package' | 'range' | 'return' | 'select' | 'struct' | 'switch' | 'type' | 'var';

export type Token =
  | 'EOF'
  | 'name'
  | 'literal'
  /** Any operator but `*` and `<-`. */
  | 'op'
  | 'op='
  /** `++` or `--`. */
  | 'opop'
  | '=' | ':=' | '<-' | '*'
  | '(' | '[' | '{' | ')' | ']' | '}' | ',' | ';' | ':' | '.' | '...'
  | Keyword;

export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  ([
    'break', 'case', 'chan', 'const', 'continue', 'default', 'defer', 'else', 'fallthrough', 'for', 'func', 'go',
    'goto', 'if', 'import', 'interface', 'map', 'package', 'range', 'return', 'select', 'struct', 'switch', 'type', 'var',
  ] as const).map((word) => [word, word]),
);

/** A newline after one of these ends the statement. */
export const KEYWORDS_BEFORE_SEMICOLON: ReadonlySet<Keyword> = new Set(['break', 'continue', 'fallthrough', 'return'] as const);

/** Binding strength of binary operators; 0 = only unary. */
export const PRECEDENCE: Readonly<Record<Operator, number>> = {
  '!': 0, '~': 0, '<-': 0,
  '||': 1,
  '&&': 2,
  '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3,
  '+': 4, '-': 4, '|': 4, '^': 4,
  '*': 5, '/': 5, '%': 5, '&': 5, '&^': 5, '<<': 5, '>>': 5,
};

/** A token as messages name it. */
export function describeToken(tok: Token): string {
  if (tok === ',') return 'comma';
  if (tok === ';') return 'semicolon or newline';
  return tok;
}
