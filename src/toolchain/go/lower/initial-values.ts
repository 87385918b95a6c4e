/**
 * Which package variables begin as data: those whose initial values are constants, functions, addresses of variables, composite literals of such
 * and pointers to these, the same in interfaces, and copies of variables that have such values. The others are left to code.
 */
import { unparen, type CompositeLit, type Expr } from '../syntax/ast.ts';
import { ConstantKind } from '../types/constant.ts';
import { type Initializer, Mode } from '../types/info.ts';
import { type GoObject, type Var, VarRole } from '../types/object.ts';
import { identical } from '../types/predicates.ts';
import { fieldOffsets, sizeOf } from '../types/sizes.ts';
import { type ArrayType, type Slice, type Type, under } from '../types/type.ts';
import { fieldValues, indexedElements } from './literal-elements.ts';
import { numberClass } from './number-kinds.ts';
import type { ProgramPackage } from './program.ts';

/** Larger values would make the executable large; code makes them faster than the disk. */
const MAX_STATIC_SIZE = 1 << 16;
/** A larger literal is data if it is at most so many times as large as the elements written. */
const MOST_EMPTY = 4;

/** The initial values of a package, as far as they are data, and what is left to code. */
export interface InitialValues {
  readonly known: ReadonlyMap<Var, Expr>;
  readonly dynamic: readonly Initializer[];
}

/** Sorts out which variables of a package need code. */
export function initialValues(pack: ProgramPackage): InitialValues {
  const known = new Map<Var, Expr>();
  const dynamic: Initializer[] = [];
  for (const initializer of pack.info.initOrder) {
    const { lhs, rhs } = initializer;
    const variable = lhs[0];
    const isVariable = lhs.length === 1 && variable !== undefined && variable.name !== '_' && sizeOf(variable.type!) <= MAX_STATIC_SIZE;
    // Once code has run, the value of another variable is no longer sure.
    const copied = dynamic.length === 0 ? known : NOTHING_KNOWN;
    if (isVariable && isStatic({ pack, known: copied }, rhs, variable.type!)) known.set(variable, rhs);
    else dynamic.push(initializer);
  }
  return { known, dynamic };
}

const NOTHING_KNOWN: ReadonlyMap<Var, Expr> = new Map();

interface Scope {
  readonly pack: ProgramPackage;
  /** Variables whose values can be copied. */
  readonly known: ReadonlyMap<Var, Expr>;
}

function isStatic(scope: Scope, e: Expr, type: Type): boolean {
  const { pack } = scope;
  const inner = unparen(e);
  const tv = pack.info.types.get(inner);
  const u = under(type);
  if (tv?.mode === Mode.Nil) return true;
  if (u.kind === 'Interface') return tv !== undefined && under(tv.type).kind !== 'Interface' && isStatic(scope, e, tv.type);
  if (tv?.mode === Mode.Constant) return numberClass(type) !== 'other' || tv.value?.kind === ConstantKind.String || tv.value?.kind === ConstantKind.Bool;
  const object = objectOf(pack, inner);
  if (object?.kind === 'Func') return object.type?.recv === null;
  if (object?.kind === 'Var') return scope.known.has(object) && identical(object.type!, type);
  const pointee = pointeeOf(pack, inner);
  if (pointee !== null && u.kind === 'Pointer') return pointee.kind !== 'CompositeLit' || isStaticLiteral(scope, pointee, u.base);
  return inner.kind === 'CompositeLit' && isStaticLiteral(scope, inner, type);
}

function isStaticLiteral(scope: Scope, literal: CompositeLit, type: Type): boolean {
  const list = parts(scope.pack, literal, type);
  return list !== null && !isMostlyEmpty(list, type) && list.every((part) => isStatic(scope, part.expr, part.type));
}

/** Whether a literal would make the executable large with zeros: `[]byte{1 << 30: 1}`. */
function isMostlyEmpty(list: readonly Part[], type: Type): boolean {
  const u = under(type);
  if (u.kind !== 'Slice' && u.kind !== 'Array') return false;
  const written = list.length * sizeOf(u.elem);
  return literalLength(list, u) * sizeOf(u.elem) > Math.max(MAX_STATIC_SIZE, MOST_EMPTY * written);
}

/** How many elements an array or slice literal makes. */
export function literalLength(list: readonly Part[], u: ArrayType | Slice): number {
  if (u.kind === 'Array') return u.length;
  const size = sizeOf(u.elem);
  return list.reduce((most, part) => Math.max(most, size === 0 ? most : part.offset / size + 1), size === 0 ? list.length : 0);
}

/** The object that a name, or a name of another package, stands for. */
export function objectOf(pack: ProgramPackage, e: Expr): GoObject | null {
  if (e.kind === 'Name') return pack.info.objectOf(e);
  return e.kind === 'SelectorExpr' && !pack.info.selections.has(e) ? pack.info.objectOf(e.sel) : null;
}

/** What a pointer to a literal or to a package variable points to: the literal (which may be an element without its type), or the name. */
export function pointeeOf(pack: ProgramPackage, e: Expr): Expr | null {
  if (e.kind === 'CompositeLit') return under(pack.info.typeOf(e)).kind === 'Pointer' ? e : null;
  if (e.kind !== 'Operation' || e.op !== '&' || e.y !== null) return null;
  const x = unparen(e.x);
  if (x.kind === 'CompositeLit') return x;
  const object = objectOf(pack, x);
  return object?.kind === 'Var' && object.role === VarRole.Package ? x : null;
}

interface Part {
  readonly expr: Expr;
  readonly type: Type;
  readonly offset: number;
}

/** The elements of an array, slice or struct literal with their offsets; null for other literals. */
export function parts(pack: ProgramPackage, literal: CompositeLit, type: Type): Part[] | null {
  const u = under(type);
  if (u.kind === 'Struct') {
    const offsets = fieldOffsets(u);
    return fieldValues(pack.info, literal, u).map(({ index, expr }) => ({ expr, type: u.fields![index]!.type!, offset: offsets[index]! }));
  }
  if (u.kind !== 'Array' && u.kind !== 'Slice') return null;
  const size = sizeOf(u.elem);
  return indexedElements(pack.info, literal).map(({ index, expr }) => ({ expr, type: u.elem, offset: size * index }));
}
