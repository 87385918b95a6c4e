/**
 * Declarations of constants, variables, types and functions, at package level (when first needed) and in functions.
 *
 * A package-level object that is needed while its own declaration is in progress closes a cycle. Cycles of types through pointers, slices and the
 * like are what types are for; cycles of values alone are found by the initialisation order; everything else is an error.
 */
import { assert } from '../../../base/assert.ts';
import type { ConstDecl, Decl, Expr, FuncDecl, TypeDecl, VarDecl } from '../syntax/ast.ts';
import { unpackList } from '../syntax/ast.ts';
import { NO_POS } from '../syntax/position.ts';
import type { Checker } from './checker.ts';
import { makeInt, UNKNOWN } from './constant.ts';
import type { DeclInfo } from './declaration-info.ts';
import { checkArity, ConstantGroups, type RepeatedConstants } from './declaration-lists.ts';
import { newEnvironment } from './environment.ts';
import { Color, Const, type Func, type GoObject, TypeName, Var, VarRole } from './object.ts';
import { Operand } from './operand.ts';
import { isConstType, isInvalid } from './predicates.ts';
import { INVALID_TYPE, Named, setUnderlying, Signature, under } from './type.ts';
import { functionType } from './type-literals.ts';
import { qualifiedName } from './type-string.ts';
import { validType } from './valid-type.ts';
import { initConst, initVar, initVars } from './variables.ts';

/** Checks the declaration of a package-level object unless that is done or in progress. */
export function objectDeclaration(c: Checker, obj: GoObject, def: Named | null): void {
  if (obj.color === Color.White && obj.typeSoFar !== null) obj.color = Color.Black;
  if (obj.color === Color.Black) return;
  if (obj.color >= Color.Grey) {
    closeCycle(c, obj);
    return;
  }
  const info = c.declarations.get(obj);
  assert(info !== undefined, `objectDeclaration: ${obj.name} is not declared at package level`);
  // From here on, who reads the type sees how far it has come.
  obj.declarer = null;
  obj.color = Color.Grey + c.objectPath.length;
  c.objectPath.push(obj);
  const outer = c.environment;
  c.environment = newEnvironment(info.file, obj.kind === 'Const' || obj.kind === 'Var' ? info : null, null, null);
  switch (obj.kind) {
    case 'Const':
      constDeclaration(c, obj, info);
      break;
    case 'Var':
      varDeclaration(c, obj, info.lhs, info.type, info.init);
      break;
    case 'TypeName':
      typeDeclaration(c, obj, info.typeDecl!, def);
      collectMethods(c, obj);
      break;
    case 'Func':
      funcDeclaration(c, obj, info, info.funcDecl!);
      break;
    default:
  }
  c.environment = outer;
  c.objectPath.pop();
  obj.color = Color.Black;
}

/** `obj` is needed by its own declaration. */
function closeCycle(c: Checker, obj: GoObject): void {
  const isValid = isValidCycle(c, obj);
  if (obj.kind === 'TypeName') {
    if (!isValid) obj.type = INVALID_TYPE;
  } else if (obj.kind === 'Const' || obj.kind === 'Var') {
    if (!isValid || obj.type === null) obj.type = INVALID_TYPE;
  }
}

function isValidCycle(c: Checker, obj: GoObject): boolean {
  const cycle = c.objectPath.slice(obj.color - Color.Grey);
  const values = cycle.filter(({ kind }) => kind === 'Const' || kind === 'Var').length;
  const definitions = cycle.filter((o) => o.kind === 'TypeName' && !(c.declarations.get(o)?.typeDecl?.alias ?? o.isAlias)).length;
  // Values alone are ordered later; a cycle of types must go through a defined one.
  if (values === cycle.length || (values === 0 && definitions > 0)) return true;
  reportCycle(c, cycle);
  return false;
}

/** Reports a cycle, beginning with the object that is declared first. */
export function reportCycle(c: Checker, cycle: readonly GoObject[]): void {
  const name = (o: GoObject): string => qualifiedName(o, c.qualifier);
  const start = cycle.reduce((best, o, i) => (o.pos < cycle[best]!.pos ? i : best), 0);
  const first = cycle[start]!;
  if (first.kind === 'TypeName' && first.isAlias) {
    c.brokenAliases.delete(first);
    first.type = INVALID_TYPE;
  }
  const ring = [...cycle.slice(start), ...cycle.slice(0, start)];
  c.report([
    { at: first, text: first.kind === 'TypeName' ? `invalid recursive type ${name(first)}` : `illegal cycle in declaration of ${name(first)}` },
    ...ring.map((o) => ({ at: o, text: `${name(o)} refers to` })),
    { at: first, text: name(first) },
  ]);
}

function constDeclaration(c: Checker, obj: Const, { type, init, inherited }: Pick<DeclInfo, 'type' | 'init' | 'inherited'>): void {
  const { environment } = c;
  const outer = { iota: environment.iota, errorPos: environment.errorPos };
  environment.iota = obj.value;
  environment.errorPos = NO_POS;
  obj.value = UNKNOWN;
  if (type === null || hasConstantType(c, obj, type)) {
    const x = new Operand();
    if (init !== null) {
      // An inherited expression is written elsewhere; its mistakes belong to this constant.
      if (inherited) environment.errorPos = obj.pos;
      c.expr(x, init);
    }
    initConst(c, obj, x);
  }
  environment.iota = outer.iota;
  environment.errorPos = outer.errorPos;
}

function hasConstantType(c: Checker, obj: Const, e: Expr): boolean {
  const type = c.typ(e);
  obj.type = type;
  if (isConstType(type)) return true;
  if (!isInvalid(under(type))) c.error(e, `invalid constant type ${c.show(type)}`);
  obj.type = INVALID_TYPE;
  return false;
}

/** `lhs`: all variables that share the initial value, null if it is for `obj` alone. */
function varDeclaration(c: Checker, obj: Var, lhs: readonly Var[] | null, type: Expr | null, init: Expr | null): void {
  const declared = (lhs?.[0] ?? obj).pos;
  const sizedBefore = c.sized.length;
  c.sizesAt = declared;
  if (type !== null) obj.type = c.varType(type);
  if (init === null) {
    if (type === null) obj.type = INVALID_TYPE;
  } else if (lhs === null || lhs.length === 1) {
    const x = new Operand();
    c.expr(x, init);
    initVar(c, obj, x, 'variable declaration');
  } else {
    if (type !== null) for (const v of lhs) v.type = obj.type;
    initVars(c, lhs, [init], null);
  }
  // A type that the variable has from its value is met at the variable first.
  if (type === null && obj.type !== null) c.sized.splice(sizedBefore, 0, { at: declared, type: obj.type });
  for (const v of [obj, ...(lhs ?? [])]) if (v.type !== null && isInvalid(v.type)) v.isUsed = true;
}

function typeDeclaration(c: Checker, obj: TypeName, decl: TypeDecl, def: Named | null): void {
  c.later(() => {
    if (obj.type?.kind === 'Named') validType(c, obj.type);
  });
  c.sizesAt = obj.pos;
  if (decl.alias) {
    obj.isAlias = true;
    obj.type = INVALID_TYPE;
    c.brokenAliases.add(obj);
    const type = c.typ(decl.type);
    c.brokenAliases.delete(obj);
    obj.type = type;
    return;
  }
  const named = new Named(obj, (cycle) => reportCycle(c, cycle));
  obj.type = named;
  named.isNotInHeap = decl.pragmas.some(({ verb }) => verb === 'go:notinheap');
  setUnderlying(def, named);
  named.fromRHS = c.definedType(decl.type, named);
  named.underlying ??= INVALID_TYPE;
}

/** Gives a declared type its methods, which must differ from each other and from its fields. */
export function collectMethods(c: Checker, obj: TypeName): void {
  const methods = c.pendingMethods.get(obj);
  if (methods === undefined) return;
  c.pendingMethods.delete(obj);
  const base = obj.type?.kind === 'Named' ? obj.type : null;
  if (base !== null) c.later(() => checkFieldsAgainstMethods(c, base));
  const seen = new Map<string, Func>();
  for (const method of methods) {
    const other = seen.get(method.id);
    if (other !== undefined) {
      c.report([{ at: method, text: `${obj.name}.${method.name} redeclared in this block` }, ...c.otherDeclaration(other)]);
      continue;
    }
    seen.set(method.id, method);
    base?.methods.push(method);
  }
}

function checkFieldsAgainstMethods(c: Checker, base: Named): void {
  const struct = under(base);
  if (struct.kind !== 'Struct') return;
  for (const field of struct.fields ?? []) {
    const method = field.name === '_' ? undefined : base.methods.find((m) => m.id === field.id);
    if (method === undefined) continue;
    c.report([{ at: method, text: `field and method with the same name ${field.name}` }, ...c.otherDeclaration(field)]);
  }
}

function funcDeclaration(c: Checker, obj: Func, info: DeclInfo, decl: FuncDecl): void {
  const signature = new Signature();
  obj.type = signature;
  // A function may refer to itself; only its signature must not need the function.
  const saved = obj.color;
  obj.color = Color.Black;
  functionType(c, signature, decl.recv, decl.type);
  obj.color = saved;
  const { body } = decl;
  if (body === null) {
    if (c.options.allowMissingBodies !== true && c.options.ignoreBodies !== true && obj.name !== 'init') c.missingBodies.push({ name: obj.name, at: decl.pos });
  } else if (c.options.ignoreBodies !== true) {
    c.delayBody(decl, () => c.functionBody(info, signature, body, null));
  }
}

// --- In functions

/** The declarations of one statement, in order: each is visible from its end on (a type from its name on). */
export function declareStatement(c: Checker, list: readonly Decl[]): void {
  const groups = new ConstantGroups();
  for (const decl of list) {
    const repeated = groups.next(decl);
    if (decl.kind === 'ConstDecl') declareConstants(c, decl, repeated!);
    else if (decl.kind === 'VarDecl') declareVariables(c, decl);
    else if (decl.kind === 'TypeDecl') declareType(c, decl);
  }
}

function declareConstants(c: Checker, decl: ConstDecl, { iota, type, values, inherited }: RepeatedConstants): void {
  const from = c.delayedCount;
  const constants = decl.nameList.map((name, i) => {
    const obj = new Const(name.pos, c.pkg, name.value, null, makeInt(iota));
    constDeclaration(c, obj, { type, init: values[i] ?? null, inherited });
    return obj;
  });
  checkArity(c, decl, values, inherited);
  c.runDelayed(from);
  decl.nameList.forEach((name, i) => c.declare(c.environment.scope, name, constants[i]!));
}

function declareVariables(c: Checker, decl: VarDecl): void {
  const from = c.delayedCount;
  const variables = decl.nameList.map((name) => new Var(name.pos, c.pkg, name.value, null, VarRole.Local));
  const values = unpackList(decl.values);
  if (values.length === 1 && variables.length > 1) {
    varDeclaration(c, variables[0]!, variables, decl.type, values[0]!);
  } else {
    variables.forEach((obj, i) => varDeclaration(c, obj, null, decl.type, values[i] ?? null));
  }
  if (decl.type === null || values.length > 0) checkArity(c, decl, values, false);
  c.runDelayed(from);
  decl.nameList.forEach((name, i) => c.declare(c.environment.scope, name, variables[i]!));
}

function declareType(c: Checker, decl: TypeDecl): void {
  const obj = new TypeName(decl.name.pos, c.pkg, decl.name.value, null);
  c.declare(c.environment.scope, decl.name, obj);
  if (decl.tparamList.length > 0) {
    c.error(decl.tparamList[0]!.pos, `type parameters are not supported (generic type ${obj.name})`);
    c.rejected.add(obj);
    obj.type = INVALID_TYPE;
    return;
  }
  obj.isAlias = decl.alias;
  obj.color = Color.Grey + c.objectPath.length;
  c.objectPath.push(obj);
  typeDeclaration(c, obj, decl, null);
  c.objectPath.pop();
  obj.color = Color.Black;
}

