/**
 * The parser: recursive descent over Go 1.19, one method per production, with the productions as comments. Generics are
 * parsed; the checker rejects them.
 *
 * Files, imports and functions are here. Below it, each built on the next: statements, declarations, expressions, types, signatures,
 * and what all productions share (parser-base.ts). Where a lower one needs a higher (the length of an array is an expression, a function
 * literal has statements) it declares the production abstract.
 *
 * It accepts somewhat more than Go and complains where a message can be better than "unexpected token". Methods named …OrNull
 * may return null; all others return a node even after an error. The words and positions of errors are go build's, so the
 * order of tests within a method matters: change none without comparing.
 */

import { assert } from '../../../base/assert.ts';
import type { BlockStmt, CompositeLit, Decl, Field, File, FuncDecl, Group, Name } from './ast.ts';
import { checkBranches } from './branches.ts';
import { DeferredBlock, DeferredLiteral } from './deferred-parts.ts';
import type { SyntaxError } from './parser-base.ts';
import type { FileSet, Pos, SourceFile } from './position.ts';
import type { PragmaRules } from './pragma.ts';
import { makeName } from './signature-parser.ts';
import { StatementParser } from './statement-parser.ts';

export interface ParseResult {
  /** Null if not even the package clause could be read. */
  readonly file: File | null;
  /** In the order in which they were found. */
  readonly errors: readonly SyntaxError[];
}

export interface ParseRules extends PragmaRules {
  /** Bodies of functions and composite literals outside of them are parsed when somebody reads them; they must be known to be sound. */
  readonly defersBodies?: boolean;
}

/** Parses one file of `fileSet` and checks its branches. Never throws on any input, unless bodies are deferred. */
export function parseFile(source: SourceFile, fileSet: FileSet, rules: ParseRules): ParseResult {
  const parser = new Parser(source, fileSet, rules);
  parser.next();
  const file = parser.fileOrNull();
  return { file, errors: parser.errors };
}

/** What lies in braces that were passed over. */
interface PassedOver {
  readonly pos: Pos;
  readonly rbrace: Pos;
  /** Calls `parse` with a parser that is at the opening brace. */
  parseLater<T>(parse: (parser: Parser) => T): T;
}

class Parser extends StatementParser {
  constructor(private readonly source: SourceFile, fileSet: FileSet, private readonly rules: ParseRules) {
    super(source, fileSet, rules);
  }

  /** SourceFile = PackageClause ";" { ImportDecl ";" } { TopLevelDecl ";" } . */
  fileOrNull(): File | null {
    const pos = this.pos();
    if (!this.got('package')) {
      this.syntaxError('package statement must be first');
      return null;
    }
    const pragmas = this.takePragmas();
    const pkgName = this.name();
    this.want(';');
    // Without a sound package clause the rest is not worth reading.
    if (this.brokenCount > 0) return null;

    const declList: Decl[] = [];
    while (this.got('import')) {
      this.appendGroup(declList, this.importDecl);
      this.want(';');
    }
    while (!this.at('EOF')) this.topLevelDecl(declList);
    this.clearPragmas();
    return { kind: 'File', pos, pragmas, pkgName, declList, eof: this.pos(), filePragmas: this.filePragmas };
  }

  /** TopLevelDecl = Declaration | FunctionDecl | MethodDecl . */
  private topLevelDecl(declList: Decl[]): void {
    if (this.got('const')) this.appendGroup(declList, this.constDecl);
    else if (this.got('type')) this.appendGroup(declList, this.typeDecl);
    else if (this.got('var')) this.appendGroup(declList, this.varDecl);
    else if (this.got('func')) {
      const decl = this.funcDeclOrNull();
      if (decl !== null) declList.push(decl);
    } else {
      const last = declList.at(-1);
      if (this.at('{') && last?.kind === 'FuncDecl' && last.body === null) this.syntaxError('unexpected semicolon or newline before {');
      else this.syntaxError('non-declaration statement outside function body');
      this.advance('const', 'type', 'var', 'func');
      return;
    }
    // Before the ";" is taken: comments after it may belong to the next declaration.
    this.clearPragmas();
    if (!this.at('EOF') && !this.got(';')) {
      this.syntaxError('after top level declaration');
      this.advance('const', 'type', 'var', 'func');
    }
  }

  /** ImportSpec = [ "." | PackageName ] ImportPath . */
  private importDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    let localPkgName: Name | null = null;
    if (this.at('name')) localPkgName = this.name();
    else if (this.at('.')) {
      localPkgName = makeName(this.pos(), '.');
      this.next();
    }
    const path = this.literalOrNull();
    if (path === null) {
      this.syntaxError('missing import path');
      this.advance(';', ')');
    } else if (!path.bad && path.litKind !== 'string') {
      this.syntaxError('import path must be a string');
      path.bad = true;
    }
    return { kind: 'ImportDecl', ...start, localPkgName, path };
  }

  /**
   * FunctionDecl = "func" identifier [ TypeParams ] Signature [ FunctionBody ] .
   * MethodDecl   = "func" Parameters identifier Signature [ FunctionBody ] .
   */
  private funcDeclOrNull(): FuncDecl | null {
    const pos = this.pos();
    const pragmas = this.takePragmas();
    let recv: Field | null = null;
    if (this.got('(')) {
      const receivers = this.paramList(null, null, ')', false);
      if (receivers.length === 0) this.errorAtToken('method has no receiver');
      if (receivers.length > 1) this.errorAtToken('method has multiple receivers');
      recv = receivers[0] ?? null;
    }
    if (!this.at('name')) {
      this.syntaxError('expecting name or (');
      this.advance('{', ';');
      return null;
    }
    const name = this.name();
    const { tparamList, type } = this.funcType(recv === null ? '' : 'method');
    const body = !this.at('{') ? null : this.rules.defersBodies === true ? this.deferredBody() : this.funcBody();
    return { kind: 'FuncDecl', pos, pragmas, recv, name, tparamList, type, body };
  }

  /** Passes over the body of a declared function. */
  private deferredBody(): BlockStmt {
    const { pos, rbrace, parseLater } = this.passOver();
    return new DeferredBlock(pos, rbrace, () => parseLater((parser) => parser.funcBody().list));
  }

  /** Passes over the elements of a literal, unless it is in a function. */
  protected override compositeLit(): CompositeLit {
    if (this.rules.defersBodies !== true || this.functionDepth > 0) return super.compositeLit();
    const { pos, rbrace, parseLater } = this.passOver();
    return new DeferredLiteral(pos, rbrace, () => parseLater((parser) => parser.compositeLit()));
  }

  /** Passes over what is in braces. */
  private passOver(): PassedOver {
    const [pos, place] = [this.pos(), this.place()];
    this.skipBlock();
    const rbrace = this.pos();
    this.want('}');
    const parseLater = <T>(parse: (parser: Parser) => T): T => {
      const parser = new Parser(this.source, this.fileSet, { ...this.rules, defersBodies: false });
      parser.goTo(place);
      parser.next();
      const result = parse(parser);
      assert(parser.errors.length === 0, `passOver: ${this.fileSet.describe(pos)} is not sound: ${parser.errors[0]?.message}`);
      return result;
    };
    return { pos, rbrace, parseLater };
  }

  protected funcBody(): BlockStmt {
    this.functionDepth++;
    const brokenBefore = this.brokenCount;
    const body = this.blockStmt('');
    this.functionDepth--;
    // In a broken body the branches are broken too.
    if (this.brokenCount === brokenBefore) checkBranches(body, this.fileSet, this);
    return body;
  }
}
