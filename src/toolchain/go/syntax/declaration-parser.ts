/**
 * Declarations of constants, types and variables, alone or grouped, at top level or within functions.
 *
 * `type T [P any] …` against `type T [N]E` is settled after an expression has been parsed.
 */

import type { Decl, Expr, Field, Group, Name, Pragma } from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';
import type { Pos } from './position.ts';

export type GroupedDecl = (group: Group | null) => Decl;

export abstract class DeclarationParser extends ExpressionParser {
  /** f | "(" { f ";" } ")" */
  protected appendGroup(declList: Decl[], declaration: GroupedDecl): void {
    if (!this.at('(')) {
      declList.push(declaration.call(this, null));
      return;
    }
    const group: Group = { pos: this.pos() };
    this.clearPragmas();
    this.next();
    this.list('grouped declaration', ';', ')', () => {
      declList.push(declaration.call(this, group));
      return false;
    });
  }

  protected declStart(group: Group | null): { pos: Pos; group: Group | null; pragmas: Pragma[] } {
    return { pos: this.pos(), group, pragmas: this.takePragmas() };
  }

  /** ConstSpec = IdentifierList [ [ Type ] "=" ExpressionList ] . */
  protected constDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    const nameList = this.nameList(this.name());
    let type: Expr | null = null;
    let values: Expr | null = null;
    if (!this.at('EOF') && !this.at(';') && !this.at(')')) {
      type = this.typeOrNull();
      if (this.gotAssign()) values = this.exprList();
    }
    return { kind: 'ConstDecl', ...start, nameList, type, values };
  }

  /** TypeSpec = identifier [ TypeParams ] [ "=" ] Type . */
  protected typeDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    const name = this.name();
    let tparamList: Field[] = [];
    let alias = false;
    let type: Expr | null;
    if (this.at('[')) {
      const pos = this.pos();
      this.next();
      const opening = this.typeDeclBracket(pos);
      if (opening.kind === 'params') {
        tparamList = opening.list;
        alias = this.gotAssign();
        type = this.typeOrNull();
      } else type = opening.type;
    } else {
      alias = this.gotAssign();
      type = this.typeOrNull();
    }
    if (type === null) {
      type = this.badExpr();
      this.syntaxError('in type declaration');
      this.advance(';', ')');
    }
    return { kind: 'TypeDecl', ...start, name, tparamList, alias, type };
  }

  /** What follows `type name [`: type parameters, or an array or slice type. */
  private typeDeclBracket(pos: Pos): { kind: 'params'; list: Field[] } | { kind: 'type'; type: Expr } {
    if (this.got(']')) return { kind: 'type', type: this.sliceType(pos) };
    if (!this.at('name')) return { kind: 'type', type: this.arrayType(pos, null) };
    // A name followed by "[" begins a constraint, since indexing is never a constant; otherwise the expression tells.
    let x: Expr = this.name();
    if (!this.at('[')) {
      this.expressionLevel++;
      x = this.binaryExpr(this.pexpr(x, false), 0);
      this.expressionLevel--;
    }
    const split = splitTypeParam(x, this.at(','));
    if (split !== null && (split.type !== null || !this.at(']'))) {
      return { kind: 'params', list: this.paramList(split.name, split.type, ']', true) };
    }
    return { kind: 'type', type: this.arrayType(pos, x) };
  }

  /** VarSpec = IdentifierList ( Type [ "=" ExpressionList ] | "=" ExpressionList ) . */
  protected varDecl(group: Group | null): Decl {
    const start = this.declStart(group);
    const nameList = this.nameList(this.name());
    let type: Expr | null = null;
    let values: Expr | null = null;
    if (this.gotAssign()) values = this.exprList();
    else {
      type = this.type();
      if (this.gotAssign()) values = this.exprList();
    }
    return { kind: 'VarDecl', ...start, nameList, type, values };
  }
}

/** Whether an expression can only be an element of a constraint, never a value. */
function isTypeElem(x: Expr): boolean {
  switch (x.kind) {
    case 'ArrayType':
    case 'StructType':
    case 'FuncType':
    case 'InterfaceType':
    case 'SliceType':
    case 'MapType':
    case 'ChanType': return true;
    case 'Operation': return isTypeElem(x.x) || (x.y !== null && isTypeElem(x.y)) || x.op === '~';
    case 'ParenExpr': return isTypeElem(x.x);
    default: return false;
  }
}

/**
 * Splits what was parsed as an expression into the name of a type parameter and its constraint: `P *E` was read as a product, `P (E)`
 * as a call, `P *E|F` as a disjunction. It splits only if the constraint can be nothing else, or if `force`. Null: no split.
 */
function splitTypeParam(x: Expr, force: boolean): { name: Name; type: Expr | null } | null {
  if (x.kind === 'Name') return { name: x, type: null };
  if (x.kind === 'Operation' && x.y !== null) {
    if (x.op === '*' && x.x.kind === 'Name' && (force || isTypeElem(x.y))) {
      return { name: x.x, type: { kind: 'Operation', pos: x.pos, op: '*', x: x.y, y: null } };
    }
    if (x.op === '|') {
      const left = splitTypeParam(x.x, force || isTypeElem(x.y));
      if (left !== null && left.type !== null) {
        return { name: left.name, type: { kind: 'Operation', pos: x.pos, op: '|', x: left.type, y: x.y } };
      }
    }
  }
  if (x.kind === 'CallExpr' && x.fun.kind === 'Name' && x.argList.length === 1 && !x.hasDots && (force || isTypeElem(x.argList[0]!))) {
    return { name: x.fun, type: x.argList[0]! };
  }
  return null;
}
