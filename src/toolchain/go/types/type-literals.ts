/** The insides of struct, interface and function types. */
import type { BasicLit, Expr, Field, FuncType, InterfaceType, Name, StructType } from '../syntax/ast.ts';
import { startPos } from '../syntax/node-positions.ts';
import { isKnown, NO_POS, type Pos } from '../syntax/position.ts';
import type { Checker } from './checker.ts';
import { nodeString } from '../syntax/node-string.ts';
import { ConstantKind } from './constant.ts';
import { quoteBytes, textToBytes } from './go-string.ts';
import { Mode } from './info.ts';
import { stringLiteral } from './literal.ts';
import { compareMethods, Func, type GoObject, Var, VarRole } from './object.ts';
import { dereference, identical, isInvalid } from './predicates.ts';
import { Scope } from './scope.ts';
import { BasicKind, type Interface, INVALID_TYPE, type Named, Signature, Slice, type Struct, Tuple, type Type, under } from './type.ts';
import { typeSetOf } from './type-set.ts';

export function structType(c: Checker, struct: Struct, e: StructType): void {
  const fields: Var[] = [];
  const tags: string[] = [];
  const names = new Map<string, GoObject>();
  const add = (name: Name, pos: Pos, type: Type, embedded: boolean, tag: BasicLit | null): void => {
    const field = new Var(pos, c.pkg, name.value, type, VarRole.Field);
    field.isEmbedded = embedded;
    if (field.name !== '_') {
      const other = names.get(field.id);
      if (other !== undefined) {
        c.report([{ at: pos, text: `${field.name} redeclared` }, ...c.otherDeclaration(other)]);
        return;
      }
      names.set(field.id, field);
    }
    fields.push(field);
    tags.push(tag === null ? '' : tagText(c, tag));
    c.recordDef(name, field);
  };
  let previous: Expr | null = null;
  let type: Type = INVALID_TYPE;
  e.fieldList.forEach((f, i) => {
    if (f.type !== previous) type = c.varType(f.type);
    previous = f.type;
    const tag = e.tagList[i] ?? null;
    if (f.name !== null) {
      add(f.name, f.name.pos, type, false, tag);
      return;
    }
    const pos = startPos(f.type);
    const name = embeddedName(f.type);
    if (name === null) {
      c.error(pos, `invalid embedded field type ${nodeString(f.type)}`);
      return;
    }
    add(name, pos, type, true, tag);
    const embedded = type;
    c.later(() => checkEmbedded(c, pos, embedded));
  });
  struct.fields = fields;
  struct.tags = tags;
}

function tagText(c: Checker, tag: BasicLit): string {
  if (tag.bad) return '';
  if (tag.litKind !== 'string') {
    c.error(tag, `invalid AST: incorrect tag syntax: ${quoteBytes(textToBytes(tag.value))}`);
    return '';
  }
  const value = stringLiteral(tag.value);
  return value.kind === ConstantKind.String ? value.value : '';
}

/** The name of an embedded field: that of its type, without package and star. */
function embeddedName(e: Expr): Name | null {
  switch (e.kind) {
    case 'Name':
      return e;
    case 'SelectorExpr':
      return e.sel;
    case 'IndexExpr':
      return embeddedName(e.x);
    case 'Operation':
      if (e.op !== '*' || e.y !== null) return null;
      return e.x.kind === 'Operation' && e.x.op === '*' && e.x.y === null ? null : embeddedName(e.x);
    default:
      return null;
  }
}

function checkEmbedded(c: Checker, pos: Pos, embedded: Type): void {
  const { type, isPointer } = dereference(embedded);
  const u = under(type);
  if (u.kind === 'Basic' && !isInvalid(type) && u.basic === BasicKind.UnsafePointer) c.error(pos, 'embedded field type cannot be unsafe.Pointer');
  else if (u.kind === 'Pointer') c.error(pos, 'embedded field type cannot be a pointer');
  else if (u.kind === 'Interface' && isPointer) c.error(pos, 'embedded field type cannot be a pointer to an interface');
}

/** `def` is the type that the interface is declared as; it is the receiver of the methods. */
export function interfaceType(c: Checker, type: Interface, e: InterfaceType, def: Named | null): void {
  type.isIncomplete = true;
  for (const f of e.methodList) {
    if (f.name === null) embedInterface(c, type, f);
    else addMethod(c, type, f, f.name, def);
  }
  type.isIncomplete = false;
  type.methods.sort(compareMethods);
  if (type.methods.length === 0 && type.embeddeds.length === 0) {
    type.typeSet = { methods: [], comparable: false };
    return;
  }
  type.listener = {
    duplicate(pos, method, otherPos, other, isExplicit) {
      const report = (): void => c.report([{ at: pos, text: `duplicate method ${method.name}` }, { at: otherPos, text: `other declaration of ${method.name}` }]);
      if (isExplicit) report();
      else c.later(() => void (identical(method.type!, other.type!) || report()));
    },
  };
  c.later(() => void typeSetOf(type));
}

function addMethod(c: Checker, type: Interface, f: Field, name: Name, def: Named | null): void {
  if (name.value === '_') {
    c.error(name, 'methods must have a unique non-blank name');
    return;
  }
  const signature = c.typ(f.type);
  if (signature.kind !== 'Signature') return;
  signature.recv = new Var(name.pos, c.pkg, '', def ?? type, VarRole.Receiver);
  const method = new Func(name.pos, c.pkg, name.value, signature);
  c.recordDef(name, method);
  type.methods.push(method);
}

/** Embeds an interface; unions, tildes and other types make constraints, which belong to generics. */
function embedInterface(c: Checker, type: Interface, f: Field): void {
  if (f.type.kind === 'Operation' && (f.type.op === '|' || f.type.op === '~')) {
    c.error(f.type, 'type constraints are not supported (generics)');
    return;
  }
  const embedded = c.typ(f.type);
  type.embeddeds.push(embedded);
  type.embedPos.push(startPos(f.type));
  c.later(() => {
    const u = under(embedded);
    if (u.kind !== 'Interface' && !isInvalid(u)) c.error(f.type, 'type constraints are not supported (generics)');
  });
}

/** Fills a signature; `recv` is the receiver of a method declaration. */
export function functionType(c: Checker, signature: Signature, recv: Field | null, e: FuncType): void {
  const scope = c.openScope();
  scope.isFunction = true;
  signature.scope = scope;
  // Names enter the scope only when all types are known: `func f(int string, x int)` means the predeclared int.
  const names: { field: Name; obj: Var }[] = [];
  const receivers = recv === null ? [] : parameters(c, [recv], VarRole.Receiver, names);
  const params = parameters(c, e.paramList, VarRole.Parameter, names);
  const results = parameters(c, e.resultList, VarRole.Result, names);
  declareParameters(c, scope, names);
  c.closeScope();
  if (recv !== null) setReceiver(c, signature, receivers[0] ?? new Var(NO_POS, null, '', INVALID_TYPE, VarRole.Receiver));
  signature.params = new Tuple(params);
  signature.results = new Tuple(results);
  const last = e.paramList.at(-1);
  if (last?.type.kind === 'DotsType' && params.length > 0) {
    signature.variadic = true;
    const parameter = params.at(-1)!;
    parameter.type = new Slice(parameter.type!);
    c.recordType(last.type, Mode.Type, parameter.type);
  }
}

function parameters(c: Checker, list: readonly Field[], role: VarRole, names: { field: Name; obj: Var }[]): Var[] {
  let previous: Expr | null = null;
  let type: Type = INVALID_TYPE;
  return list.map((field, i) => {
    if (field.type !== previous) {
      previous = field.type;
      const dots = field.type.kind === 'DotsType' ? field.type : null;
      if (dots !== null && (role !== VarRole.Parameter || i < list.length - 1)) c.error(dots, 'can only use ... with final parameter in list');
      type = c.varType(dots === null ? field.type : dots.elem);
    }
    const obj = new Var(field.name?.pos ?? field.pos, c.pkg, field.name?.value ?? '', type, role);
    if (field.name === null) c.info.implicits.set(field, obj);
    else names.push({ field: field.name, obj });
    return obj;
  });
}

/** First the parameters among themselves, then together with what the scope holds. */
function declareParameters(c: Checker, scope: Scope, names: readonly { field: Name; obj: Var }[]): void {
  for (const { field, obj } of names) c.declare(scope, field, obj);
}

function setReceiver(c: Checker, signature: Signature, recv: Var): void {
  signature.recv = recv;
  c.later(() => {
    const { type } = dereference(recv.type!);
    if (isInvalid(type)) return;
    const at = isKnown(recv.pos) ? recv : NO_POS;
    if (type.kind === 'Basic' || (type.kind === 'Named' && type.obj.pkg !== c.pkg)) {
      c.error(at, `cannot define new methods on non-local type ${c.show(type)}`);
    } else if (type.kind !== 'Named') {
      c.error(at, `invalid receiver type ${c.show(recv.type!)}`);
    } else {
      const u = under(type);
      const isUnsafe = u.kind === 'Basic' && u.basic === BasicKind.UnsafePointer;
      const cause = isUnsafe ? 'unsafe.Pointer' : u.kind === 'Pointer' || u.kind === 'Interface' ? 'pointer or interface type' : null;
      if (cause !== null) c.error(at, `invalid receiver type ${c.show(type)} (${cause})`);
    }
  });
}
