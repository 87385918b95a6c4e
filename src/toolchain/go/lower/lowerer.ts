/**
 * Lowering of one function: from the typed syntax tree to SSA form. This class holds the function's state and what all parts need
 * (variables, memory, runtime calls); the constructs of the language are in the files beside it, which reach each other through the
 * methods here.
 */
import { assert, unreachable } from '../../../base/assert.ts';
import { callLayout, type CallLayout, wordRegisters } from '../layout/abi.ts';
import { hasPointers, heapPointerOffsets, leavesOf, pointerOffsets, ssaLeaves, type Leaf } from '../layout/leaves.ts';
import { Builder, type SsaVar } from '../ssa/builder.ts';
import { isStackAddress } from '../ssa/write-barriers.ts';
import { isFloatTy, MEM_SIZE, panicFunction, Ty, type Block, type BoundsKind, type Func as IrFunc, type Mem, type Slot, type Value } from '../ssa/ir.ts';
import { unparen, type BranchTarget, type CallExpr, type CompositeLit, type Expr, type FuncLit, type Node, type Stmt } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import type { InlineContext, SiteKind } from '../escape/decisions.ts';
import type { Constant } from '../types/constant.ts';
import type { Info } from '../types/info.ts';
import { type Var, VarRole } from '../types/object.ts';
import { alignOf, sizeOf } from '../types/sizes.ts';
import { BasicKind, type Type } from '../types/type.ts';
import { EMPTY_INTERFACE, TYP } from '../types/universe.ts';
import type { Program, ProgramPackage } from './program.ts';
import { inMemory, ofWords, type GoValue, type Index, type Place } from './value.ts';
import type { VariableFacts } from './variables.ts';

/** Where a variable lives. */
export type Home =
  | { readonly kind: 'ssa'; readonly vars: readonly SsaVar[] }
  | { readonly kind: 'slot'; readonly slot: Slot }
  /** Behind a pointer held in an SSA variable: on the heap, or captured. */
  | { readonly kind: 'pointer'; readonly pointer: SsaVar };

/** Where break and continue of a statement go. */
export interface JumpTargets {
  readonly breakTo: Block;
  readonly continueTo: Block | null;
}

export interface DeferExits {
  /** Runs the deferred calls and returns: the end of the body, and where a recovered panic goes on. */
  readonly end: Block;
  /** Returns what the deferred calls have left of the results. */
  readonly done: Block;
}

/** What belongs to a body rather than to the function made of it. */
export type Frame = Pick<
  Lowerer,
  'pack' | 'info' | 'facts' | 'context' | 'labels' | 'evaluated' | 'fallthroughTo' | 'resultTypes' | 'resultHomes' | 'deferExits' | 'inlineExit'
> & { readonly pos: Pos; readonly inline: number };

/** The constructs of the language, implemented beside this file. */
export interface Constructs {
  expr(f: Lowerer, e: Expr): GoValue;
  place(f: Lowerer, e: Expr): Place;
  condition(f: Lowerer, e: Expr, yes: Block, no: Block): void;
  constant(f: Lowerer, type: Type, value: Constant): GoValue;
  convert(f: Lowerer, value: GoValue, to: Type, pos: Pos, site: Node | null): GoValue;
  call(f: Lowerer, call: CallExpr): GoValue[];
  compositeInto(f: Lowerer, literal: CompositeLit, type: Type, address: Value, offset: number): void;
  closure(f: Lowerer, literal: FuncLit): GoValue;
  stmt(f: Lowerer, s: Stmt): void;
  equal(f: Lowerer, a: GoValue, b: GoValue): Value;
}

/** Functions that end the goroutine or the process, or unwind. */
export const NO_RETURN: ReadonlySet<string> = new Set([
  'runtime.gopanic', 'runtime.panicdivide', 'runtime.panicshift', 'runtime.panicdottypeE', 'runtime.panicdottypeI', 'runtime.panicnildottype', 'runtime.panicwrap', 'runtime.panicmakeslice',
  'runtime.block', 'runtime.goexit0', 'runtime.panicunreachable', 'runtime.throw', 'runtime.fatal',
]);

const MAX_INLINE_MOVE = 64;
/** Values with more pointers than this are moved to the heap by the runtime: each pointer takes code for its barrier. */
const MAX_INLINE_BARRIERS = 4;

const orNull = (offsets: readonly number[]): readonly number[] | null => (offsets.length === 0 ? null : offsets);

export class Lowerer {
  readonly b: Builder;
  readonly homes = new Map<Var, Home>();
  readonly jumps = new Map<BranchTarget, JumpTargets>();
  labels = new Map<string, Block>();
  /** Values of calls evaluated ahead of the expression they stand in. */
  evaluated = new Map<Expr, GoValue>();
  /** Blocks of switch clauses, for fallthrough: the next clause's body. */
  fallthroughTo: Block | null = null;
  layout: CallLayout = { params: [], results: [], stackBytes: 0 };
  resultTypes: readonly Type[] = [];
  /** The homes of results that have one: named results, and all in functions with defer. */
  resultHomes: (Home | null)[] = [];
  hasDefer = false;
  /** The ways out of a function with deferred calls. */
  deferExits: DeferExits | null = null;
  /** The type of untyped addresses. */
  readonly pointerType: Type = TYP[BasicKind.UnsafePointer];
  readonly wordType: Type = TYP[BasicKind.Uintptr];
  readonly boolType: Type = TYP[BasicKind.Bool];
  readonly anyType: Type = EMPTY_INTERFACE;
  /** Where returns of an inlined body go; null in the function's own body. */
  inlineExit: Block | null = null;
  private varNumber = 0;

  constructor(
    readonly program: Program,
    public pack: ProgramPackage,
    public info: Info,
    public facts: VariableFacts,
    readonly symbol: string,
    pos: Pos,
    /** What escape analysis and inlining decided about the code being lowered. */
    public context: InlineContext,
    private readonly constructs: Constructs,
  ) {
    this.b = new Builder(symbol, pos);
  }

  // --- Constructs --------------------------------------------------------------------------------------------------

  expr(e: Expr): GoValue {
    return this.evaluated.get(e) ?? this.constructs.expr(this, e);
  }
  place(e: Expr): Place {
    return this.constructs.place(this, e);
  }
  condition(e: Expr, yes: Block, no: Block): void {
    this.constructs.condition(this, e, yes, no);
  }
  constant(type: Type, value: Constant): GoValue {
    return this.constructs.constant(this, type, value);
  }
  /** `site` is the node under which escape analysis knows the copy that an interface may need. */
  convert(value: GoValue, to: Type, pos: Pos, site: Node | null = null): GoValue {
    return this.constructs.convert(this, value, to, pos, site);
  }
  call(call: CallExpr): GoValue[] {
    return this.constructs.call(this, call);
  }
  compositeInto(literal: CompositeLit, type: Type, address: Value, offset: number): void {
    this.constructs.compositeInto(this, literal, type, address, offset);
  }
  closure(literal: FuncLit): GoValue {
    return this.constructs.closure(this, literal);
  }
  stmt(s: Stmt): void {
    const { pos } = this.b;
    this.b.pos = s.pos;
    this.constructs.stmt(this, s);
    this.b.pos = pos;
  }
  equal(a: GoValue, b: GoValue): Value {
    return this.constructs.equal(this, a, b);
  }

  /** An expression of an SSA type of one word. */
  word(e: Expr): Value {
    const { words } = this.expr(e);
    assert(words !== null && words.length === 1, `Lowerer.word: ${e.kind} is not one word`);
    return words[0]!;
  }

  /** The value of an expression as its static type wants it: converted to `type` if that is an interface or a named copy. */
  exprAs(e: Expr, type: Type, site: Node = unparen(e)): GoValue {
    return this.convert(this.expr(e), type, e.pos, site);
  }

  typeOf(e: Expr): Type {
    return this.info.typeOf(e);
  }

  // --- Inlining ----------------------------------------------------------------------------------------------------

  /** Everything that belongs to the body being lowered. */
  saveFrame(): Frame {
    const { pack, info, facts, context, labels, evaluated, fallthroughTo, resultTypes, resultHomes, deferExits, inlineExit } = this;
    const { pos, inline } = this.b;
    return { pack, info, facts, context, labels, evaluated, fallthroughTo, resultTypes, resultHomes, deferExits, inlineExit, pos, inline };
  }

  restoreFrame({ pos, inline, ...frame }: Frame): void {
    Object.assign(this, frame);
    this.b.pos = pos;
    this.b.inline = inline;
  }

  enterPackage(pack: ProgramPackage, facts: VariableFacts): void {
    this.pack = pack;
    this.info = pack.info;
    this.facts = facts;
  }

  enterBody(context: InlineContext, resultTypes: readonly Type[]): void {
    this.context = context;
    this.resultTypes = resultTypes;
    this.labels = new Map();
    this.evaluated = new Map();
    this.fallthroughTo = null;
    this.deferExits = null;
  }

  // --- Memory ------------------------------------------------------------------------------------------------------

  /** Loads a value. The word loaded `first` is the one at which a nil pointer faults. */
  loadFrom(address: Value, offset: number, type: Type, first = 0): GoValue {
    const leaves = ssaLeaves(type);
    if (leaves === null) return inMemory(type, this.b.offset(address, offset));
    const load = (i: number): Value => this.b.load(leaves[i]!.mem, leaves[i]!.ty, address, offset + leaves[i]!.offset);
    const early = first === 0 ? null : load(first);
    return ofWords(type, noteLengths(leaves, leaves.map((_, i) => (early !== null && i === first ? early : load(i)))));
  }

  storeTo(address: Value, offset: number, value: GoValue): void {
    const leaves = ssaLeaves(value.type);
    if (leaves !== null) {
      leaves.forEach(({ ty, mem, isStatic, offset: at }, i) => {
        if (ty === Ty.Ptr && isStatic !== true) this.b.storePointer(address, value.words![i]!, offset + at);
        else this.b.store(mem, address, value.words![i]!, offset + at);
      });
      return;
    }
    this.copyMemory(this.b.offset(address, offset), value.address!, value.type);
  }

  copyMemory(to: Value, from: Value, type: Type): void {
    const size = sizeOf(type);
    if (size === 0 || to === from) return;
    const isInline = size <= MAX_INLINE_MOVE && size % 4 === 0 && alignOf(type) === 4;
    const pointers = this.barrierOffsets(to, type, isInline);
    if (isInline && pointers.length <= MAX_INLINE_BARRIERS) this.b.emit('move', Ty.Void, [to, from], size).barrier = orNull(pointers);
    else if (pointers.length > 0) this.runtime('typedmemmove', [this.typeWord(type), to, from], []);
    else this.runtime('memmove', [to, from, this.b.const(size)], []);
  }

  zeroMemory(address: Value, offset: number, type: Type): void {
    const size = sizeOf(type);
    if (size === 0) return;
    const at = this.b.offset(address, offset);
    const isInline = size <= MAX_INLINE_MOVE;
    const pointers = this.barrierOffsets(at, type, isInline);
    if (isInline && pointers.length <= MAX_INLINE_BARRIERS) this.b.emit('zero', Ty.Void, [at], size).barrier = orNull(pointers);
    else if (pointers.length > 0) this.runtime('memclrHasPointers', [at, this.b.const(size)], []);
    else this.clearBytes(at, size);
  }

  /** Clears memory in the frame, or memory without pointers. */
  clearBytes(at: Value, size: number): void {
    if (size <= MAX_INLINE_MOVE) this.b.emit('zero', Ty.Void, [at], size);
    else this.runtime('memclrNoHeapPointers', [at, this.b.const(size)], []);
  }

  /** Which words of a value stored to `to` need a write barrier; for values that are not stored inline, any of them stands for all. */
  private barrierOffsets(to: Value, type: Type, isInline: boolean): readonly number[] {
    if (!hasPointers(type) || isStackAddress(to)) return [];
    return isInline ? heapPointerOffsets(type) : [0];
  }

  zero(type: Type): GoValue {
    const leaves = ssaLeaves(type);
    if (leaves !== null) return ofWords(type, leaves.map((leaf) => (isFloatTy(leaf.ty) ? this.b.fconst(0, leaf.ty) : this.b.const(0, leaf.ty))));
    const address = this.temporary(type, 'zero');
    this.zeroMemory(address, 0, type);
    return inMemory(type, address);
  }

  /** A fresh place in the frame. */
  temporary(type: Type, name: string): Value {
    return this.b.slotAddress(this.newSlot(name, type));
  }

  newSlot(name: string, type: Type): Slot {
    return this.b.func.newSlot(name, Math.max(1, sizeOf(type)), Math.max(4, alignOf(type)), pointerOffsets(type));
  }

  /** A place in the frame for a variable, which debuggers are told of. */
  slotOf(variable: Var): Slot {
    const slot = this.newSlot(variable.name === '' ? 'result' : variable.name, variable.type!);
    this.program.slotVariables.set(slot, variable);
    return slot;
  }

  /** A frame slot of plain bytes. */
  rawSlot(name: string, size: number, pointers: readonly number[] = []): Value {
    return this.b.slotAddress(this.b.func.newSlot(name, size, 4, pointers));
  }

  /** A copy that later statements do not change. */
  stable(value: GoValue): GoValue {
    if (value.words !== null) return value;
    const address = this.temporary(value.type, 'copy');
    this.copyMemory(address, value.address!, value.type);
    return inMemory(value.type, address);
  }

  /** The address of a value, stored into the frame if it is in words. */
  addressOf(value: GoValue): Value {
    if (value.address !== null) return value.address;
    const address = this.temporary(value.type, 'spilled');
    this.storeTo(address, 0, value);
    return address;
  }

  /** Reinterprets a value under another type of the same layout. */
  retype(value: GoValue, type: Type): GoValue {
    return { ...value, type };
  }

  // --- Variables ---------------------------------------------------------------------------------------------------

  newVar(name: string, ty: Ty): SsaVar {
    return { name: `${name}.${this.varNumber++}`, ty };
  }

  newVars(name: string, type: Type): SsaVar[] {
    return ssaLeaves(type)!.map((leaf) => this.newVar(name, leaf.ty));
  }

  /** Decides where a variable lives and makes room; its content is undefined until {@link initialise}. */
  declare(variable: Var): Home {
    const type = variable.type!;
    const { facts } = this;
    const needsAddress = facts.addressTaken.has(variable) || facts.longLived.has(variable) || (facts.captured.has(variable) && !this.isCapturedByValue(variable));
    let home: Home;
    if (this.context.isOnHeap(variable)) {
      const pointer = this.newVar(variable.name, Ty.Ptr);
      this.b.write(pointer, this.newObject(type));
      home = { kind: 'pointer', pointer };
    } else if (!needsAddress && ssaLeaves(type) !== null) home = { kind: 'ssa', vars: this.newVars(variable.name, type) };
    else home = { kind: 'slot', slot: this.slotOf(variable) };
    this.homes.set(variable, home);
    return home;
  }

  /**
   * Small variables that are not assigned once a closure has them are copied into it. Escape analysis knows; of literals that are lowered in the place of
   * their calls it knows nothing, but those need no copy.
   */
  isCapturedByValue(variable: Var): boolean {
    if (this.facts.addressTaken.has(variable)) return false;
    if (this.context.isCopied(variable)) return true;
    // Every return assigns results.
    if (variable.role === VarRole.Result) return false;
    return !this.facts.reassigned.has(variable) && sizeOf(variable.type!) <= MAX_CAPTURED_COPY;
  }

  /** Declares a variable with a value; null for zero. */
  initialise(variable: Var, value: GoValue | null): void {
    const home = this.declare(variable);
    if (value !== null) this.storePlace(this.homePlace(home, variable.type!), value);
    else if (home.kind === 'ssa') this.zero(variable.type!).words!.forEach((word, i) => this.b.write(home.vars[i]!, word));
    else if (home.kind === 'slot') this.zeroMemory(this.b.slotAddress(home.slot), 0, variable.type!);
  }

  homePlace(home: Home, type: Type): Place {
    switch (home.kind) {
      case 'ssa': return { kind: 'ssa', type, vars: home.vars };
      case 'slot': return { kind: 'memory', type, address: this.b.slotAddress(home.slot), offset: 0 };
      case 'pointer': return { kind: 'memory', type, address: this.b.read(home.pointer), offset: 0 };
    }
  }

  loadPlace(place: Place, first = 0): GoValue {
    switch (place.kind) {
      case 'ssa': return ofWords(place.type, place.vars.map((each) => this.b.read(each)));
      case 'memory':
        if (place.check !== undefined) this.b.nilCheck(place.check);
        return this.loadFrom(place.address, place.offset, place.type, first);
      case 'single':
        this.boundsCheck('Index', place.index, this.b.const(1));
        return ofWords(place.type, place.vars.map((each) => this.b.read(each)));
      case 'element': return this.loadFrom(this.elementAddress(place), 0, place.type, first);
      case 'map':
      case 'blank': return unreachable(`loadPlace: a ${place.kind} place is not read`);
    }
  }

  storePlace(place: Place, value: GoValue): void {
    switch (place.kind) {
      case 'ssa':
        place.vars.forEach((each, i) => this.b.write(each, value.words![i]!));
        return;
      case 'memory':
        if (place.check !== undefined) this.b.nilCheck(place.check);
        this.storeTo(place.address, place.offset, value);
        return;
      case 'single':
        this.boundsCheck('Index', place.index, this.b.const(1));
        place.vars.forEach((each, i) => this.b.write(each, value.words![i]!));
        return;
      case 'element':
        this.storeTo(this.elementAddress(place), 0, value);
        return;
      case 'map': {
        const slot = this.mapAssign(place.mapType, place.map, place.key);
        this.storeTo(slot, 0, value);
        return;
      }
      case 'blank':
        return;
    }
  }

  elementAddress(place: Place & { kind: 'element' }): Value {
    this.boundsCheck('Index', place.index, place.limit);
    return this.indexed(place.base, place.index.word, sizeOf(place.type));
  }

  /** Checks an index against a limit; one of 64 bits is told in full if it fails. */
  boundsCheck(kind: BoundsKind, { word, isSigned, wide }: Index, limit: Value): void {
    const check = this.b.boundsCheck(kind, word, limit, isSigned);
    if (check === null || wide === null) return;
    check.args.push(...wide);
    this.program.functionNamed(panicFunction(check));
  }

  /** base + index * size */
  indexed(base: Value, index: Value, size: number): Value {
    if (index.op === 'const') return this.b.offset(base, Math.imul(index.imm, size));
    return this.b.binary('add', base, this.scaled(index, size), Ty.Ptr);
  }

  scaled(index: Value, size: number): Value {
    const shift = Math.log2(size);
    if (Number.isInteger(shift)) return this.b.binary('sll', index, this.b.const(shift));
    return this.b.binary('mul', index, this.b.const(size));
  }

  // --- Calls of the runtime ----------------------------------------------------------------------------------------

  /** Calls a function of package runtime with words for arguments. */
  runtime(name: string, args: Value[], resultTys: readonly Ty[]): Value[] {
    const feature = FEATURES[name];
    if (feature !== undefined && !this.program.hasFunction(`runtime.${name}`)) this.unsupported(this.b.pos, feature);
    const symbol = this.program.functionNamed(`runtime.${name}`);
    return this.callSymbol(symbol, args, resultTys);
  }

  callSymbol(symbol: string, args: Value[], resultTys: readonly Ty[]): Value[] {
    const noReturn = NO_RETURN.has(symbol);
    const { regs, stackBytes } = wordRegisters(args.map((arg) => arg.ty));
    return this.b.call(
      { target: symbol, kind: 'direct', argRegs: regs, resultRegs: wordRegisters(resultTys).regs, stackBytes, noReturn },
      args,
      resultTys,
    );
  }

  /** Address of the descriptor of a type. */
  typeWord(type: Type): Value {
    return this.b.sym(this.program.typeSymbol(type));
  }

  /** Room for the value of an allocation site: in the frame if it does not outlive it. It is not cleared. */
  allocate(type: Type, node: Node | null, kind: SiteKind): { readonly address: Value; readonly isZero: boolean } {
    if (node !== null && !this.context.escapes(node, kind)) return { address: this.temporary(type, kind), isZero: false };
    return { address: this.newObject(type), isZero: true };
  }

  newObject(type: Type): Value {
    return this.runtime('newobject', [this.typeWord(type)], [Ty.Ptr])[0]!;
  }

  mapAssign(mapType: Type, map: Value, key: GoValue): Value {
    return this.runtime('mapassign', [this.typeWord(mapType), map, this.addressOf(key)], [Ty.Ptr])[0]!;
  }

  stringConstant(bytes: string): Value[] {
    if (bytes.length === 0) return [this.b.const(0, Ty.Ptr), this.b.const(0)];
    return [this.b.sym(this.program.stringSymbol(bytes)), this.b.const(bytes.length)];
  }

  // --- The frame ---------------------------------------------------------------------------------------------------

  /** Sets up the parameters: their registers or stack places become values. */
  receiveParameters(params: readonly Type[], results: readonly Type[]): GoValue[] {
    this.layout = callLayout(params, results);
    this.resultTypes = results;
    const { func } = this.b;
    func.parameters = params.length;
    func.argPointers = this.layout.params.flatMap(({ regs, type, offset }) => (regs === null ? pointerOffsets(type, offset) : []));
    // All register parameters first: they are there at once.
    const words = this.layout.params.map((assignment) => assignment.regs?.map((reg, i) => {
      const leaf = assignment.leaves[i]!;
      const param = this.b.emit('param', leaf.ty, []);
      param.reg = reg;
      func.argSpills.push({ reg, offset: assignment.spillOffsets[i]!, mem: wideMem(leaf.mem), isPointer: leaf.ty === Ty.Ptr });
      return param;
    }) ?? null);
    return this.layout.params.map((assignment, i) => {
      const { type } = assignment;
      if (assignment.regs === null) return this.loadFrom(this.b.emit('inaddr', Ty.Ptr, [], assignment.offset), 0, type);
      return this.fromLeaves(type, words[i]!);
    });
  }

  /** A value from all its leaves, which for large types go to memory. The words are parameters or results. */
  fromLeaves(type: Type, words: Value[]): GoValue {
    noteLengths(leavesOf(type)!, words);
    if (ssaLeaves(type) !== null) return ofWords(type, words);
    const address = this.temporary(type, 'param');
    leavesOf(type)!.forEach((leaf, i) => this.b.store(leaf.mem, address, words[i]!, leaf.offset));
    return inMemory(type, address);
  }

  /** All leaves of a value as words. */
  toLeaves(value: GoValue): Value[] {
    if (value.words !== null) return [...value.words];
    return noteLengths(leavesOf(value.type)!, leavesOf(value.type)!.map((leaf) => this.b.load(leaf.mem, leaf.ty, value.address!, leaf.offset)));
  }

  /** Returns values of the result types. */
  returnValues(values: readonly GoValue[]): void {
    const words: Value[] = [];
    const regs: number[] = [];
    // Stack results first: storing them needs registers.
    this.layout.results.forEach((assignment, i) => {
      if (assignment.regs === null) this.storeTo(this.b.emit('inaddr', Ty.Ptr, [], assignment.offset), 0, values[i]!);
    });
    this.layout.results.forEach((assignment, i) => {
      if (assignment.regs === null) return;
      words.push(...this.toLeaves(values[i]!));
      regs.push(...assignment.regs);
    });
    this.b.ret(words, regs);
  }

  finish(): IrFunc {
    return this.b.finish();
  }

  unsupported(pos: Pos, feature: string): void {
    this.program.complain(pos, feature);
  }
}

/** Parts of the language that the runtime may not have, by the function that they call. */
const FEATURES: Readonly<Record<string, string>> = {
  newproc: 'go statements are', makechan: 'channels are', chansend1: 'channels are', chanrecv1: 'channels are', chanrecv2: 'channels are', closechan: 'channels are',
  selectgo: 'select statements are', complex128div: 'division of complex numbers is', printcomplex: 'printing complex numbers is',
};

/** Larger variables are captured by their address even if they never change. */
const MAX_CAPTURED_COPY = 128;

/** Small integers arrive extended to a word, so that their slot holds a word. */
function wideMem(mem: Mem): Mem {
  return MEM_SIZE[mem] < 4 ? 'i32' : mem;
}

/** Marks lengths and capacities among words that came from memory, a parameter or a call. */
export function noteLengths(leaves: readonly Leaf[], words: Value[]): Value[] {
  leaves.forEach((leaf, i) => {
    words[i]!.isLength = leaf.isLength ?? false;
    // In a slice, the capacity follows.
    if (leaf.isLength && leaves[i + 1]?.isLength) words[i]!.capacity = words[i + 1]!;
  });
  return words;
}
