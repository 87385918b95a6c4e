/**
 * The Go compiler: sources in, an executable or diagnostics out.
 *
 * load packages -> check types -> lower what the program reaches to SSA -> optimise -> allocate registers -> code -> link with the runtime's
 * assembly files
 */
import { assert } from '../../base/assert.ts';
import type { FileCause } from '../../elf/file-causes.ts';
import type { ObjectFile } from '../../elf/object-file.ts';
import { assemble } from '../asm/assemble.ts';
import type { Diagnostic, DiagnosticLimit } from '../diagnostics.ts';
import { link } from '../link/link.ts';
import { Archives } from './archive/archives.ts';
import type { ArchiveStore } from './archive/package-archive.ts';
import { EscapeAnalysis } from './escape/analyse.ts';
import { inlinedNames } from './escape/inlined-names.ts';
import { compiledFunction } from './emit/compiled-function.ts';
import { allocateRegisters } from './emit/register-allocator.ts';
import { checkAllocation } from './emit/check-allocation.ts';
import { type EmitOptions, type EmittedFunction, FunctionEmitter, type RuntimeLayout } from './emit/function-emitter.ts';
import { undefinedNames } from './emit/merge-object.ts';
import { type BarrierRule, isBarrierRule, prohibitedBarriers } from './emit/prohibited-barriers.ts';
import { FUNCTION_TABLE, ROOT_SYMBOLS, TEXT_END, TEXT_START, writeObjectFile } from './emit/object-writer.ts';
import { type LoadedPackage, loadProgram, type LoadTarget } from './load/package-loader.ts';
import type { LibraryMap, SourceTree } from './load/source-tree.ts';
import { CONSTRUCTS } from './lower/constructs.ts';
import { initialValues } from './lower/initial-values.ts';
import { lowerDeclared } from './lower/function-body.ts';
import { tableEntry } from './lower/methods.ts';
import { ITAB_PREFIX, itabSymbol } from './lower/interface-tables.ts';
import { INIT_SYMBOL, makeProgramInit } from './lower/package-init.ts';
import { type Makers, Program, type ProgramPackage, typeSymbol } from './lower/program.ts';
import { writeInitialValue } from './lower/static-data.ts';
import { makeTypeDescriptor, POINTER_TO_THIS } from './lower/type-descriptors.ts';
import { readStartUpOrder } from './emit/start-up-order.ts';
import { computeFrameLiveness } from './ssa/frame-liveness.ts';
import { runPasses } from './ssa/pipeline.ts';
import type { Func } from './ssa/ir.ts';
import { TOO_DEEP, withinStack } from './stack-limit.ts';
import { toDiagnostic } from './syntax/report.ts';
import { checkProgram } from './types/check-program.ts';
import type { CheckedPackage } from './types/checker.ts';
import type { Scope } from './types/scope.ts';
import { offsetOf, sizeOf } from './types/sizes.ts';
import { Pointer, type Type, under } from './types/type.ts';

export interface CompileRequest {
  readonly target: LoadTarget;
  readonly tree: SourceTree;
  readonly library: LibraryMap;
  /** Where compiled packages are kept, and taken from. */
  readonly archives?: ArchiveStore;
  /** Check the intermediate form after every pass. */
  readonly verify?: boolean;
  /** Overwrite what the pointer maps call dead, at every call. */
  readonly clobberDead?: boolean;
  /** Have the runtime look at every store without write barrier; it does under GODEBUG=wbshadow=1. */
  readonly checkBarriers?: boolean;
}

/** The diagnostics of one package, as go build prints them below `# path`. */
export interface PackageDiagnostics {
  readonly path: string;
  /** In the order in which they were found. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileResult {
  /** Null if there were errors. */
  readonly elf: Uint8Array | null;
  /** Complaints about packages that are missing or import each other: whole lines. */
  readonly errors: readonly string[];
  readonly packages: readonly PackageDiagnostics[];
}

const REFUSED: CompileResult = { elf: null, errors: [TOO_DEEP], packages: [] };

const RUNTIME = 'runtime';
/** Functions that stubs of generated code call. */
const STUB_FUNCTIONS: readonly string[] = [
  'panicdivide', 'panicshift',
  ...['Index', 'SliceAlen', 'SliceAcap', 'SliceB', 'Slice3Alen', 'Slice3Acap', 'Slice3B', 'Slice3C', 'SliceConvert'].flatMap((kind) => [`panic${kind}`, `panic${kind}U`]),
];

/** How far a direct call reaches, either way. */
const CALL_REACH = 2 ** 21;

/** Where execution starts: the runtime's assembly. */
const ENTRY = '_start';

/**
 * Checks the types of all packages; the executable is null whether there were errors or not. Packages that are missing end it as they end
 * go build, unless all errors are wanted.
 */
export function checkGo({ target, tree, library }: CompileRequest, { all }: DiagnosticLimit): CompileResult {
  return withinStack(() => {
    const program = loadProgram({ target, tree, library, implicitImports: [RUNTIME] });
    const packages = program.errors.length > 0 && !all ? [] : checkProgram(program, { findInlinedNames: inlinedNames }).broken;
    return { elf: null, errors: program.errors, packages };
  }, REFUSED);
}

export const compileGo = (request: CompileRequest): CompileResult => withinStack(() => compileProgram(request), REFUSED);

function compileProgram(request: CompileRequest): CompileResult {
  const { result, checked } = frontEnd(request);
  if (checked === null) return result;
  const main = checked.at(-1)!;
  if (main.pack.pkg.name !== 'main') return { ...result, errors: [`package ${main.pack.path} is not a main package`] };
  if (main.pack.pkg.scope.lookup('main')?.kind !== 'Func') return { ...result, errors: [`# ${main.pack.path}`, 'runtime.main_main·f: function main is undeclared in the main package'] };
  const packages = checked.map(({ pack }) => pack);
  const archives = archivesFor(request, checked);
  const escape = new EscapeAnalysis(archives?.noteOf);
  for (const each of checked) escape.add(each.checked);
  const program = new Program(packages, checked[0]!.fileSet, makersFor(request), CONSTRUCTS, escape, archives ?? undefined);
  const { objects, errors } = assembleAll(checked);
  if (errors.length > 0) return { ...result, errors };
  requestRoots(program, objects);
  program.drain();
  if (program.unsupported.length > 0) {
    const diagnostics = program.unsupported.map((each) => toDiagnostic(program.fileSet, each));
    return { elf: null, errors: [], packages: [{ path: main.pack.path, diagnostics }] };
  }
  fillModuleData(program);
  if (program.reflects) linkPointerTypes(program);
  const functions = [...program.produced.values()].map(({ code }) => code);
  const prohibited = prohibitedBarriers(functions, barrierRules(program));
  if (prohibited.length > 0) return { ...result, errors: prohibited };
  const debug = { packages: checked.map(({ pack }) => pack.pkg), keys: program.keys, described: program.described.toSorted(byKey(program)) };
  const order = readStartUpOrder(request.tree, request.library);
  const object = writeObjectFile({ functions, assembly: objects, data: program.data, causes: causesOf(program), debug, order }, `${main.pack.path}.o`);
  archives?.keep({
    produced: program.produced, producedVariables: program.producedVariables, declaredIn: program.declaredIn, keys: program.keys,
    beginnings: new Map(packages.map((pack) => [pack.path, program.beginningOf(pack)])), notesOf: (pkg) => escape.notesOf(pkg),
  });
  const linked = link([object], { entry: ENTRY });
  if (linked.bytes === null && program.codeLength() > CALL_REACH) {
    return { ...result, errors: [`# ${main.pack.path}`, `the program is too large: its code takes ${program.codeLength()} bytes, calls reach ${CALL_REACH}`] };
  }
  return { ...result, elf: linked.bytes, errors: linked.diagnostics.map(({ file, message }) => (file === '' ? message : `${file}: ${message}`)) };
}

/** Descriptors of types name those of the pointers to them, as far as the program has any. */
function linkPointerTypes(program: Program): void {
  for (const type of program.described) {
    const pointer = typeSymbol(program.keys.of(new Pointer(type)));
    if (!program.data.has(pointer)) continue;
    program.data.get(typeSymbol(program.keys.of(type)))!.references.push({ offset: POINTER_TO_THIS, symbol: pointer, addend: 0 });
  }
}

// --- Front end ------------------------------------------------------------------------------------------------------

interface FrontEnd {
  readonly result: CompileResult;
  /** Null if there were errors. */
  readonly checked: readonly Checked[] | null;
}

interface Checked {
  readonly pack: ProgramPackage;
  readonly checked: CheckedPackage;
  readonly loaded: LoadedPackage;
  readonly fileSet: ReturnType<typeof loadProgram>['fileSet'];
}

function frontEnd(request: CompileRequest): FrontEnd {
  const { target, tree, library } = request;
  // The library is sound: what a program does not use of it need not be looked at.
  const program = loadProgram({ target, tree, library, implicitImports: [RUNTIME], defersBodies: true });
  if (program.errors.length > 0) return { result: { elf: null, errors: program.errors, packages: [] }, checked: null };
  const { packages, broken } = checkProgram(program, { libraryOnDemand: true, findInlinedNames: inlinedNames });
  if (broken.length > 0) return { result: { elf: null, errors: [], packages: broken }, checked: null };
  const checked = program.packages.map((loaded, i): Checked => {
    const { pkg, info, files } = packages[i]!;
    const pack = { path: loaded.path, pkg, info, files, isLibrary: loaded.isLibrary, imports: [...loaded.imports.keys()] };
    return { pack, loaded, checked: packages[i]!, fileSet: program.fileSet };
  });
  return { result: { elf: null, errors: [], packages: [] }, checked };
}

/** The archives of packages, if there is a place for them. */
function archivesFor({ archives: store, clobberDead = false, checkBarriers = false }: CompileRequest, checked: readonly Checked[]): Archives | null {
  if (store === undefined) return null;
  const packages = checked.map(({ pack, loaded }) => ({ path: loaded.path, pkg: pack.pkg, sources: loaded.sources, imports: pack.imports }));
  return new Archives(packages, { store, flags: JSON.stringify({ clobberDead, checkBarriers }), common: [RUNTIME] });
}

// --- Back end -------------------------------------------------------------------------------------------------------

function requestRoots(program: Program, assembly: readonly ObjectFile[]): void {
  for (const name of STUB_FUNCTIONS) program.functionNamed(`${RUNTIME}.${name}`);
  const scope = runtimeScope(program);
  for (const name of assembly.flatMap(undefinedNames)) {
    const obj = name.startsWith(`${RUNTIME}.`) ? scope.lookup(name.slice(RUNTIME.length + 1)) : undefined;
    if (obj?.kind === 'Var') program.variableSymbol(obj);
    else program.functionNamed(name);
  }
  program.functionNamed('main.main');
  makeProgramInit(program);
}

/** How functions and data come into being. */
function makersFor({ clobberDead = false, checkBarriers = false, verify = false }: CompileRequest): Makers {
  let options: EmitOptions | null = null;
  return {
    declaredFunction: lowerDeclared, typeDescriptor: makeTypeDescriptor, tableEntry, initialValues, initialValue: writeInitialValue, methodTable: itabSymbol,
    compile(program, func) {
      options ??= { layout: runtimeLayout(program), floatSymbol: (value, size) => program.floatSymbol(value, size), clobberDead, checkBarriers };
      return compiledFunction(emitFunction(func, options, verify), program);
    },
  };
}

/** Types in the order of their keys: the same whatever was compiled first. */
const byKey = ({ keys }: Program) => (a: Type, b: Type): number => (keys.of(a) < keys.of(b) ? -1 : 1);

const runtimeScope = (program: Program): Scope => program.packages.find(({ path }) => path === RUNTIME)!.pkg.scope;

/** The library's functions with directives about write barriers; programs cannot have any. */
function barrierRules(program: Program): Map<string, BarrierRule> {
  return new Map(program.packages.filter(({ isLibrary }) => isLibrary).flatMap(({ info }) => info.funcs.flatMap(({ obj, decl }) => {
    const rule = decl.pragmas.map(({ verb }) => verb).find(isBarrierRule);
    return rule === undefined ? [] : [[program.symbolOf(obj), rule] as const];
  })));
}

/** Files with //go:cause, by their names in the table of functions. */
function causesOf({ packages, fileSet }: Program): FileCause[] {
  return packages.flatMap(({ files }) => files.flatMap(({ pos, filePragmas }) => {
    const cause = filePragmas.find(({ verb }) => verb === 'go:cause')?.args[0];
    return cause === undefined ? [] : [{ file: fileSet.fileOf(pos)!.path, cause }];
  }));
}

/** Tells the runtime where things are: text, the table of functions, method tables, initialisation. */
function fillModuleData(program: Program): void {
  const variable = runtimeScope(program).lookup('firstmoduledata');
  assert(variable?.kind === 'Var', 'fillModuleData: the runtime has no firstmoduledata');
  const symbol = program.variableSymbol(variable);
  const datum = program.data.get(symbol)!;
  const struct = under(variable.type!);
  assert(struct.kind === 'Struct', 'fillModuleData: firstmoduledata is no struct');
  datum.section = 'data';
  datum.bytes.fill(sizeOf(struct));
  const at = (field: string): number => offsetOf(variable.type!, [struct.fields!.findIndex(({ name }) => name === field)]);
  const address = (field: string, target: string): void => {
    datum.references.push({ offset: at(field), symbol: target, addend: 0 });
  };
  const list = (field: string, symbols: readonly string[]): void => {
    const array = program.data.define(`${symbol}·${field}`, 'data');
    for (const each of symbols) array.address(each);
    address(field, array.symbol);
    datum.bytes.patchWord(at(field) + 4, symbols.length);
    datum.bytes.patchWord(at(field) + 8, symbols.length);
  };
  address('pclntab', FUNCTION_TABLE);
  address('text', TEXT_START);
  address('etext', TEXT_END);
  for (const [field, root] of Object.entries(ROOT_SYMBOLS)) address(field, root);
  list('itablinks', [...program.data.all()].map((each) => each.symbol).filter((name) => name.startsWith(ITAB_PREFIX)).sort());
  list('inittasks', [program.funcValueSymbol(INIT_SYMBOL)]);
}

/** Offsets that generated code uses, taken from the runtime's own declarations. */
function runtimeLayout(program: Program): RuntimeLayout {
  const scope = runtimeScope(program);
  const offset = (type: string, field: string): number => {
    const obj = scope.lookup(type);
    const u = obj?.kind === 'TypeName' ? under(obj.type!) : null;
    assert(u?.kind === 'Struct', `runtimeLayout: the runtime has no ${type}`);
    return offsetOf(obj!.type!, [u.fields!.findIndex(({ name }) => name === field)]);
  };
  return { stackGuard: offset('g', 'stackguard0'), panic: offset('g', '_panic'), panicArgp: offset('_panic', 'argp') };
}

function emitFunction(func: Func, options: EmitOptions, verify: boolean): EmittedFunction {
  runPasses(func, { verify });
  const frame = computeFrameLiveness(func);
  const allocation = allocateRegisters(func);
  if (verify) checkAllocation(func, allocation);
  const short = new FunctionEmitter(func, allocation, frame, options, false).emit();
  const emitted = short ?? new FunctionEmitter(func, allocation, frame, options, true).emit();
  assert(emitted !== null, `emitFunction: ${func.name} is too long`);
  return emitted;
}

function assembleAll(checked: readonly Checked[]): { objects: ObjectFile[]; errors: string[] } {
  const objects: ObjectFile[] = [];
  const errors: string[] = [];
  for (const { loaded } of checked) {
    for (const { name, bytes } of loaded.assembly) {
      const result = assemble(new TextDecoder().decode(bytes), name);
      if (result.object !== null) objects.push(result.object);
      for (const { file, line, message } of result.diagnostics) errors.push(`${file}:${line}: ${message}`);
    }
  }
  return { objects, errors };
}
