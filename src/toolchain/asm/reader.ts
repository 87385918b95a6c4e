/**
 * Hands out the statements to assemble, one after the other: those of the file, of included files, and of expanded macros
 * and repetitions, a stack of them. Conditional assembly happens here, since what is skipped is never parsed.
 *
 * Everything is lazy and limited: neither a macro that calls itself nor `.rept 1000000000` takes more than a bounded
 * number of statements.
 */
import type { Cursor } from './cursor.ts';
import { MAX_EXPANDED_LENGTH, bindArguments, cutArguments, parseParameters, substitute, type Macro } from './macro.ts';
import type { Place } from './section.ts';
import { splitSource, type SourceStatement } from './source.ts';

/** What the reader asks of the assembler. */
export interface ReaderHooks {
  /** The value of an expression that must be known now. */
  absolute(cursor: Cursor): bigint;
  isDefined(name: string): boolean;
  /** The text of an included file, or null. */
  readInclude(path: string, from: string): string | null;
  error(message: string, place: Place): void;
}

/** A list of statements being read, `count` times over. */
interface Frame {
  readonly body: readonly SourceStatement[];
  position: number;
  /** Passes that remain after this one. */
  remaining: number;
  /** How a statement of the body reads in this pass. */
  readonly expand: (statement: SourceStatement, pass: number) => SourceStatement;
  pass: number;
  /** Conditionals open when the frame began; those opened inside must end inside. */
  readonly conditionals: number;
  readonly isMacro: boolean;
}

interface Conditional {
  /** Whether the statements of the present branch are assembled. */
  isActive: boolean;
  /** Whether a branch has been taken, or none may be. */
  isDecided: boolean;
  hasElse: boolean;
  readonly start: SourceStatement;
}

const MAX_FRAMES = 100;
const MAX_STATEMENTS = 2_000_000;

/** The directive at the head of a statement, behind labels. */
const DIRECTIVE = /^\s*(?:(?:[\w.$]+|"[^"]*")\s*:\s*)*\.(\w+)/;
const directiveOf = (text: string): string => DIRECTIVE.exec(text)?.[1] ?? '';

const OPENS_REPETITION = /^(rept|irp|irpc)$/;

const asIs = (statement: SourceStatement): SourceStatement => statement;

export class StatementReader {
  private readonly frames: Frame[] = [];
  private readonly conditionals: Conditional[] = [];
  private readonly macros = new Map<string, Macro>();
  private expansions = 0;
  private handedOut = 0;
  private isEnded = false;

  constructor(private readonly hooks: ReaderHooks) {}

  /** Starts to read a file's text. */
  open(text: string, file: string): void {
    const { statements, openComment } = splitSource(text, file);
    if (openComment !== null) this.hooks.error('end of file in comment', { statement: openComment, column: openComment.text.lastIndexOf('/*') });
    this.push(statements, 1, asIs, false);
  }

  /** The next statement to assemble, or null at the end of everything. */
  next(): SourceStatement | null {
    for (;;) {
      const statement = this.fetch();
      if (statement === null) return null;
      if (this.isActive || /^else(if)?$/.test(directiveOf(statement.text))) return statement;
      this.skip(statement);
    }
  }

  isMacro(name: string): boolean {
    return this.macros.has(name.toLowerCase());
  }

  /** Starts the expansion of a macro; the cursor stands behind its name. */
  expandMacro(name: string, cursor: Cursor): void {
    const macro = this.macros.get(name.toLowerCase())!;
    const values = bindArguments(macro, cursor.rest);
    if ('error' in values) return cursor.fail(values.error as string);
    const number = this.expansions++;
    const caller = { what: `macro \`${macro.name}'`, at: cursor.statement };
    const expand = (statement: SourceStatement): SourceStatement => {
      const text = substitute(statement.text, values, number);
      return { ...statement, text, lineText: text, column: 0, caller };
    };
    this.push(macro.body, 1, expand, true, cursor);
  }

  /** Carries out a directive of this file, if `name` is one; the cursor stands behind it. */
  directive(name: string, cursor: Cursor): boolean {
    switch (name) {
      case '.macro':
        this.defineMacro(cursor);
        return true;
      case '.purgem':
        if (!this.macros.delete(cursor.expectName('a macro').toLowerCase())) cursor.fail('attempt to purge non-existing macro');
        return true;
      case '.rept':
        this.repeat(cursor);
        return true;
      case '.irp':
      case '.irpc':
        this.repeatOver(name, cursor);
        return true;
      case '.include':
        this.include(cursor);
        return true;
      case '.exitm':
        this.leaveMacro(cursor);
        return true;
      case '.end':
        this.isEnded = true;
        return true;
      case '.endm':
      case '.endr':
        return cursor.fail(`unexpected \`${name}'`);
    }
    return this.conditional(name, cursor);
  }

  private get isActive(): boolean {
    return this.conditionals.length === 0 || this.conditionals[this.conditionals.length - 1]!.isActive;
  }

  private push(body: readonly SourceStatement[], count: number, expand: Frame['expand'], isMacro: boolean, cursor?: Cursor): void {
    if (this.frames.length >= MAX_FRAMES) {
      cursor?.fail('macros nested too deeply');
      return;
    }
    if (body.length === 0 || count === 0) return;
    this.frames.push({ body, position: 0, remaining: count - 1, expand, pass: 0, conditionals: this.conditionals.length, isMacro });
  }

  private fetch(): SourceStatement | null {
    while (!this.isEnded && this.frames.length > 0) {
      const frame = this.frames[this.frames.length - 1]!;
      const statement = frame.body[frame.position];
      if (statement !== undefined) {
        frame.position++;
        return this.count(frame.expand(statement, frame.pass));
      }
      if (frame.remaining > 0) {
        frame.remaining--;
        frame.pass++;
        frame.position = 0;
      } else {
        this.frames.pop();
        this.closeConditionals(frame.conditionals, 'end of file inside conditional');
      }
    }
    return null;
  }

  private count(statement: SourceStatement): SourceStatement {
    if (++this.handedOut === MAX_STATEMENTS) this.stop(`more than ${MAX_STATEMENTS} statements: a macro or repetition without an end?`, statement);
    if (statement.caller !== undefined && statement.text.length >= MAX_EXPANDED_LENGTH) this.stop('expanded line is too long', { ...statement, text: '', lineText: '' });
    return statement;
  }

  private stop(message: string, statement: SourceStatement): void {
    this.hooks.error(message, { statement, column: 0 });
    this.isEnded = true;
  }

  private closeConditionals(depth: number, message: string | null): void {
    while (this.conditionals.length > depth) {
      const { start } = this.conditionals.pop()!;
      if (message !== null) this.hooks.error(message, { statement: start, column: start.text.search(/\S/) });
    }
  }

  /** Follows the conditionals in a part that is not assembled. */
  private skip(statement: SourceStatement): void {
    const name = directiveOf(statement.text);
    if (/^if/.test(name)) {
      this.conditionals.push({ isActive: false, isDecided: true, hasElse: false, start: statement });
    } else if (name === 'endif') {
      this.conditionals.pop();
    }
  }

  private conditional(name: string, cursor: Cursor): boolean {
    switch (name) {
      case '.else':
      case '.elseif':
        this.alternative(name, cursor);
        return true;
      case '.endif':
        if (this.conditionals.pop() === undefined) cursor.fail('".endif" without ".if"');
        return true;
    }
    if (!name.startsWith('.if')) return false;
    const holds = this.condition(name, cursor);
    if (holds === null) return false;
    this.conditionals.push({ isActive: holds, isDecided: holds, hasElse: false, start: cursor.statement });
    return true;
  }

  private alternative(name: string, cursor: Cursor): void {
    const open = this.conditionals[this.conditionals.length - 1];
    if (open === undefined) return cursor.fail(`"${name}" without matching ".if"`);
    if (open.hasElse) return cursor.fail(name === '.else' ? 'duplicate "else"' : '".elseif" after ".else"');
    open.hasElse = name === '.else';
    open.isActive = !open.isDecided && (name === '.else' || this.hooks.absolute(cursor) !== 0n);
    open.isDecided ||= open.isActive;
  }

  /** Whether the condition of an `.if…` holds; null if there is no such directive. */
  private condition(name: string, cursor: Cursor): boolean | null {
    const { hooks } = this;
    switch (name) {
      case '.if':
      case '.ifne':
        return hooks.absolute(cursor) !== 0n;
      case '.ifeq':
        return hooks.absolute(cursor) === 0n;
      case '.ifgt':
        return hooks.absolute(cursor) > 0n;
      case '.ifge':
        return hooks.absolute(cursor) >= 0n;
      case '.iflt':
        return hooks.absolute(cursor) < 0n;
      case '.ifle':
        return hooks.absolute(cursor) <= 0n;
      case '.ifdef':
        return hooks.isDefined(cursor.expectName('a symbol'));
      case '.ifndef':
      case '.ifnotdef':
        return !hooks.isDefined(cursor.expectName('a symbol'));
      case '.ifb':
        return cursor.rest === '';
      case '.ifnb':
        return cursor.rest !== '';
      case '.ifc':
      case '.ifnc': {
        const [left, right, ...others] = cutArguments(cursor.rest);
        if (others.length > 0) cursor.fail(`expected two strings for \`${name}'`);
        return (left ?? '') === (right ?? '') === (name === '.ifc');
      }
      default:
        return null;
    }
  }

  /** Takes the statements up to the end of a body from the current frame; nested bodies are part of it. */
  private takeBody(cursor: Cursor, opens: RegExp, closes: string): SourceStatement[] {
    const frame = this.frames[this.frames.length - 1]!;
    const body: SourceStatement[] = [];
    let depth = 1;
    for (;;) {
      const statement = frame.body[frame.position];
      if (statement === undefined) return cursor.fail(`end of file without "${closes}" for this`);
      frame.position++;
      const name = directiveOf(statement.text);
      if (opens.test(name)) depth++;
      else if (`.${name}` === closes && --depth === 0) return body;
      body.push(frame.expand(statement, frame.pass));
    }
  }

  private defineMacro(cursor: Cursor): void {
    const { place } = cursor;
    const header = /^([A-Za-z_.$][\w.$]*)\s*,?\s*(.*)$/s.exec(cursor.rest);
    const body = this.takeBody(cursor, /^macro$/, '.endm');
    if (header === null) return cursor.fail('Missing macro name', place);
    const parameters = parseParameters(header[2]!);
    if ('wrong' in parameters) return cursor.fail(`bad parameter \`${parameters.wrong as string}' of macro \`${header[1]!}'`, place);
    const key = header[1]!.toLowerCase();
    if (this.macros.has(key)) cursor.fail(`Macro \`${header[1]!}' was already defined`, place);
    this.macros.set(key, { name: header[1]!, parameters, body });
  }

  private repeat(cursor: Cursor): void {
    const { place } = cursor;
    const count = this.hooks.absolute(cursor);
    const body = this.takeBody(cursor, OPENS_REPETITION, '.endr');
    if (count < 0n) cursor.fail('negative count for .rept', place);
    const caller = { what: '.rept', at: cursor.statement };
    const limited = count > BigInt(MAX_STATEMENTS) ? MAX_STATEMENTS : Number(count);
    this.push(body, limited, (statement) => ({ ...statement, caller }), false, cursor);
  }

  private repeatOver(name: string, cursor: Cursor): void {
    const { place } = cursor;
    const [symbol, ...values] = cutArguments(cursor.rest);
    const body = this.takeBody(cursor, OPENS_REPETITION, '.endr');
    if (symbol === undefined || !/^[A-Za-z_$][\w$]*$/.test(symbol)) return cursor.fail(`missing symbol of \`${name}'`, place);
    const items = name === '.irp' ? values.map((value) => (value.startsWith('"') ? value.slice(1, -1) : value)) : [...(values[0] ?? '')];
    const caller = { what: name, at: cursor.statement };
    const expand = (statement: SourceStatement, pass: number): SourceStatement => {
      const text = substitute(statement.text, new Map([[symbol, items[pass]!]]), this.expansions);
      return { ...statement, text, lineText: text, column: 0, caller };
    };
    this.push(body, items.length, expand, false, cursor);
  }

  private include(cursor: Cursor): void {
    const { place } = cursor;
    const path = new TextDecoder().decode(cursor.expectString());
    const text = this.hooks.readInclude(path, cursor.statement.file);
    if (text === null) return cursor.fail(`can't open ${path} for reading: No such file or directory`, place);
    if (this.frames.length >= MAX_FRAMES) cursor.fail('.include nested too deeply', place);
    this.open(text, path);
  }

  private leaveMacro(cursor: Cursor): void {
    if (!this.frames.some(({ isMacro }) => isMacro)) return cursor.fail('".exitm" outside a macro');
    for (;;) {
      const frame = this.frames.pop()!;
      this.closeConditionals(frame.conditionals, null);
      if (frame.isMacro) return;
    }
  }
}
