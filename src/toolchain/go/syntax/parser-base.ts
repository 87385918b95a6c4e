/**
 * What all productions of the parser share: the token at hand, the wording of syntax errors, going on after an error, and
 * directives that wait for their declaration.
 *
 * After an error the parser skips to a token at which some caller can go on: one of the follow list given, or, within a function,
 * a keyword that begins a statement. A parse method never loops without taking a token, so every input ends.
 */

import type { EmptyStmt, Pragma } from './ast.ts';
import type { ErrorSink } from './branches.ts';
import { checkPragma, isFreePragma, makePragma, parseProbe, PROBE_PRAGMA, reportUnused, type PragmaRules } from './pragma.ts';
import { makePos, POS_MAX, type FileSet, type Pos, type SourceFile } from './position.ts';
import { Scanner } from './scanner.ts';
import { describeToken, type Token } from './tokens.ts';

/** A message at a position of the file set. */
export interface SyntaxError {
  readonly pos: Pos;
  readonly message: string;
}

/** Keywords at which a statement begins; seldom worth skipping. */
const STATEMENT_STARTS: ReadonlySet<Token> = new Set<Token>([
  'break', 'const', 'continue', 'defer', 'fallthrough', 'for', 'go', 'goto', 'if', 'return', 'select', 'switch', 'type', 'var',
]);

/** How deep expressions, types and statements may nest. Go sets no limit; ours keeps every later recursion within the host's stack. */
const NESTING_LIMIT = 400;

/** `//line` and `/*line`. */
const LINE_DIRECTIVE = 'line ';
const OPENING_LENGTH = 2;

export class ParserBase extends Scanner implements ErrorSink {
  readonly errors: SyntaxError[] = [];
  /** How many errors of {@link errors} broke the syntax. */
  protected brokenCount = 0;
  /** Directives that belong to no declaration. */
  protected readonly filePragmas: Pragma[] = [];
  protected readonly fileSet: FileSet;
  /** Functions around this place. */
  protected functionDepth = 0;
  /** Parentheses around this place; negative in the header of a statement, where `{` opens its body, not a literal. */
  protected expressionLevel = 0;
  private readonly file: SourceFile;
  private pragmas: Pragma[] = [];
  private nesting = 0;

  constructor(file: SourceFile, fileSet: FileSet, rules: PragmaRules) {
    super(file.bytes, {
      lexicalError: (line, col, message) => this.errorAt(makePos(file.index, line, col), message),
      directive: (line, col, text) => this.directive(line, col, text, rules),
    });
    this.file = file;
    this.fileSet = fileSet;
  }

  // --- Tokens ------------------------------------------------------------------------------------------------------

  protected pos(): Pos {
    return makePos(this.file.index, this.line, this.col);
  }

  protected at(tok: Token): boolean {
    return this.tok === tok;
  }

  protected atOperator(op: string): boolean {
    return this.tok === 'op' && this.op === op;
  }

  /** Takes the token if it is `tok`. */
  protected got(tok: Token): boolean {
    if (this.tok !== tok) return false;
    this.next();
    return true;
  }

  protected want(tok: Token): void {
    if (this.got(tok)) return;
    this.syntaxError(`expecting ${describeToken(tok)}`);
    this.advance();
  }

  /** Takes `=`, or `:=` with a complaint. */
  protected gotAssign(): boolean {
    if (this.at(':=')) this.syntaxError('expecting =');
    else if (!this.at('=')) return false;
    this.next();
    return true;
  }

  /** Runs a production one level deeper; beyond the limit the rest of the file is given up. */
  protected nested<T>(production: () => T): T {
    this.nesting++;
    if (this.nesting > NESTING_LIMIT && !this.at('EOF')) {
      this.syntaxError(`nesting deeper than ${NESTING_LIMIT} levels`);
      this.skipRest();
    }
    const result = production();
    this.nesting--;
    return result;
  }

  // --- Errors ------------------------------------------------------------------------------------------------------

  /** A complaint that leaves the syntax sound: about a branch or a directive. */
  error(pos: Pos, message: string): void {
    this.errors.push({ pos, message });
  }

  protected errorAt(pos: Pos, message: string): void {
    this.brokenCount++;
    this.error(pos, message);
  }

  protected errorAtToken(message: string): void {
    this.errorAt(this.pos(), message);
  }

  protected syntaxError(message: string): void {
    this.syntaxErrorAt(this.pos(), message);
  }

  /** Reports `message`; one that begins with in, at, after or expecting first names the token that was not expected. */
  protected syntaxErrorAt(pos: Pos, message: string): void {
    // What follows an error at the end of the file is only noise.
    if (this.at('EOF') && this.brokenCount > 0) return;
    if (/^(in|at|after) /.test(message)) this.errorAt(pos, `syntax error: unexpected ${this.tokenText()} ${message}`);
    else if (message.startsWith('expecting ')) this.errorAt(pos, `syntax error: unexpected ${this.tokenText()}, ${message}`);
    else this.errorAt(pos, `syntax error: ${message}`);
  }

  private tokenText(): string {
    switch (this.tok) {
      case 'name':
      case ';': return this.lit;
      case 'literal': return `literal ${this.lit}`;
      case 'op': return this.op;
      case 'op=': return `${this.op}=`;
      case 'opop': return this.op + this.op;
      default: return describeToken(this.tok);
    }
  }

  /** Skips to a token at which one can go on; without a list, over exactly one token. */
  protected advance(...follow: Token[]): void {
    if (follow.length === 0) {
      if (!this.at('EOF')) this.next();
      return;
    }
    const isStop = (tok: Token): boolean =>
      tok === 'EOF' || follow.includes(tok) || (this.functionDepth > 0 && STATEMENT_STARTS.has(tok));
    while (!isStop(this.tok)) this.next();
  }

  // --- Directives --------------------------------------------------------------------------------------------------

  /** The directives since the last declaration; they are the caller's from now on. */
  protected takePragmas(): Pragma[] {
    const taken = this.pragmas;
    this.pragmas = [];
    return taken;
  }

  /** The probes among the waiting directives, as statements. */
  protected takeProbes(): EmptyStmt[] {
    if (!this.pragmas.some(({ verb }) => verb === PROBE_PRAGMA)) return [];
    const probes = this.pragmas.filter(({ verb }) => verb === PROBE_PRAGMA);
    this.pragmas = this.pragmas.filter(({ verb }) => verb !== PROBE_PRAGMA);
    return probes.flatMap((pragma) => {
      const probe = parseProbe(pragma);
      if (probe === null) this.error(pragma.pos, 'usage: //go:probe name(variable, ...)');
      return probe === null ? [] : [{ kind: 'EmptyStmt', pos: pragma.pos, probe }];
    });
  }

  /** Called where no directive may wait. */
  protected clearPragmas(): void {
    if (this.pragmas.length > 0) reportUnused(this.takePragmas(), this);
  }

  private directive(line: number, col: number, comment: string, rules: PragmaRules): void {
    const isBlock = comment.startsWith('/*');
    const text = isBlock ? comment.slice(OPENING_LENGTH, -OPENING_LENGTH) : comment.slice(OPENING_LENGTH).replace(/\r$/, '');
    const textPos = makePos(this.file.index, line, col + OPENING_LENGTH);
    if (text.startsWith(LINE_DIRECTIVE)) {
      if (!isBlock && col !== 1) return;
      const start = isBlock ? makePos(this.file.index, line, col + comment.length) : makePos(this.file.index, line + 1, 1);
      this.lineDirective(start, line, col + OPENING_LENGTH + LINE_DIRECTIVE.length, text.slice(LINE_DIRECTIVE.length));
      return;
    }
    if (isBlock || !text.startsWith('go:')) return;
    if (!this.blank) {
      this.error(textPos, 'misplaced compiler directive');
      return;
    }
    const pragma = makePragma(textPos, text);
    checkPragma(pragma, rules, this);
    (isFreePragma(pragma) ? this.filePragmas : this.pragmas).push(pragma);
  }

  /** `file:line` or `file:line:col`; without a colon it is an ordinary comment. */
  private lineDirective(start: Pos, line: number, col: number, text: string): void {
    const last = trailingNumber(text);
    if (last === null) return;
    const complain = (what: string, number: TrailingNumber, all: string): void =>
      this.errorAt(makePos(this.file.index, line, col + number.at), `invalid ${what} number: ${all.slice(number.at)}`);
    if (last.value === null) return complain('line', last, text);
    const before = trailingNumber(text.slice(0, last.at - 1));
    if (before === null || before.value === null) {
      if (!isLineNumber(last.value)) return complain('line', last, text);
      this.file.lineDirectives.push({ start, file: text.slice(0, last.at - 1), line: last.value, col: 0 });
      return;
    }
    if (!isLineNumber(last.value)) return complain('column', last, text);
    const withoutCol = text.slice(0, last.at - 1);
    if (!isLineNumber(before.value)) return complain('line', before, withoutCol);
    const name = withoutCol.slice(0, before.at - 1);
    this.file.lineDirectives.push({ start, file: name === '' ? this.file.currentName() : name, line: before.value, col: last.value });
  }
}

interface TrailingNumber {
  /** Where the digits begin. */
  readonly at: number;
  /** Null for what is not a number. */
  readonly value: number | null;
}

/** What follows the last colon of `text`; null if there is none. */
function trailingNumber(text: string): TrailingNumber | null {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return null;
  const digits = text.slice(colon + 1);
  return { at: colon + 1, value: /^[0-9]+$/.test(digits) ? Number(digits) : null };
}

function isLineNumber(value: number): boolean {
  return value > 0 && value <= POS_MAX;
}
