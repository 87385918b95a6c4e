/** What all parts of the generator of wide programs share: random choices, fresh names, types, and the texts made so far. */
import type { RandomStream } from '../../../src/base/random.ts';
import { constantText } from './constant-texts.ts';
import { TypeUniverse } from './universe.ts';
import type { GoType } from './types.ts';

export interface Variable {
  readonly name: string;
  readonly type: GoType;
  /** May be assigned to. */
  readonly isFixed?: boolean;
}

/** What is visible at a place of the text. */
export interface Scope {
  readonly variables: readonly Variable[];
  /** Of statements within each other. */
  readonly depth: number;
  /** Loops around in the same function. */
  readonly loops: number;
}

export const EMPTY_SCOPE: Scope = { variables: [], depth: 0, loops: 0 };

/** The scope with more variables. */
export const withVariables = (scope: Scope, ...variables: Variable[]): Scope => ({ ...scope, variables: [...scope.variables, ...variables] });

/** A function of the program that may change anything: called in statements of its own only. */
export interface Callable {
  readonly name: string;
  readonly params: readonly GoType[];
  readonly rest: GoType | null;
  readonly results: readonly GoType[];
}

/** Makes the statements of a block, of which there are about `count`. */
export type Body = (scope: Scope, count: number) => string;
/** Makes a piece of program about one thing; lines without indentation. */
export type Idiom = (maker: Maker, scope: Scope, body: Body) => string;

export class Maker {
  readonly types: TypeUniverse;
  /** Declarations of functions, besides those of types and variables. */
  readonly texts: string[] = [];
  readonly callable: Callable[] = [];
  private names = 0;
  private readonly tables = new Map<GoType, string[]>();

  constructor(readonly random: RandomStream) {
    this.types = new TypeUniverse(random);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.below(list.length)]!;
  }

  /** True once in `one` times. */
  chance(one: number): boolean {
    return this.random.below(one) === 0;
  }

  fresh(stem: string): string {
    return `${stem}${this.names++}`;
  }

  /** As many values as `count` says. */
  several<T>(count: number, make: (i: number) => T): T[] {
    return Array.from({ length: count }, (_, i) => make(i));
  }

  /** A value of a basic type out of a table, which makes it no constant: expressions of constants may not overflow. */
  tabled(type: GoType): string {
    const table = this.tables.get(type) ?? [];
    this.tables.set(type, table);
    return `table${type.name}[${table.push(constantText(type, this.random)) - 1}]`;
  }

  tableTexts(): string[] {
    return [...this.tables].map(([type, list]) => `var table${type.name} = [...]${type.name}{${list.join(', ')}}\n`);
  }
}

/** Lines one tab further in; labels stay. */
export const indent = (text: string): string => text.split('\n').map((line) => (line === '' || /^[A-Z]\w*:$/.test(line) ? line : `\t${line}`)).join('\n').replace(/\n+$/, '');

/** A block of lines in braces. */
export const braces = (...lines: string[]): string => `{\n${indent(lines.filter((line) => line !== '').join('\n'))}\n}`;

/** The same as the body of a function that is called at once: panics may be recovered, gotos and results are its own. */
export const called = (...lines: string[]): string => `func() ${braces(...lines)}()`;
