/**
 * A whole program during lowering. Functions are compiled when something refers to them, beginning with the entry; so what is not
 * reachable costs nothing. Symbols are requested here, which queues what they stand for.
 */
import { assert, unreachable } from '../../../base/assert.ts';
import type { ProducedFunction, ProducedVariable } from '../archive/package-archive.ts';
import type { Constant, Request } from '../archive/request.ts';
import type { CompiledFunction } from '../emit/compiled-function.ts';
import { functionSymbol, methodSymbol, symbolPath, TypeKeys } from '../layout/type-key.ts';
import type { Func as IrFunc, Slot } from '../ssa/ir.ts';
import type { FileSet, Pos } from '../syntax/position.ts';
import type { Expr, File, FuncDecl } from '../syntax/ast.ts';
import type { EscapeAnalysis } from '../escape/analyse.ts';
import type { Info } from '../types/info.ts';
import type { Func, Package, Var } from '../types/object.ts';
import { receiverName } from '../types/resolver.ts';
import type { Named, Signature, Type } from '../types/type.ts';
import { sizeOf, alignOf } from '../types/sizes.ts';
import { localTypeNumbers } from './local-types.ts';
import { VariableFacts } from './variables.ts';
import { DataTable, type Datum } from './data.ts';
import { InterfaceMethods } from './interface-methods.ts';
import type { Constructs } from './lowerer.ts';
import type { InitialValues } from './initial-values.ts';

/** A checked package. */
export interface ProgramPackage {
  readonly path: string;
  readonly pkg: Package;
  readonly info: Info;
  readonly files: readonly File[];
  readonly isLibrary: boolean;
  /** Import paths, for the order of initialisation. */
  readonly imports: readonly string[];
}

/** A feature of the language that the compiler does not have. */
export interface Unsupported {
  readonly pos: Pos;
  readonly message: string;
}

/** The symbol of a type's descriptor. */
export const typeSymbol = (key: string): string => `type.${key}`;

interface Declared {
  readonly decl: FuncDecl;
  readonly pack: ProgramPackage;
}

/** The package of what belongs to the language. */
const RUNTIME = 'runtime';

/** Bytes of the largest numbers that change at once. */
const ATOMIC_SIZE = 8;

/** How functions and descriptors come into being; bound by compile.ts, so that this file needs none of them. */
export interface Makers {
  declaredFunction(program: Program, pack: ProgramPackage, decl: FuncDecl, func: Func, symbol: string): IrFunc;
  typeDescriptor(program: Program, type: Type, symbol: string): void;
  tableEntry(program: Program, type: Type, method: Func): string;
  initialValues(pack: ProgramPackage): InitialValues;
  initialValue(program: Program, pack: ProgramPackage, variable: Var, value: Expr): void;
  methodTable(program: Program, type: Type, target: Type): string;
  /** From the intermediate form to code. */
  compile(program: Program, func: IrFunc): CompiledFunction;
}

/** How the variables of a package begin. */
export interface Beginning {
  /** Names of those whose initial values are data. */
  readonly data: ReadonlySet<string>;
  /** Others are left to code. */
  readonly needsCode: boolean;
}

/** What was found out about packages when they were compiled before, by their paths. */
export interface KnownPackages {
  functionOf(path: string, symbol: string): ProducedFunction | null;
  variableOf(path: string, symbol: string): ProducedVariable | null;
  beginningOf(path: string): Beginning | null;
}

const NOTHING_KNOWN: KnownPackages = { functionOf: () => null, variableOf: () => null, beginningOf: () => null };

/** The package whose archive may hold the functions of a package; null for the program itself. */
const ownerOf = ({ pkg, path }: ProgramPackage): string | null => (pkg.name === 'main' ? null : path);

export class Program {
  readonly keys = new TypeKeys((pkg, pos) => this.localTypeNumber(pkg, pos));
  readonly data = new DataTable();
  /** All functions, with what they ask for, by symbol. */
  readonly produced = new Map<string, ProducedFunction>();
  /** The packages (the program's own left out) that declare functions, by their symbols. */
  readonly declaredIn = new Map<string, string>();
  /** Package variables of which something is in the program, by symbol, and the packages that declare them, the program's own left out. */
  readonly producedVariables = new Map<string, ProducedVariable>();
  readonly unsupported: Unsupported[] = [];
  /** The types that have descriptors. */
  readonly described: Type[] = [];
  /** The program imports package reflect, perhaps by way of others. */
  readonly reflects: boolean;
  /** What compiled functions are called with, by symbol, and the variables that live in frames: for debuggers. */
  readonly signatures = new Map<string, Signature>();
  readonly slotVariables = new Map<Slot, Var>();
  readonly packages: readonly ProgramPackage[];
  readonly fileSet: FileSet;
  private readonly makers: Makers;
  private readonly declared = new Map<Func, Declared>();
  private readonly byName = new Map<string, Func>();
  private readonly requested = new Set<string>();
  private readonly queue: (() => void)[] = [];
  private readonly linkNames = new Map<string, string>();
  private readonly closureCounts = new Map<string, number>();
  private readonly byPackage = new Map<Package, ProgramPackage>();
  private readonly initialValues = new Map<ProgramPackage, InitialValues>();
  private readonly facts = new Map<Func, VariableFacts>();
  private readonly methods: InterfaceMethods;
  private readonly initNumbers = new Map<Func, number>();
  private readonly localTypes = new Map<Package, ReadonlyMap<Pos, number>>();
  /** Functions with bodies by their symbols; made when one is looked for. */
  private bySymbol: ReadonlyMap<string, Func> | null = null;
  /** What the function that is being made asks for; null while none is. */
  private requests: Request[] | null = null;
  /** The package whose archive may hold the function that is being made, and what that has made. */
  private owner: string | null = null;

  constructor(
    packages: readonly ProgramPackage[],
    fileSet: FileSet,
    makers: Makers,
    /** The constructs of the language, for whoever makes functions. */
    readonly constructs: Constructs,
    /** Where values may live, and which calls are replaced by bodies. */
    readonly escape: EscapeAnalysis,
    private readonly known: KnownPackages = NOTHING_KNOWN,
  ) {
    this.packages = packages;
    this.reflects = packages.some(({ path }) => path === 'reflect');
    this.fileSet = fileSet;
    this.makers = makers;
    this.methods = new InterfaceMethods({
      keys: this.keys,
      reflects: this.reflects,
      describe: (type) => this.typeSymbol(type),
      later: (task) => this.queue.push(task),
      tableEntry: (type, method) => makers.tableEntry(this, type, method),
    });
    for (const pack of packages) {
      this.byPackage.set(pack.pkg, pack);
      let inits = 0;
      for (const { obj, decl } of pack.info.funcs) {
        this.declared.set(obj, { decl, pack });
        if (obj.name === 'init' && decl.recv === null) this.initNumbers.set(obj, inits++);
        if (decl.recv === null) this.byName.set(`${symbolPath(pack.pkg)}.${obj.name}`, obj);
      }
      for (const file of pack.files) {
        for (const { verb, args } of file.filePragmas) {
          if (verb === 'go:linkname' && args.length === 2) this.linkNames.set(`${symbolPath(pack.pkg)}.${args[0]}`, args[1]!);
        }
      }
    }
    for (const [name, obj] of [...this.byName]) {
      const target = this.linkNames.get(name);
      if (target !== undefined && this.declared.get(obj)!.decl.body !== null) this.byName.set(target, obj);
    }
  }

  /** The number of a type declared inside a function; null in the library, which is not read for it. */
  private localTypeNumber(pkg: Package, pos: Pos): number | null {
    const pack = this.byPackage.get(pkg);
    if (pack === undefined || pack.isLibrary) return null;
    const numbers = this.localTypes.get(pkg) ?? localTypeNumbers(pack.files);
    this.localTypes.set(pkg, numbers);
    return numbers.get(pos) ?? null;
  }

  /** Compiles until nothing is missing. */
  drain(): void {
    for (let task = this.queue.pop(); task !== undefined; task = this.queue.pop()) task();
  }

  /** Bytes of all functions. */
  codeLength(): number {
    return [...this.produced.values()].reduce((sum, { code }) => sum + code.words.byteLength, 0);
  }

  /** Runs `make` once for each symbol, later. */
  request(symbol: string, make: () => void): string {
    if (!this.requested.has(symbol)) {
      this.requested.add(symbol);
      this.queue.push(make);
    }
    return symbol;
  }

  /** A function made by the compiler, for the one that is being made or for data. */
  requestFunction(symbol: string, make: () => IrFunc): string {
    return this.requestMade(symbol, this.owner, make);
  }

  /** The function that initialises a package. */
  requestInit(pack: ProgramPackage, symbol: string, make: () => IrFunc): string {
    return this.requestFor(ownerOf(pack), symbol, make);
  }

  /** A function that the compiler makes for a type. It belongs to the type's package, whoever asks for it. */
  requestOfType(type: Type, symbol: string, make: () => IrFunc): string {
    const owner = this.ownerOfType(type);
    return owner === null ? this.requestFunction(symbol, make) : this.requestFor(owner, symbol, make);
  }

  /** The package whose archive may hold functions made for a type; null if there is none, or the type has no name that is the same in all programs. */
  private ownerOfType(type: Type): string | null {
    switch (type.kind) {
      case 'Basic': return RUNTIME;
      case 'Named': {
        const { pkg, parent } = type.obj;
        if (pkg === null) return RUNTIME;
        return parent === pkg.scope ? ownerOf(this.byPackage.get(pkg)!) : null;
      }
      case 'Pointer': return this.ownerOfType(type.base);
      case 'Array':
      case 'Slice': return this.ownerOfType(type.elem);
      default: return null;
    }
  }

  private requestFor(owner: string | null, symbol: string, make: () => IrFunc): string {
    if (owner !== null) this.declaredIn.set(symbol, owner);
    return this.requestMade(symbol, owner, make);
  }

  private requestMade(symbol: string, owner: string | null, make: () => IrFunc): string {
    this.ask({ kind: 'made', symbol });
    return this.request(symbol, () => this.produce(symbol, owner, make));
  }

  /** Takes a function from its package's archive, or compiles it. */
  private produce(symbol: string, owner: string | null, make: () => IrFunc): void {
    const known = owner === null ? null : this.known.functionOf(owner, symbol);
    this.owner = owner;
    if (known !== null) {
      this.produced.set(symbol, known);
      for (const request of known.requests) this.askAgain(request);
    } else {
      const requests: Request[] = [];
      this.requests = requests;
      const func = make();
      // What is not supported need not have become sound code.
      if (this.unsupported.length === 0) this.produced.set(symbol, { code: this.makers.compile(this, func), requests });
      this.requests = null;
    }
    this.owner = null;
  }

  /** Notes a request of the function that is being made. What follows from it is not the function's. */
  private asking<T>(request: Request, answer: () => T): T {
    const { requests } = this;
    requests?.push(request);
    this.requests = null;
    const result = answer();
    this.requests = requests;
    return result;
  }

  private ask(request: Request): void {
    this.requests?.push(request);
  }

  /** Does what a function from an archive asks for. */
  private askAgain(request: Request): void {
    switch (request.kind) {
      case 'declared': {
        const func = this.declaredUnder(request.symbol);
        return void this.requestDeclared(func, request.symbol, this.declared.get(func)!);
      }
      case 'made': return void this.requestFunction(request.symbol, () => unreachable(`Program.askAgain: no ${request.symbol} in the archive`));
      case 'value': return void this.funcValueSymbol(request.code);
      case 'string': return void this.stringSymbol(request.bytes);
      case 'float': return void this.floatSymbol(request.value, request.size);
      case 'constant': return void this.constantSymbol(request.constant);
      case 'variable': return void this.variableSymbol(request.variable);
      case 'descriptor': return void this.typeSymbol(request.type);
      case 'in interface': return this.noteInInterface(request.type);
      case 'method table': return void this.methodTableSymbol(request.type, request.target);
      case 'called': return this.noteCalled(request.method);
    }
  }

  private declaredUnder(symbol: string): Func {
    this.bySymbol ??= new Map([...this.declared].filter(([, { decl }]) => decl.body !== null).map(([func, { decl }]) => [this.writtenSymbol(func, decl), func]));
    const written = this.bySymbol.get(symbol);
    // Receivers may be written with other names than their types'.
    const func = written ?? [...this.declared].find(([each, { decl }]) => decl.body !== null && this.symbolOf(each) === symbol)?.[0];
    assert(func !== undefined, `Program.declaredUnder: no ${symbol}`);
    return func;
  }

  /** The symbol of a function by its declaration alone, so that it need not be checked. */
  private writtenSymbol(func: Func, { name, recv }: FuncDecl): string {
    const path = symbolPath(func.pkg!);
    if (recv === null) return this.linked(`${path}.${name.value}`, this.initNumbers.get(func));
    const { isPointer, name: type } = receiverName(recv.type);
    return isPointer ? `${path}.(*${type?.value}).${name.value}` : `${path}.${type?.value}.${name.value}`;
  }

  /** The symbol of a declared function or method, to be called or to take its address. */
  functionOf(func: Func): string {
    const declared = this.declared.get(func);
    const symbol = this.symbolOf(func);
    if (declared === undefined) return symbol;
    const { decl, pack } = declared;
    if (decl.body === null) {
      // Written in assembly, or a name for a function elsewhere.
      const target = this.byName.get(symbol);
      if (target !== undefined && target !== func) return this.functionOf(target);
      return symbol;
    }
    return this.requestDeclared(func, symbol, { decl, pack });
  }

  private requestDeclared(func: Func, symbol: string, { decl, pack }: Declared): string {
    this.ask({ kind: 'declared', symbol });
    const owner = ownerOf(pack);
    if (owner !== null) this.declaredIn.set(symbol, owner);
    return this.request(symbol, () => this.produce(symbol, owner, () => {
      this.signatures.set(symbol, func.type!);
      return this.makers.declaredFunction(this, pack, decl, func, symbol);
    }));
  }

  /** How a function is called in the program and in tracebacks. */
  symbolOf(func: Func): string {
    return this.linked(functionSymbol(func, this.keys), this.initNumbers.get(func));
  }

  /** The symbol of the function of a name: that of a function called init has a number, others may be linked by another. */
  private linked(name: string, initNumber: number | undefined): string {
    return initNumber === undefined ? (this.linkNames.get(name) ?? name) : `${name}.${initNumber}`;
  }

  /** The functions named init of a package, in the order of the source. */
  initFunctions(pack: ProgramPackage): string[] {
    return pack.info.funcs.filter(({ obj }) => this.initNumbers.has(obj)).map(({ obj }) => this.functionOf(obj));
  }

  /** A function of the runtime by its full name (`runtime.mallocgc`). */
  functionNamed(name: string): string {
    const func = this.byName.get(name);
    return func === undefined ? name : this.functionOf(func);
  }

  hasFunction(name: string): boolean {
    return this.byName.has(name);
  }

  isDeclared(func: Func): boolean {
    return this.declared.has(func);
  }

  packageOf(func: Func): ProgramPackage {
    return this.declared.get(func)!.pack;
  }

  /** What is done with the variables of a declared function. */
  factsOf(func: Func): VariableFacts {
    let facts = this.facts.get(func);
    if (facts === undefined) {
      const { pack, decl } = this.declared.get(func)!;
      pack.info.needBody(decl);
      this.facts.set(func, (facts = new VariableFacts(pack.info, decl)));
    }
    return facts;
  }

  declarationOf(func: Func): FuncDecl | null {
    return this.declared.get(func)?.decl ?? null;
  }

  methodSymbol(receiver: Named, name: string, isPointer: boolean): string {
    return methodSymbol(receiver, name, isPointer, this.keys);
  }

  /** The name itself, or with a number if there are functions of that name already. */
  uniqueName(name: string): string {
    const number = (this.closureCounts.get(name) ?? 0) + 1;
    this.closureCounts.set(name, number);
    return number === 1 ? name : `${name}·${number}`;
  }

  // --- Methods that may be called through interfaces ---------------------------------------------------------------------

  /** An interface method is called somewhere: types that may be in interfaces must have it. */
  noteInterfaceCall(method: Func): void {
    this.noteCalled(this.methods.keyOf(method));
  }

  private noteCalled(key: string): void {
    this.ask({ kind: 'called', method: key });
    this.methods.noteCalled(key);
  }

  /** Values of the type (and so of its parts) may be in interfaces. */
  noteInInterface(type: Type): void {
    this.asking({ kind: 'in interface', type }, () => this.methods.noteInInterface(type));
  }

  /** The descriptor of a type has records of its methods from `start` on. */
  noteMethods(type: Type, datum: Datum, start: number, methods: readonly Func[]): void {
    this.methods.noteTable(type, datum, start, methods);
  }

  // --- Data --------------------------------------------------------------------------------------------------------

  /** The bytes of a string constant (one unit per byte). */
  stringSymbol(bytes: string): string {
    this.ask({ kind: 'string', bytes });
    const symbol = `go.string.${JSON.stringify(bytes)}`;
    if (!this.data.has(symbol)) {
      const datum = this.data.define(symbol, 'rodata', 1);
      for (let i = 0; i < bytes.length; i++) datum.byte(bytes.charCodeAt(i));
      if (bytes.length === 0) datum.byte(0);
    }
    return symbol;
  }

  /** A closure without captured variables: one word, the code's address. */
  funcValueSymbol(codeSymbol: string): string {
    this.ask({ kind: 'value', code: codeSymbol });
    const symbol = `${codeSymbol}·f`;
    if (!this.data.has(symbol)) this.data.define(symbol, 'rodata').address(codeSymbol);
    return symbol;
  }

  typeSymbol(type: Type): string {
    this.ask({ kind: 'descriptor', type });
    const symbol = typeSymbol(this.keys.of(type));
    return this.request(symbol, () => {
      this.described.push(type);
      this.makers.typeDescriptor(this, type, symbol);
    });
  }

  /** A package variable. Without an initial value that is data it lies in bss. One of 8 bytes or more is aligned to 8, for 64-bit atomics. */
  variableSymbol(variable: Var): string {
    return this.asking({ kind: 'variable', variable }, () => this.variableDatum(variable));
  }

  private variableDatum(variable: Var): string {
    assert(variable.pkg !== null, `Program.variableSymbol: ${variable.name} has no package`);
    const name = `${symbolPath(variable.pkg)}.${variable.name}`;
    const symbol = variable.name === '_' ? `${name}·${variable.pos}` : this.linkNames.get(name) ?? name;
    if (this.data.has(symbol)) return symbol;
    const pack = this.byPackage.get(variable.pkg);
    const owner = pack === undefined || variable.name === '_' ? null : ownerOf(pack);
    if (owner !== null) this.declaredIn.set(symbol, owner);
    const kept = owner === null ? null : this.known.variableOf(owner, symbol);
    if (kept === null) this.makeVariable(symbol, variable, pack ?? null);
    else this.takeVariable(symbol, kept);
    return symbol;
  }

  private takeVariable(symbol: string, kept: ProducedVariable): void {
    for (const datum of kept.data) this.data.defineAgain(datum);
    this.producedVariables.set(symbol, kept);
    for (const request of kept.requests) this.askAgain(request);
  }

  private makeVariable(symbol: string, variable: Var, pack: ProgramPackage | null): void {
    const before = this.data.count;
    const size = Math.max(1, sizeOf(variable.type!));
    const datum = this.data.define(symbol, 'bss', size >= ATOMIC_SIZE ? ATOMIC_SIZE : Math.max(4, alignOf(variable.type!)));
    datum.reserved = size;
    datum.variable = variable.type!;
    datum.isDeclared = true;
    const value = pack === null ? null : this.dataOf(pack, variable);
    const requests: Request[] = [];
    if (value !== null) {
      this.requests = requests;
      this.makers.initialValue(this, pack!, variable, value);
      this.requests = null;
    }
    // Its value may consist of several; between them may be other variables that it refers to.
    const own = this.data.since(before).filter((each) => each === datum || each.symbol.startsWith(`${symbol}·`));
    this.producedVariables.set(symbol, { data: own.map((each) => each.toRecord()), requests });
  }

  /** The address of all values of size zero. */
  zeroBase(): string {
    const variable = this.packages.find(({ path }) => path === 'runtime')?.pkg.scope.lookup('zerobase');
    assert(variable?.kind === 'Var', 'Program.zeroBase: the runtime has no zerobase');
    return this.variableSymbol(variable);
  }

  /** What a variable begins with if that is data, else null. */
  private dataOf(pack: ProgramPackage, variable: Var): Expr | null {
    const kept = this.known.beginningOf(pack.path);
    if (kept === null) return this.initialValuesOf(pack).known.get(variable) ?? null;
    return kept.data.has(variable.name) ? pack.info.initialValues.get(variable)! : null;
  }

  /** Which variables of a package begin with data, and which need code. */
  initialValuesOf(pack: ProgramPackage): InitialValues {
    let values = this.initialValues.get(pack);
    if (values === undefined) this.initialValues.set(pack, (values = this.makers.initialValues(pack)));
    return values;
  }

  /** The same in short, for packages that were compiled before without looking at them. */
  beginningOf(pack: ProgramPackage): Beginning {
    const kept = this.known.beginningOf(pack.path);
    if (kept !== null) return kept;
    const { known, dynamic } = this.initialValuesOf(pack);
    return { data: new Set([...known.keys()].map(({ name }) => name)), needsCode: dynamic.length > 0 };
  }

  /** Whether a package has functions called init. */
  hasInitFunctions(pack: ProgramPackage): boolean {
    return pack.info.funcs.some(({ obj }) => this.initNumbers.has(obj));
  }

  /** The method table of a type for an interface. */
  methodTableSymbol(type: Type, target: Type): string {
    return this.asking({ kind: 'method table', type, target }, () => this.makers.methodTable(this, type, target));
  }

  /** A value in read-only memory. */
  constantSymbol(constant: Constant): string {
    this.ask({ kind: 'constant', constant });
    const { symbol, bytes, references } = constant;
    if (!this.data.has(symbol)) this.data.define(symbol, 'rodata', 4).fill(bytes, references);
    return symbol;
  }

  /** A double in read-only memory. */
  floatSymbol(value: number, size: 4 | 8): string {
    this.ask({ kind: 'float', value, size });
    const view = new DataView(new ArrayBuffer(8));
    if (size === 8) view.setFloat64(0, value, true);
    else view.setFloat32(0, value, true);
    const [low, high] = [view.getUint32(0, true), view.getUint32(4, true)];
    const symbol = `$f${size * 8}.${high.toString(16).padStart(8, '0')}${low.toString(16).padStart(8, '0')}`;
    if (!this.data.has(symbol)) {
      const datum = this.data.define(symbol, 'rodata', size);
      datum.word(low);
      if (size === 8) datum.word(high);
    }
    return symbol;
  }

  complain(pos: Pos, feature: string): void {
    this.unsupported.push({ pos, message: `${feature} not supported` });
  }
}
