/** Package level: all declared names enter the package's scope, imports their file's scope, methods wait for their types. */
import type { BasicLit, ConstDecl, Expr, File, FuncDecl, ImportDecl, Name, TypeDecl, VarDecl } from '../syntax/ast.ts';
import { unpackList, unparen } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import type { Checker } from './checker.ts';
import { ConstantKind, makeInt } from './constant.ts';
import { checkArity, ConstantGroups, type RepeatedConstants } from './declaration-lists.ts';
import type { DeclInfo } from './declaration-info.ts';
import { collectMethods } from './declarations.ts';
import { bytesToText } from './go-string.ts';
import { stringLiteral } from './literal.ts';
import { Const, Func, type GoObject, isExported, Package, PkgName, TypeName, Var, VarRole } from './object.ts';
import { Scope } from './scope.ts';
import { INVALID_TYPE } from './type.ts';

function declInfo(file: Scope, parts: Partial<Omit<DeclInfo, 'file' | 'dependencies'>>): DeclInfo {
  return { file, lhs: null, type: null, init: null, inherited: false, typeDecl: null, funcDecl: null, ...parts, dependencies: new Set() };
}

interface PendingMethod {
  readonly obj: Func;
  readonly isPointer: boolean;
  readonly recv: Name;
}

/** Enters all declarations of the package. */
export function collectObjects(c: Checker): void {
  const methods: PendingMethod[] = [];
  const scopes: Scope[] = [];
  for (const file of c.files) {
    if (file.pkgName.value === '_') c.error(file.pkgName, 'invalid package name _');
    else if (file.pkgName.value !== c.pkg.name) c.error(file.pkgName, `package ${file.pkgName.value}; expected package ${c.pkg.name}`);
    c.recordDef(file.pkgName, null);
    const scope = new Scope(c.pkg.scope);
    scopes.push(scope);
    collectFile(c, file, scope, methods);
  }
  for (const scope of scopes) checkFileScope(c, scope);
  for (const { obj, isPointer, recv } of methods) attachMethod(c, obj, isPointer, recv);
}

function collectFile(c: Checker, file: File, scope: Scope, methods: PendingMethod[]): void {
  const constants = new ConstantGroups();
  for (const decl of file.declList) {
    const repeated = constants.next(decl);
    switch (decl.kind) {
      case 'ImportDecl':
        collectImport(c, decl, scope);
        break;
      case 'ConstDecl':
        collectConstants(c, decl, repeated!, scope);
        break;
      case 'VarDecl':
        collectVariables(c, decl, scope);
        break;
      case 'TypeDecl':
        collectType(c, decl, scope);
        break;
      case 'FuncDecl':
        collectFunction(c, decl, scope, methods);
        break;
    }
  }
}

function collectConstants(c: Checker, decl: ConstDecl, { iota, type, values, inherited }: RepeatedConstants, file: Scope): void {
  decl.nameList.forEach((name, i) => {
    const obj = new Const(name.pos, c.pkg, name.value, null, makeInt(iota));
    declarePackageObject(c, name, obj, declInfo(file, { type, init: values[i] ?? null, inherited }));
  });
  checkArity(c, decl, values, inherited);
}

function collectVariables(c: Checker, decl: VarDecl, file: Scope): void {
  const values = unpackList(decl.values);
  const variables = decl.nameList.map((name) => new Var(name.pos, c.pkg, name.value, null, VarRole.Package));
  // One value (or none) for all names: they share one declaration.
  const shared = values.length <= 1 ? declInfo(file, { lhs: variables, type: decl.type, init: decl.values }) : null;
  decl.nameList.forEach((name, i) => {
    const info = shared ?? declInfo(file, { type: decl.type, init: values[i] ?? null });
    if (info.init !== null && (info.lhs?.length ?? 1) === 1) c.info.initialValues.set(variables[i]!, info.init);
    declarePackageObject(c, name, variables[i]!, info);
  });
  if (decl.type === null || values.length > 0) checkArity(c, decl, values, false);
}

function collectType(c: Checker, decl: TypeDecl, file: Scope): void {
  const obj = new TypeName(decl.name.pos, c.pkg, decl.name.value, null);
  declarePackageObject(c, decl.name, obj, declInfo(file, { typeDecl: decl }));
  if (decl.tparamList.length === 0) return;
  rejectGeneric(c, obj, decl.tparamList[0]!.pos, `type ${decl.name.value}`);
}

function rejectGeneric(c: Checker, obj: GoObject, pos: Pos, what: string): void {
  c.error(pos, `type parameters are not supported (generic ${what})`);
  c.rejected.add(obj);
  if (obj.kind !== 'Func') obj.type = INVALID_TYPE;
}

function collectFunction(c: Checker, decl: FuncDecl, file: Scope, methods: PendingMethod[]): void {
  const name = decl.name.value;
  const obj = new Func(decl.name.pos, c.pkg, name, null);
  // A method of a generic type: the type has been rejected.
  if (decl.recv !== null && receiverName(decl.recv.type).isInstance) return;
  if (decl.recv === null) {
    declareFunction(c, decl, obj);
  } else {
    const { isPointer, name: recv } = receiverName(decl.recv.type);
    if (recv !== null && name !== '_') methods.push({ obj, isPointer, recv });
    c.recordDef(decl.name, obj);
  }
  if (decl.tparamList.length > 0) {
    rejectGeneric(c, obj, decl.tparamList[0]!.pos, `function ${name}`);
    return;
  }
  c.recordFunc({ obj, decl });
  c.declarations.set(obj, declInfo(file, { funcDecl: decl }));
  obj.order = c.declarations.size;
}

function declareFunction(c: Checker, decl: FuncDecl, obj: Func): void {
  const { name } = obj;
  const isEntry = name === 'init' || (name === 'main' && c.pkg.name === 'main');
  if (isEntry && (decl.type.paramList.length > 0 || decl.type.resultList.length > 0)) {
    c.error(decl, `func ${name} must have no arguments and no return values`);
  }
  if (name !== 'init') {
    c.declare(c.pkg.scope, decl.name, obj);
    return;
  }
  // init cannot be referred to, and there may be many.
  obj.parent = c.pkg.scope;
  c.recordDef(decl.name, obj);
  if (decl.body === null) c.error(obj, 'missing function body');
}

function declarePackageObject(c: Checker, name: Name, obj: GoObject, info: DeclInfo): void {
  if (name.value === 'init' || (name.value === 'main' && c.pkg.name === 'main')) {
    c.error(name, `cannot declare ${name.value} - must be func`);
    return;
  }
  c.declare(c.pkg.scope, name, obj);
  c.declarations.set(obj, info);
  obj.order = c.declarations.size;
}

/** The base type's name in a receiver's type; null if it is no plain name. */
export function receiverName(e: Expr): { isPointer: boolean; isInstance: boolean; name: Name | null } {
  let isPointer = false;
  for (;;) {
    if (e.kind === 'ParenExpr') e = e.x;
    else if (e.kind === 'Operation' && e.op === '*' && e.y === null) [isPointer, e] = [true, e.x];
    else break;
  }
  const isInstance = e.kind === 'IndexExpr';
  if (e.kind === 'IndexExpr') e = e.x;
  return { isPointer, isInstance, name: e.kind === 'Name' ? e : null };
}

/** Gives a method to the type that its receiver names, through aliases. */
function attachMethod(c: Checker, obj: Func, isPointer: boolean, recv: Name): void {
  let e: Expr = recv;
  const seen = new Set<GoObject>();
  for (;;) {
    e = unparen(e);
    if (e.kind === 'Operation' && e.op === '*' && e.y === null) {
      if (isPointer) return;
      isPointer = true;
      e = unparen(e.x);
    }
    const base: GoObject | undefined = e.kind === 'Name' ? c.pkg.scope.lookup(e.value) : undefined;
    if (base?.kind !== 'TypeName' || seen.has(base)) return;
    const decl: TypeDecl = c.declarations.get(base)!.typeDecl!;
    if (!decl.alias) {
      obj.pointerReceiverSeen = isPointer;
      c.pendingMethods.set(base, [...(c.pendingMethods.get(base) ?? []), obj]);
      return;
    }
    seen.add(base);
    e = decl.type;
  }
}

// --- Imports

function collectImport(c: Checker, decl: ImportDecl, file: Scope): void {
  if (decl.path === null || decl.path.bad) return;
  const path = importPath(c, decl.path);
  if (path === null) return;
  const imported = loadPackage(c, decl.path, path);
  const { localPkgName } = decl;
  const name = localPkgName?.value ?? imported.name;
  if (path === 'C' && localPkgName !== null) {
    c.error(localPkgName, 'cannot rename import "C"');
    return;
  }
  if (name === 'init') {
    c.error(decl, 'cannot import package as init - init must be a func');
    return;
  }
  if (!c.pkg.imports.includes(imported)) c.pkg.imports.push(imported);
  const obj = new PkgName(decl.pos, c.pkg, name, imported);
  if (localPkgName !== null) c.recordDef(localPkgName, obj);
  else c.info.implicits.set(decl, obj);
  if (imported.isFake) obj.isUsed = true;
  c.importedNames.push(obj);
  if (name === '.' && imported.isFake) c.hasUnknownNames = true;
  if (name === '.') dotImport(c, decl, obj, file);
  else c.declare(file, null, obj);
}

/** Characters that no import path may have. */
export const ILLEGAL_IN_PATH = /[!"#$%&'()*,:;<=>?[\\\]^{|}`\uFFFD\s\p{C}]/u;

function importPath(c: Checker, literal: BasicLit): string | null {
  const value = stringLiteral(literal.value);
  const path = value.kind === ConstantKind.String ? bytesToText(value.value) : '';
  if (path === '') {
    c.error(literal, 'invalid import path (empty string)');
    return null;
  }
  const illegal = ILLEGAL_IN_PATH.exec(path)?.[0];
  if (illegal === undefined) return path;
  const code = illegal.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  const shown = /[\p{C}\p{Z}]/u.test(illegal) && illegal !== ' ' ? '' : ` '${illegal}'`;
  c.error(literal, `invalid import path (invalid character U+${code}${shown})`);
  return null;
}

function loadPackage(c: Checker, literal: BasicLit, path: string): Package {
  const found = path === 'C' ? { error: '' } : c.options.importer.importPackage(path);
  if (found instanceof Package) return found;
  if (path === 'C') c.error(literal, 'cgo is not supported (import "C")');
  else c.error(literal, `could not import ${path} (${found.error})`);
  const name = path.replace(/\/$/, '').split('/').at(-1)!;
  const fake = new Package(path, name, null);
  fake.isFake = true;
  return fake;
}

function dotImport(c: Checker, decl: ImportDecl, imported: PkgName, file: Scope): void {
  const names = c.dotImports.get(file) ?? new Map<string, PkgName>();
  c.dotImports.set(file, names);
  for (const [name, obj] of imported.imported.scope.elems) {
    if (!isExported(name)) continue;
    const other = file.lookup(name);
    if (other !== undefined) {
      c.report([{ at: decl.localPkgName!, text: `${name} redeclared in this block` }, ...c.otherDeclaration(other)]);
      continue;
    }
    file.elems.set(name, obj);
    names.set(name, imported);
  }
}

/** A name may not be declared both in the package and by an import of one of its files. */
function checkFileScope(c: Checker, scope: Scope): void {
  for (const [name, obj] of scope.elems) {
    const other = c.pkg.scope.lookup(name);
    if (other === undefined) continue;
    const how = obj.kind === 'PkgName' ? `import of ${packageText(obj.imported)}` : `dot-import of ${packageText(obj.pkg!)}`;
    c.report([{ at: other, text: `${other.name} already declared through ${how}` }, ...c.otherDeclaration(obj)]);
  }
}

const packageText = (pkg: Package): string => `package ${pkg.name} ("${pkg.path}")`;

export function unusedImports(c: Checker): void {
  if (c.options.ignoreBodies === true) return;
  for (const obj of c.importedNames) {
    if (obj.isUsed || obj.name === '_') continue;
    const { path } = obj.imported;
    const last = path.split('/').at(-1);
    const renamed = obj.name === '.' || obj.name === last ? '' : ` as ${obj.name}`;
    c.error(obj, `imported and not used: "${path}"${renamed}`);
  }
}

/** Checks all package-level declarations: types first, then aliases, then the rest, so that methods are known wherever values are used. */
export function checkPackageObjects(c: Checker): void {
  const objects = [...c.declarations.keys()];
  const isAlias = (obj: GoObject): boolean => obj.kind === 'TypeName' && c.declarations.get(obj)!.typeDecl!.alias;
  for (const obj of objects) if (obj.kind === 'TypeName' && obj.type !== null && !c.rejected.has(obj)) collectMethods(c, obj);
  const inOrder = [
    ...objects.filter((obj) => obj.kind === 'TypeName' && !isAlias(obj)),
    ...objects.filter(isAlias),
    ...objects.filter((obj) => obj.kind !== 'TypeName'),
  ];
  for (const obj of inOrder) if (!c.rejected.has(obj)) c.declareObject(obj);
}
