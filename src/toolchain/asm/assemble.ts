/**
 * The assembler: GNU-like syntax in, a relocatable object or diagnostics out. A statement that does not assemble is
 * reported and left out, and the rest goes on, so that one run shows the mistakes of a whole file.
 *
 *   statement = { label ":" } [ directive | symbol "=" expression | macro call | instruction ]
 */
import type { ObjectFile } from '../../elf/object-file.ts';
import { hasErrors, type SourceDiagnostic } from '../source-diagnostic.ts';
import { Assembly } from './assembly.ts';
import { Cursor, StatementError } from './cursor.ts';
import { assembleDirective, isDirective } from './directives.ts';
import { emitObject } from './emit-object.ts';
import { parseExpression } from './expression.ts';
import { assembleInstruction, isMnemonic } from './instructions.ts';
import { layOut } from './layout.ts';
import { TokenKind } from './lexer.ts';
import { StatementReader } from './reader.ts';
import type { SourceStatement } from './source.ts';
import { absoluteValue, numberExpression, type Expression } from './symbols.ts';

export interface AssembleOptions {
  /** Finds the text of `.include "path"` in the file `from`; null if there is none. Default: none is found. */
  readonly readInclude?: (path: string, from: string) => string | null;
  /** Symbols defined before the first line, as by `--defsym`. */
  readonly symbols?: Readonly<Record<string, number>>;
  /** Add debugging information: the line of each instruction. Default false. */
  readonly debug?: boolean;
}

export interface AssembleResult {
  /** Null if there were errors. */
  readonly object: ObjectFile | null;
  readonly diagnostics: readonly SourceDiagnostic[];
}

/** After so many errors the rest of a file tells nothing new. */
const MAX_ERRORS = 100;

class Assembler {
  private readonly assembly = new Assembly();
  private readonly reader: StatementReader;
  private errors = 0;

  constructor(private readonly options: AssembleOptions) {
    this.reader = new StatementReader({
      absolute: (cursor) => this.absolute(cursor),
      isDefined: (name) => this.assembly.isDefined(name),
      readInclude: options.readInclude ?? (() => null),
      error: (message, place) => this.assembly.report('error', message, place),
    });
    for (const [name, value] of Object.entries(options.symbols ?? {})) {
      this.assembly.symbol(name).definition = { kind: 'value', expression: numberExpression(value) };
    }
  }

  run(source: string, fileName: string): AssembleResult {
    const { assembly } = this;
    this.reader.open(source, fileName);
    for (let statement = this.reader.next(); statement !== null && this.errors < MAX_ERRORS; statement = this.reader.next()) this.statement(statement);
    if (hasErrors(assembly.diagnostics)) return this.failure();
    layOut(assembly);
    if (hasErrors(assembly.diagnostics)) return this.failure();
    const object = emitObject(assembly, fileName, this.options);
    return hasErrors(assembly.diagnostics) ? this.failure() : { object, diagnostics: assembly.diagnostics };
  }

  private failure(): AssembleResult {
    return { object: null, diagnostics: this.assembly.diagnostics };
  }

  private absolute(cursor: Cursor): bigint {
    const { place } = cursor;
    const value = absoluteValue(parseExpression(cursor, this.assembly));
    return value ?? cursor.fail('non-constant expression in a statement that needs one', place);
  }

  private statement(statement: SourceStatement): void {
    try {
      this.parse(new Cursor(statement));
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      this.errors++;
      this.assembly.report('error', error.message, error.place);
    }
  }

  private parse(cursor: Cursor): void {
    while (this.label(cursor));
    const { token } = cursor;
    if (token.kind === TokenKind.End) return;
    if (this.assignment(cursor)) return;
    if (token.kind !== TokenKind.Name) cursor.fail(`unrecognized statement: it starts with ${cursor.describe()}`);
    cursor.advance();
    const name = token.text;
    if (this.reader.isMacro(name)) this.reader.expandMacro(name, cursor);
    else if (this.reader.directive(name, cursor)) return;
    else if (isDirective(name)) assembleDirective(name, cursor, this.assembly);
    else if (isMnemonic(name)) assembleInstruction(name, cursor, this.assembly);
    else cursor.fail(name.startsWith('.') ? `unknown pseudo-op: \`${name}'` : `unrecognized opcode \`${cursor.statement.text.slice(token.column).trim()}'`, { statement: cursor.statement, column: token.column });
  }

  /** Takes `name:` or `1:` if one stands here. */
  private label(cursor: Cursor): boolean {
    const { token, place } = cursor;
    const colon = cursor.peek(1);
    if (colon.kind !== TokenKind.Punctuation || colon.text !== ':') return false;
    if (token.kind === TokenKind.Number) this.assembly.defineLocalLabel(token.text);
    else if (token.kind === TokenKind.Name || token.kind === TokenKind.String) this.assembly.defineLabel(token.text, place);
    else return false;
    cursor.advance();
    cursor.advance();
    return true;
  }

  /** Takes `name = expression` if it stands here; `. = expression` is `.org`. */
  private assignment(cursor: Cursor): boolean {
    const { token, place } = cursor;
    const equals = cursor.peek(1);
    if (token.kind !== TokenKind.Name || equals.kind !== TokenKind.Punctuation || !/^==?$/.test(equals.text)) return false;
    cursor.advance();
    cursor.advance();
    const expression: Expression = parseExpression(cursor, this.assembly);
    cursor.expectEnd();
    if (token.text === '.') this.assembly.current.append({ kind: 'org', target: expression, fillByte: 0, place });
    else this.assembly.setSymbol(token.text, expression, place);
    return true;
  }
}

/** Assembles a source text. Never throws on any input. */
export function assemble(source: string, fileName: string, options: AssembleOptions = {}): AssembleResult {
  return new Assembler(options).run(source, fileName);
}
