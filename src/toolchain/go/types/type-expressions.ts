/** Names, and the expressions that denote types. */
import type { Expr, MapType as MapTypeExpr, Name, Operation } from '../syntax/ast.ts';
import type { Checker } from './checker.ts';
import { ConstantKind, toInt } from './constant.ts';
import { nodeString } from '../syntax/node-string.ts';
import { Mode } from './info.ts';
import type { GoObject } from './object.ts';
import { Operand } from './operand.ts';
import { isComparable, isInteger, isInvalid, isUntyped } from './predicates.ts';
import { noteComplex } from './selector.ts';
import { ArrayType, BasicKind, Chan, Interface, INVALID_TYPE, MapType, type Named, Pointer, setUnderlying, Signature, Slice, Struct, type Type, under } from './type.ts';
import { functionType, interfaceType, structType } from './type-literals.ts';
import { typeSetOf } from './type-set.ts';
import { representation } from './untyped.ts';
import { IOTA, TYP } from './universe.ts';

/** Looks up a name and fills `x` with what it means. `def` is the type being declared if the name is its right side. */
export function identifier(c: Checker, x: Operand, e: Name, def: Named | null, wantType: boolean): void {
  x.mode = Mode.Invalid;
  x.expr = e;
  const scope = c.environment.scope.findScope(e.value);
  const obj = scope?.elems.get(e.value);
  if (scope === undefined || obj === undefined) {
    if (e.value === '_') c.error(e, 'cannot use _ as value or type');
    else if (!c.hasUnknownNames) c.error(e, `undefined: ${e.value}`);
    return;
  }
  c.recordUse(e, obj);
  const imported = c.dotImports.get(scope)?.get(obj.name);
  if (imported !== undefined) imported.isUsed = true;
  if (c.rejected.has(obj)) return;
  // What a dot-import brings is another checker's: reading its type is enough.
  if (imported === undefined && (obj.typeSoFar === null || (obj.kind === 'TypeName' && wantType))) c.declareObject(obj, def);
  const type = obj.type;
  if (type === null) return;
  if (fillFromObject(c, x, e, obj, type)) x.type = type;
}

/** False if `x` stays invalid. */
function fillFromObject(c: Checker, x: Operand, e: Name, obj: GoObject, type: Type): boolean {
  switch (obj.kind) {
    case 'PkgName':
      c.error(e, `use of package ${obj.name} not in selector`);
      return false;
    case 'Const':
      c.addDependency(obj);
      if (isInvalid(type)) return false;
      if (obj === IOTA && c.environment.iota === null) {
        c.error(e, 'cannot use iota outside constant declaration');
        return false;
      }
      x.mode = Mode.Constant;
      x.value = obj === IOTA ? c.environment.iota : obj.value;
      return true;
    case 'TypeName':
      if (isInvalid(type) && c.brokenAliases.has(obj)) {
        c.error(e, `invalid use of type alias ${obj.name} in recursive type (see issue #50729)`);
        return false;
      }
      noteComplex(c, obj, e);
      x.mode = Mode.Type;
      return true;
    case 'Var':
      if (obj.pkg === c.pkg) obj.isUsed = true;
      c.addDependency(obj);
      x.mode = isInvalid(type) ? Mode.Invalid : Mode.Variable;
      return x.isValid;
    case 'Func':
      c.addDependency(obj);
      x.mode = Mode.Value;
      return true;
    case 'Builtin':
      x.mode = Mode.Builtin;
      x.builtin = obj.builtin;
      return true;
    case 'Nil':
      x.mode = Mode.Nil;
      return true;
  }
}

/** Reports interfaces that only make sense as constraints; when types are complete. */
export function validVarType(c: Checker, e: Expr, type: Type): void {
  if (type.kind === 'Basic') return;
  c.later(() => {
    const u = under(type);
    if (u.kind !== 'Interface' || !typeSetOf(u).comparable) return;
    c.error(e, `cannot use type ${c.show(type)} outside a type constraint: interface is (or embeds) comparable`);
  });
}

/** Checks a type expression; `def` is the type whose declaration it is the right side of, given its structure as soon as there is any. */
export function definedType(c: Checker, e: Expr, def: Named | null): Type {
  const type = typeOfExpression(c, e, def);
  c.recordType(e, Mode.Type, type);
  return type;
}

function typeOfExpression(c: Checker, e: Expr, def: Named | null): Type {
  switch (e.kind) {
    case 'BadExpr':
      break;
    case 'Name': {
      const x = new Operand();
      c.ident(x, e, def, true);
      return namedType(c, x, def);
    }
    case 'SelectorExpr': {
      const x = new Operand();
      c.selector(x, e, def);
      return namedType(c, x, def);
    }
    case 'ParenExpr':
      return definedType(c, e.x, def);
    case 'IndexExpr':
      instantiation(c, e);
      break;
    case 'ArrayType': {
      const type = new ArrayType(INVALID_TYPE, -1);
      setUnderlying(def, type);
      c.incomplete.add(type);
      if (e.len !== null) type.length = arrayLength(c, e.len);
      else c.error(e, 'invalid use of [...] array (outside a composite literal)');
      type.elem = c.varType(e.elem);
      c.incomplete.delete(type);
      if (type.length < 0) break;
      c.sized.push({ at: c.sizesAt, type });
      return type;
    }
    case 'SliceType': {
      const type = new Slice(INVALID_TYPE);
      setUnderlying(def, type);
      c.incomplete.add(type);
      type.elem = c.varType(e.elem);
      c.incomplete.delete(type);
      return type;
    }
    case 'StructType': {
      const type = new Struct();
      setUnderlying(def, type);
      structType(c, type, e);
      c.sized.push({ at: c.sizesAt, type });
      return type;
    }
    case 'Operation':
      if (e.op === '*' && e.y === null) return pointerType(c, e, def);
      notAType(c, e);
      break;
    case 'FuncType': {
      const type = new Signature();
      setUnderlying(def, type);
      functionType(c, type, null, e);
      return type;
    }
    case 'InterfaceType': {
      const type = new Interface();
      setUnderlying(def, type);
      interfaceType(c, type, e, def);
      return type;
    }
    case 'MapType':
      return mapType(c, e, def);
    case 'ChanType': {
      const type = new Chan(e.dir, INVALID_TYPE);
      setUnderlying(def, type);
      type.elem = c.varType(e.elem);
      c.sized.push({ at: c.sizesAt, type });
      return type;
    }
    case 'DotsType':
      c.error(e, "invalid use of '...'");
      c.use(e.elem);
      break;
    default:
      notAType(c, e);
  }
  setUnderlying(def, INVALID_TYPE);
  return INVALID_TYPE;
}

function notAType(c: Checker, e: Expr): void {
  c.error(e, `${nodeString(e)} is not a type`);
  c.use(e);
}

/** The type that a name or qualified name denotes. */
function namedType(c: Checker, x: Operand, def: Named | null): Type {
  if (x.mode === Mode.Type) {
    setUnderlying(def, x.type);
    return x.type;
  }
  if (x.mode === Mode.NoValue) c.error(x, `${c.describe(x)} used as type`);
  else if (x.isValid) c.error(x, `${c.describe(x)} is not a type`);
  setUnderlying(def, INVALID_TYPE);
  return INVALID_TYPE;
}

/** `T[A]`: T is a generic type, which was rejected where it was declared, or the program is wrong. */
function instantiation(c: Checker, e: Extract<Expr, { kind: 'IndexExpr' }>): void {
  const type = c.typ(e.x);
  if (isInvalid(type)) c.use(e.index);
  else c.error(e.x, `${c.show(type)} is not a generic type`);
}

function pointerType(c: Checker, e: Operation, def: Named | null): Type {
  const type = new Pointer(INVALID_TYPE);
  setUnderlying(def, type);
  type.base = c.varType(e.x);
  return isInvalid(type.base) ? INVALID_TYPE : type;
}

function mapType(c: Checker, e: MapTypeExpr, def: Named | null): Type {
  const type = new MapType(INVALID_TYPE, INVALID_TYPE);
  setUnderlying(def, type);
  c.incomplete.add(type);
  type.key = c.varType(e.key);
  type.elem = c.varType(e.value);
  c.incomplete.delete(type);
  c.later(() => {
    if (!isComparable(type.key)) c.error(e.key, `invalid map key type ${c.show(type.key)}`);
  });
  return type;
}

/** The constant length of an array type; -1 after an error. */
function arrayLength(c: Checker, e: Expr): number {
  if (e.kind === 'Name') {
    const obj = c.lookup(e.value);
    if (obj?.kind !== 'Const') {
      c.error(e, obj === undefined ? `undeclared name ${e.value} for array length` : `invalid array length ${e.value}`);
      return -1;
    }
  }
  const x = new Operand();
  c.expr(x, e);
  if (!x.isConstant) {
    if (x.isValid) c.error(x, `array length ${c.describe(x)} must be constant`);
    return -1;
  }
  const value = isUntyped(x.type) || isInteger(x.type) ? toInt(x.value!) : null;
  if (value?.kind === ConstantKind.Int && representation(value, TYP[BasicKind.Int]) !== null) {
    if (value.value >= 0n) return Number(value.value);
    c.error(x, `invalid array length ${c.describe(x)}`);
    return -1;
  }
  c.error(x, `array length ${c.describe(x)} must be integer`);
  return -1;
}
