/**
 * What escape analysis and inlining decided, in terms of the syntax tree, for those who generate code.
 *
 * Code that was inlined exists several times, and each copy has decisions of its own: a `&T{}` that escapes from its function may stay on the
 * stack of a caller into which it is inlined. So decisions belong to an {@link InlineContext}: a function itself, or the body of a callee
 * at one call. Generating a function starts with its own context; at a call, `inlined.get(call)` tells whether the callee's body is to be
 * generated in place, and in which context; otherwise it is a call.
 *
 *     const context = decisions.contextOf(func);
 *     context.isOnHeap(variable)              a declared variable (parameters and results too)
 *     context.escapes(node, kind)             an allocation site: true = heap, false = the stack suffices
 *     context.inlined.get(call)               { context, func, literal } or undefined
 *     context.contextOf(literal)              the context of a function literal's body
 *     context.isCopied(variable)              closures in this context have copies of the variable; to others they refer
 *     context.nameOf(literal)                 what the compiler calls a function literal
 *     context.devirtualized.get(call)         the concrete receiver type of an interface call that is known
 */
import type { CallExpr, FuncLit, Node } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import type { Func, Var } from '../types/object.ts';
import type { Type } from '../types/type.ts';

/**
 * The allocation sites of a node: `new` and `make` (CallExpr), `literal` the backing store of a slice or map literal (CompositeLit), `pointer` the
 * value of `&T{}` (Operation, or CompositeLit if the & is implied), `closure` (FuncLit, or CallStmt for the argument record of go and defer),
 * `methodValue` (SelectorExpr), `interface` the copy of a value converted to an interface (the operand; CallExpr if the conversion is explicit),
 * `variadic` the slice of extra arguments (CallExpr), `string` a concatenation or conversion (Operation, CallExpr), `defer` the record of a deferred call
 * (CallStmt).
 */
export type SiteKind = 'new' | 'make' | 'literal' | 'pointer' | 'closure' | 'methodValue' | 'interface' | 'variadic' | 'string' | 'defer';

/** A call that is replaced by the callee's body: of a declared function or of a function literal. */
export interface InlinedCall {
  readonly context: InlineContext;
  readonly func: Func | null;
  readonly literal: FuncLit | null;
}

export class InlineContext {
  readonly inlined = new Map<CallExpr, InlinedCall>();
  readonly devirtualized = new Map<CallExpr, Type>();
  /** Function literals that were copied together with inlined code: the context of their bodies. */
  readonly literals = new Map<FuncLit, InlineContext>();
  private readonly literalNames = new Map<FuncLit, string>();
  private readonly heapVariables = new Set<Var>();
  private readonly sites = new Map<Node, Map<SiteKind, boolean>>();
  private readonly copied = new Set<Var>();

  constructor(
    /** The context of the call; null for a function of its own. */
    readonly parent: InlineContext | null,
    /** Position of the call that was replaced; 0 for a function of its own. */
    readonly callPos: Pos,
  ) {}

  contextOf(literal: FuncLit): InlineContext {
    return this.literals.get(literal) ?? this;
  }

  /** The name of a function literal in this context, `main.main.func1`; undefined for those in dead code. */
  nameOf(literal: FuncLit): string | undefined {
    return this.literalNames.get(literal);
  }

  noteName(literal: FuncLit, name: string): void {
    this.literalNames.set(literal, name);
  }

  isOnHeap(variable: Var): boolean {
    return this.heapVariables.has(variable);
  }

  /** Whether the allocation must be on the heap; sites that were never analysed (dead code) count as escaping. */
  escapes(node: Node, kind: SiteKind): boolean {
    return this.sites.get(node)?.get(kind) ?? true;
  }

  /** Whether closures capture the variable by value: nothing assigns to it after that. */
  isCopied(variable: Var): boolean {
    return this.copied.has(variable);
  }

  noteHeapVariable(variable: Var): void {
    this.heapVariables.add(variable);
  }

  noteSite(node: Node, kind: SiteKind, onHeap: boolean): void {
    const kinds = this.sites.get(node) ?? new Map<SiteKind, boolean>();
    this.sites.set(node, kinds.set(kind, onHeap));
  }

  noteCopied(variable: Var): void {
    this.copied.add(variable);
  }

  /** The position at which messages about inlined code are shown: that of the outermost call. */
  shownPos(pos: Pos): Pos {
    let shown = pos;
    for (let context: InlineContext = this; context.parent !== null; context = context.parent) shown = context.callPos;
    return shown;
  }
}
