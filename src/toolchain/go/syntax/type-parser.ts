/**
 * The productions of types. Type arguments, constraints and unions are parsed; the checker rejects them.
 */

import type { BasicLit, Expr, Field, IndexExpr, InterfaceType, Name, Operation, StructType } from './ast.ts';
import type { Pos } from './position.ts';
import { makeName, SignatureParser } from './signature-parser.ts';

export abstract class TypeParser extends SignatureParser {
  protected type(): Expr {
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.badExpr();
    this.syntaxError('expecting type');
    this.advance(',', ':', ';', ')', ']', '}');
    return bad;
  }

  /** Type = TypeName | TypeLit | "(" Type ")" . */
  protected typeOrNull(): Expr | null {
    return this.nested(() => this.typeLevel());
  }

  private typeLevel(): Expr | null {
    const pos = this.pos();
    switch (this.tok) {
      case '*':
        this.next();
        return pointerTo(pos, this.type());
      case '<-':
        this.next();
        this.want('chan');
        return { kind: 'ChanType', pos, dir: 'recv', elem: this.chanElem() };
      case 'func':
        this.next();
        return this.funcType('function type').type;
      case '[':
        this.next();
        return this.got(']') ? this.sliceType(pos) : this.arrayType(pos, null);
      case 'chan': {
        this.next();
        const dir = this.got('<-') ? 'send' : 'both';
        return { kind: 'ChanType', pos, dir, elem: this.chanElem() };
      }
      case 'map': {
        this.next();
        this.want('[');
        const key = this.type();
        this.want(']');
        return { kind: 'MapType', pos, key, value: this.type() };
      }
      case 'struct': return this.structType();
      case 'interface': return this.interfaceType();
      case 'name': return this.qualifiedName(null);
      case '(': {
        this.next();
        const type = this.type();
        this.want(')');
        return type;
      }
      default: return null;
    }
  }

  /** TypeName = identifier | PackageName "." identifier, with type arguments. */
  protected qualifiedName(first: Name | null): Expr {
    let x: Expr;
    if (first !== null) x = first;
    else if (this.at('name')) x = this.name();
    else {
      x = makeName(this.pos(), '_');
      this.syntaxError('expecting name');
      this.advance('.', ';', '}');
    }
    if (this.at('.')) {
      const pos = this.pos();
      this.next();
      x = { kind: 'SelectorExpr', pos, x, sel: this.name() };
    }
    return this.at('[') ? this.typeInstance(x) : x;
  }

  /** TypeArgs = "[" TypeList [ "," ] "]" . */
  private typeInstance(x: Expr): IndexExpr {
    const pos = this.pos();
    this.want('[');
    let index: Expr;
    if (this.at(']')) {
      this.syntaxError('expecting type');
      index = this.badExpr();
    } else index = this.typeList().list;
    this.want(']');
    return { kind: 'IndexExpr', pos, x, index };
  }

  /** ArrayType = "[" ArrayLength "]" ElementType . The "[" has been taken, and the length too if it is given. */
  protected arrayType(pos: Pos, givenLength: Expr | null): Expr {
    let len = givenLength;
    if (len === null && !this.got('...')) {
      this.expressionLevel++;
      len = this.expr();
      this.expressionLevel--;
    }
    if (this.at(',')) {
      this.syntaxError('unexpected comma; expecting ]');
      this.next();
    }
    this.want(']');
    return { kind: 'ArrayType', pos, len, elem: this.type() };
  }

  private chanElem(): Expr {
    const type = this.typeOrNull();
    if (type !== null) return type;
    const bad = this.badExpr();
    this.syntaxError('missing channel element type');
    return bad;
  }

  /** StructType = "struct" "{" { FieldDecl ";" } "}" . */
  private structType(): StructType {
    const struct: StructType = { kind: 'StructType', pos: this.pos(), fieldList: [], tagList: [] };
    this.want('struct');
    this.want('{');
    this.list('struct type', ';', '}', () => {
      this.fieldDecl(struct);
      return false;
    });
    return struct;
  }

  /** FieldDecl = ( IdentifierList Type | EmbeddedField ) [ Tag ] .  EmbeddedField = [ "*" ] TypeName . */
  private fieldDecl(struct: StructType): void {
    const pos = this.pos();
    const embed = (type: Expr): void => addField(struct, pos, null, type, this.literalOrNull());
    switch (this.tok) {
      case 'name':
        this.namedFieldDecl(struct, embed);
        return;
      case '*': {
        this.next();
        let type: Expr;
        if (this.at('(')) {
          this.syntaxError('cannot parenthesize embedded type');
          this.next();
          type = this.qualifiedName(null);
          this.got(')');
        } else type = this.qualifiedName(null);
        embed(pointerTo(pos, type));
        return;
      }
      case '(': {
        this.syntaxError('cannot parenthesize embedded type');
        this.next();
        const starPos = this.pos();
        const type = this.got('*') ? pointerTo(starPos, this.qualifiedName(null)) : this.qualifiedName(null);
        this.got(')');
        embed(type);
        return;
      }
      default:
        this.syntaxError('expecting field name or embedded type');
        this.advance(';', '}');
    }
  }

  private namedFieldDecl(struct: StructType, embed: (type: Expr) => void): void {
    const name = this.name();
    if (this.at('.') || this.at('literal') || this.at(';') || this.at('}')) {
      embed(this.qualifiedName(name));
      return;
    }
    const names = this.nameList(name);
    let type: Expr;
    // name [ … may be an embedded instance T[P] or a field of array or slice type.
    if (names.length === 1 && this.at('[')) {
      type = this.arrayOrTypeArgs(name);
      if (type.kind === 'IndexExpr') {
        embed(type);
        return;
      }
    } else type = this.type();
    const tag = this.literalOrNull();
    for (const each of names) addField(struct, each.pos, each, type, tag);
  }

  protected literalOrNull(): BasicLit | null {
    if (!this.at('literal')) return null;
    const literal: BasicLit = { kind: 'BasicLit', pos: this.pos(), value: this.lit, litKind: this.litKind, bad: this.bad };
    this.next();
    return literal;
  }

  /** InterfaceType = "interface" "{" { ( MethodSpec | EmbeddedElem ) ";" } "}" . */
  private interfaceType(): InterfaceType {
    const methodList: Field[] = [];
    const pos = this.pos();
    this.want('interface');
    this.want('{');
    this.list('interface type', ';', '}', () => {
      const method = this.at('name') ? this.methodDecl() : null;
      methodList.push(method !== null && method.name !== null ? method : this.embeddedElem(method));
      return false;
    });
    return { kind: 'InterfaceType', pos, methodList };
  }

  /** MethodSpec = identifier Signature | TypeName . Without a name in the result it is something embedded. */
  private methodDecl(): Field {
    const pos = this.pos();
    const name = this.name();
    const method = (): Field => ({ kind: 'Field', pos, name, type: this.funcType('interface method').type });
    const embedded = (type: Expr): Field => ({ kind: 'Field', pos, name: null, type });
    if (this.at('(')) return method();
    if (!this.at('[')) return embedded(this.qualifiedName(name));

    // A method with type parameters (rejected), or an embedded instance.
    const bracket = this.pos();
    this.next();
    if (this.at(']')) {
      const closing = this.pos();
      this.next();
      const isMethod = this.at('(');
      this.errorAt(closing, isMethod ? 'empty type parameter list' : 'empty type argument list');
      return isMethod ? method() : embedded(name);
    }
    const list = this.paramList(null, null, ']', false);
    if (list.length === 0) return this.at('(') ? method() : embedded(name);
    if (list[0]!.name !== null) {
      const result = method();
      this.errorAt(bracket, 'interface method must have no type parameters');
      return result;
    }
    const types = list.map((param) => param.type);
    const index: Expr = types.length === 1 ? types[0]! : { kind: 'ListExpr', pos: list[0]!.pos, elemList: types };
    return embedded({ kind: 'IndexExpr', pos: bracket, x: name, index });
  }

  /** EmbeddedElem = EmbeddedTerm { "|" EmbeddedTerm } . */
  private embeddedElem(first: Field | null): Field {
    const field: Field = first ?? { kind: 'Field', pos: this.pos(), name: null, type: this.embeddedTerm() };
    field.type = this.unionOf(field.type);
    return field;
  }
}

function pointerTo(pos: Pos, type: Expr): Operation {
  return { kind: 'Operation', pos, op: '*', x: type, y: null };
}

function addField(struct: StructType, pos: Pos, name: Name | null, type: Expr, tag: BasicLit | null): void {
  struct.fieldList.push({ kind: 'Field', pos, name, type });
  struct.tagList.push(tag);
}
