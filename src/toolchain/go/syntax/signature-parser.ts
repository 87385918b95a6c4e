/**
 * Names, lists, parameters and results: the productions that types, expressions and declarations have in common.
 *
 * A parameter list is read before it is known whether it names its parameters: `(a, b int)` or `(A, B)`. In one of type parameters
 * unions are permitted as well.
 */

import type { BadExpr, Expr, Field, FuncType, Name } from './ast.ts';
import { startPos } from './node-positions.ts';
import { ParserBase } from './parser-base.ts';
import { isKnown, NO_POS, type Pos } from './position.ts';
import { describeToken } from './tokens.ts';

/** A parameter while its list is being read: name or type may still be missing. */
interface Parameter {
  readonly pos: Pos;
  name: Name | null;
  type: Expr | null;
}

export abstract class SignatureParser extends ParserBase {
  protected abstract expr(): Expr;
  protected abstract type(): Expr;
  protected abstract typeOrNull(): Expr | null;
  protected abstract qualifiedName(first: Name | null): Expr;

  /**
   * list = [ element { sep element } [ sep ] ] close .
   * `element` returns true if no other may follow. Returns the position of the closing token.
   */
  protected list(context: string, sep: ',' | ';', close: ')' | '}' | ']', element: () => boolean): Pos {
    let done = false;
    while (!this.at('EOF') && !this.at(close) && !done) {
      done = element();
      if (this.got(sep) || this.at(close)) continue;
      this.syntaxError(`in ${context}; possibly missing ${describeToken(sep)} or ${describeToken(close)}`);
      this.advance(')', ']', '}');
      if (!this.at(close)) return this.pos();
    }
    const pos = this.pos();
    this.want(close);
    return pos;
  }

  protected name(): Name {
    const pos = this.pos();
    if (this.at('name')) {
      const name = makeName(pos, this.lit);
      this.next();
      return name;
    }
    this.syntaxError('expecting name');
    this.advance();
    return makeName(pos, '_');
  }

  /** IdentifierList = identifier { "," identifier } . */
  protected nameList(first: Name): Name[] {
    const list = [first];
    while (this.got(',')) list.push(this.name());
    return list;
  }

  protected badExpr(): BadExpr {
    return { kind: 'BadExpr', pos: this.pos() };
  }

  /** An expression, then types: x { "," Type } [ "," ]. A list only if there are several. */
  protected typeList(): { list: Expr; hasComma: boolean } {
    this.expressionLevel++;
    const x = this.expr();
    const hasComma = this.got(',');
    const elemList = [x];
    if (hasComma) {
      let type = this.typeOrNull();
      while (type !== null) {
        elemList.push(type);
        type = this.got(',') ? this.typeOrNull() : null;
      }
    }
    this.expressionLevel--;
    return { list: elemList.length === 1 ? x : { kind: 'ListExpr', pos: x.pos, elemList }, hasComma };
  }

  /** Signature, with type parameters before it; a context says where those are not permitted. */
  protected funcType(context: string): { tparamList: Field[]; type: FuncType } {
    const pos = this.pos();
    let tparamList: Field[] = [];
    if (this.got('[')) {
      if (context !== '') this.syntaxErrorAt(pos, `${context} must have no type parameters`);
      if (this.at(']')) {
        this.syntaxError('empty type parameter list');
        this.next();
      } else tparamList = this.paramList(null, null, ']', true);
    }
    this.want('(');
    const paramList = this.paramList(null, null, ')', false);
    return { tparamList, type: { kind: 'FuncType', pos, paramList, resultList: this.funcResult() } };
  }

  /** Result = Parameters | Type . */
  private funcResult(): Field[] {
    if (this.got('(')) return this.paramList(null, null, ')', false);
    const pos = this.pos();
    const type = this.typeOrNull();
    return type === null ? [] : [{ kind: 'Field', pos, name: null, type }];
  }

  /**
   * Parameters = "(" [ ParameterList [ "," ] ] ")" .
   * The opening has been taken, and the first name (with or without its type) if it is given. In the result all fields have a
   * name or none has.
   */
  protected paramList(firstName: Name | null, firstType: Expr | null, close: ')' | ']', requireNames: boolean): Field[] {
    if (firstName !== null && firstType !== null && this.got(close)) {
      return [{ kind: 'Field', pos: firstName.pos, name: firstName, type: firstType }];
    }
    const list: Parameter[] = [];
    let name = firstName;
    let type = firstType;
    const end = this.list('parameter list', ',', close, () => {
      const param = name !== null && type !== null ? { pos: name.pos, name, type } : this.paramDeclOrNull(name, close);
      name = null;
      type = null;
      if (param !== null) list.push(param);
      return false;
    });
    return this.distributeTypes(list, end, requireNames);
  }

  /** ParameterDecl = [ IdentifierList ] [ "..." ] Type . The name may have been taken before. */
  private paramDeclOrNull(givenName: Name | null, close: ')' | ']'): Parameter | null {
    const allowsTypeSets = close === ']';
    const pos = givenName?.pos ?? this.pos();
    const withUnion = (type: Expr): Expr => (allowsTypeSets && this.atOperator('|') ? this.unionOf(type) : type);
    if (givenName === null && allowsTypeSets && this.atOperator('~')) return { pos, name: null, type: this.unionOf(this.embeddedTerm()) };

    let name: Name | null = null;
    if (givenName !== null || this.at('name')) {
      name = givenName ?? this.name();
      if (this.at('[')) {
        const type = this.arrayOrTypeArgs(name);
        return { pos, name: type.kind === 'IndexExpr' ? null : name, type: withUnion(type) };
      }
      if (this.at('.')) return { pos, name: null, type: withUnion(this.qualifiedName(name)) };
      if (allowsTypeSets && this.atOperator('|')) return { pos, name: null, type: this.unionOf(name) };
    }
    if (this.at('...')) return { pos, name, type: this.dotsType() };
    if (allowsTypeSets && this.atOperator('~')) return { pos, name, type: this.unionOf(this.embeddedTerm()) };
    const type = this.typeOrNull();
    if (type !== null) return { pos, name, type: withUnion(type) };
    if (name !== null) return { pos, name, type: null };
    this.syntaxError(`expecting ${describeToken(close)}`);
    this.advance(',', close);
    return null;
  }

  private dotsType(): Expr {
    const pos = this.pos();
    this.next();
    let elem = this.typeOrNull();
    if (elem === null) {
      elem = this.badExpr();
      this.syntaxError('... is missing type');
    }
    return { kind: 'DotsType', pos, elem };
  }

  private distributeTypes(list: readonly Parameter[], end: Pos, requireNames: boolean): Field[] {
    const named = list.filter((param) => param.name !== null && param.type !== null).length;
    if (named === 0 && !requireNames) {
      // What looked like names are types.
      return list.map(({ pos, name, type }) => ({ kind: 'Field', pos, name: null, type: type ?? name! }));
    }
    const typed = list.filter((param) => param.type !== null).length;
    let errorPos = NO_POS;
    let current: Expr | null = null;
    const fields: Field[] = [];
    for (let i = list.length - 1; i >= 0; i--) {
      let { name, type } = list[i]!;
      if (type !== null) {
        current = type;
        if (name === null) {
          errorPos = startPos(type);
          name = makeName(errorPos, '_');
        }
      } else if (current !== null) type = current;
      else {
        errorPos = name!.pos;
        type = { kind: 'BadExpr', pos: errorPos };
      }
      fields.unshift({ kind: 'Field', pos: list[i]!.pos, name, type });
    }
    if (isKnown(errorPos)) {
      if (!requireNames) this.syntaxErrorAt(errorPos, 'mixed named and unnamed parameters');
      else if (named === typed) this.syntaxErrorAt(end, 'missing type constraint');
      else this.syntaxErrorAt(errorPos, 'type parameters must be named');
    }
    return fields;
  }

  protected unionOf(first: Expr): Expr {
    let type = first;
    while (this.atOperator('|')) {
      const pos = this.pos();
      this.next();
      type = { kind: 'Operation', pos, op: '|', x: type, y: this.embeddedTerm() };
    }
    return type;
  }

  /** EmbeddedTerm = [ "~" ] Type . */
  protected embeddedTerm(): Expr {
    const pos = this.pos();
    if (this.atOperator('~')) {
      this.next();
      return { kind: 'Operation', pos, op: '~', x: this.type(), y: null };
    }
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.badExpr();
    this.syntaxError('expecting ~ term or type');
    this.advance('op', ';', ')', ']', '}');
    return bad;
  }

  /** After a name: an array or slice type, or type arguments of the name. */
  protected arrayOrTypeArgs(name: Name): Expr {
    const pos = this.pos();
    this.want('[');
    if (this.got(']')) return this.sliceType(pos);
    const { list, hasComma } = this.typeList();
    this.want(']');
    const elem = hasComma ? null : this.typeOrNull();
    if (elem !== null) return { kind: 'ArrayType', pos, len: list, elem };
    return { kind: 'IndexExpr', pos, x: name, index: list };
  }

  /** "[" "]" have been taken. */
  protected sliceType(pos: Pos): Expr {
    return { kind: 'SliceType', pos, elem: this.type() };
  }
}

export function makeName(pos: Pos, value: string): Name {
  return { kind: 'Name', pos, value };
}
