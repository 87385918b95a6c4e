/** Selectors: `pkg.Name`, fields, methods, method values and method expressions. */
import type { SelectorExpr } from '../syntax/ast.ts';
import type { Checker } from './checker.ts';
import { nodeString } from '../syntax/node-string.ts';
import { isInExportData } from './export-data.ts';
import { Mode } from './info.ts';
import { interfacePointerText, lookupFieldOrMethod } from './lookup.ts';
import { type Func, type Package, type PkgName, type TypeName, Var, VarRole } from './object.ts';
import type { Operand } from './operand.ts';
import { isInterfacePointer, isInvalid } from './predicates.ts';
import { BasicInfo, INVALID_TYPE, type Named, Signature, Tuple, type Type, under } from './type.ts';

/** `def` is the type whose declaration the selector is the right side of. */
export function checkSelector(c: Checker, x: Operand, e: SelectorExpr, def: Named | null): void {
  x.mode = Mode.Invalid;
  x.expr = e;
  if (e.x.kind === 'Name') {
    const obj = c.lookup(e.x.value);
    if (obj?.kind === 'PkgName') {
      c.recordUse(e.x, obj);
      qualifiedIdentifier(c, x, e, obj);
      return;
    }
  }
  c.exprOrType(x, e.x);
  if (!x.isValid) {
    x.expr = e;
    return;
  }
  const mode = x.mode as Mode;
  if (mode === Mode.Type && def !== null && x.type === def) {
    def.reportCycle?.([def.obj]);
    x.invalidate();
  } else if (mode === Mode.Builtin) {
    c.error(e.pos, `cannot select on ${c.describe(x)}`);
    x.invalidate();
  } else {
    select(c, x, e);
  }
  x.expr = e;
}

function qualifiedIdentifier(c: Checker, x: Operand, e: SelectorExpr, name: PkgName): void {
  name.isUsed = true;
  const pkg: Package = name.imported;
  const obj = pkg.scope.lookup(e.sel.value);
  if (obj === undefined || !(obj.isExported || isInExportData(pkg, obj, c.options.inlinedNames))) {
    if (!pkg.isFake) c.error(e.sel, `undefined: ${pkg.name}.${e.sel.value}`);
    return;
  }
  if (!obj.isExported) c.error(e.sel, `${e.sel.value} not exported by package ${pkg.name}`);
  c.recordUse(e.sel, obj);
  const type = obj.type ?? INVALID_TYPE;
  if (obj.kind !== 'Builtin' && isInvalid(type)) return;
  switch (obj.kind) {
    case 'Const':
      x.mode = Mode.Constant;
      x.value = obj.value;
      break;
    case 'TypeName':
      x.mode = Mode.Type;
      break;
    case 'Var':
      x.mode = Mode.Variable;
      break;
    case 'Func':
      x.mode = Mode.Value;
      break;
    case 'Builtin':
      x.mode = Mode.Builtin;
      x.builtin = obj.builtin;
      break;
    default:
      return;
  }
  x.type = type;
}

/** Selects from the value or type `x`. */
function select(c: Checker, x: Operand, e: SelectorExpr): void {
  const name = e.sel.value;
  const { obj, path, indirect } = lookupFieldOrMethod(x.type, x.mode === Mode.Variable, c.pkg, name);
  if (obj === null) {
    if (!isInvalid(under(x.type))) reportMissing(c, x, e, path !== null, indirect);
    x.invalidate();
    return;
  }
  if (obj.kind === 'Func') c.resolveMethod(obj);
  if (x.mode === Mode.Type) {
    methodExpression(c, x, e, obj, { path: path!, indirect });
    return;
  }
  c.recordSelection(e, obj.kind === 'Var' ? 'field' : 'methodValue', x.type, obj, path!, indirect);
  if (obj.kind === 'Var') {
    x.mode = x.mode === Mode.Variable || indirect ? Mode.Variable : Mode.Value;
    x.type = obj.type!;
    return;
  }
  x.mode = Mode.Value;
  x.type = withoutReceiver(obj.type!);
  c.addDependency(obj);
}

function reportMissing(c: Checker, x: Operand, e: SelectorExpr, isAmbiguous: boolean, needsPointer: boolean): void {
  const name = e.sel.value;
  const source = nodeString(x.expr!);
  if (isAmbiguous) {
    c.error(e.sel, `ambiguous selector ${source}.${name}`);
  } else if (needsPointer) {
    c.error(e.sel, `cannot call pointer method ${name} on ${c.show(x.type)}`);
  } else {
    c.error(e.sel, `${source}.${name} undefined (${whyUndefined(c, x, name)})`);
  }
}

function whyUndefined(c: Checker, x: Operand, name: string): string {
  if (isInterfacePointer(x.type)) return interfacePointerText(x.type, c.qualifier);
  const first = name[0]!;
  const other = (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + name.slice(1);
  const hint = lookupFieldOrMethod(x.type, x.mode === Mode.Variable, c.pkg, other).obj === null ? '' : `, but does have ${other}`;
  return `type ${c.show(x.type)} has no field or method ${name}${hint}`;
}

function withoutReceiver(type: Signature): Signature {
  const copy = new Signature();
  copy.scope = type.scope;
  copy.params = type.params;
  copy.results = type.results;
  copy.variadic = type.variadic;
  return copy;
}

/** `T.method`: a function whose first parameter is the receiver. */
function methodExpression(c: Checker, x: Operand, e: SelectorExpr, obj: Var | Func, { path, indirect }: { path: readonly number[]; indirect: boolean }): void {
  const name = e.sel.value;
  if (obj.kind === 'Var') {
    c.error(e.sel, `${nodeString(x.expr!)}.${name} undefined (type ${c.show(x.type)} has no method ${name})`);
    x.invalidate();
    return;
  }
  c.recordSelection(e, 'methodExpr', x.type, obj, path, indirect);
  const { recv, params } = obj.type!;
  if (recv === null) {
    c.error(e, 'illegal cycle in method declaration');
    x.invalidate();
    return;
  }
  // The receiver has a name iff the parameters have.
  const isNamed = params.vars.length > 0 && params.vars[0]!.name !== '';
  const first = new Var(recv.pos, recv.pkg, isNamed ? recv.name || '_' : '', x.type, VarRole.Parameter);
  const signature = withoutReceiver(obj.type!);
  signature.params = new Tuple([first, ...params.vars]);
  x.mode = Mode.Value;
  x.type = signature;
  c.addDependency(obj);
}

/** Notes a use of a predeclared complex type. */
export function noteComplex(c: Checker, obj: TypeName, e: { readonly pos: SelectorExpr['pos'] }): void {
  const type: Type | null = obj.type;
  if (obj.pkg === null && type?.kind === 'Basic' && (type.info & BasicInfo.Complex) !== 0) c.noteUnsupported(e.pos, 'complex numbers are not supported');
}
