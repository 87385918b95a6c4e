/**
 * Inlining: replaces calls of cheap functions by copies of their bodies.
 *
 * A body is kept as it was before anything was inlined into it; calls in the copy are inlined in turn. A function is not inlined into itself, nor
 * twice in one chain. Each copy has its own InlineContext, with its own variables.
 */
import { symbolPath } from '../layout/type-key.ts';
import { NO_POS, type Pos } from '../syntax/position.ts';
import type { FuncLit } from '../syntax/ast.ts';
import type { Func, Package } from '../types/object.ts';
import { identical } from '../types/predicates.ts';
import type { Type } from '../types/type.ts';
import { InlineContext } from './decisions.ts';
import { canDelayResults, INLINE_BUDGET, isIntrinsic, largestCost, MARKED_INLINE_BUDGET, measure } from './inline-cost.ts';
import { staticValue } from './static-value.ts';
import { copyNode, editChildren, Progress, type TreeFunc, type TreeName, TreeNode } from './tree.ts';
import { funcText } from './tree-text.ts';
import { makeVariadicSlice } from './variadic.ts';

/** Tells something about a place; the words are only made if somebody listens. */
export type SayRemark = (pos: Pos, context: InlineContext, text: () => string) => void;

export class Inliner {
  private func: TreeFunc | null = null;
  private readonly active = new Set<TreeFunc>();
  private maxCost = 0;
  private labels = 0;

  constructor(
    private readonly pkg: Package,
    private readonly find: (func: Func) => TreeFunc | undefined,
    private readonly say: SayRemark,
  ) {}

  /** Works on functions that call each other; what else they call has been worked on. */
  process(component: readonly TreeFunc[], isRecursive: boolean): void {
    const declared = component.filter(({ isLiteral }) => !isLiteral).length;
    for (const func of component) {
      if (!isRecursive || declared > 1) this.judge(func);
      this.inlineInto(func);
    }
  }

  /** Decides whether a function can be inlined. */
  private judge(func: TreeFunc): void {
    if (!func.hasBody || FORBIDDING_PRAGMAS.some((pragma) => func.pragmas.has(pragma)) || func.isInlineChecked) return;
    func.isInlineChecked = true;
    const isMarked = func.pragmas.has('go:inline') && func.obj?.pkg?.path === 'runtime';
    const measured = measure(func.body, { callee: (fun) => this.callee(fun) }, isMarked ? MARKED_INLINE_BUDGET : INLINE_BUDGET);
    if (measured === null) return;
    const { cost, usedLocals } = measured;
    const names = func.names.filter((name) => name.class !== 'auto' || usedLocals.has(name));
    func.inline = { cost: Math.min(cost, INLINE_BUDGET), body: func.body.map((n) => deepCopy(n)), names, delaysResults: canDelayResults(func) };
    this.say(func.pos, func.context, () => `can inline ${funcText(func, this.pkg)}`);
  }

  /** The function that a callee expression is known to be. */
  private callee(fun: TreeNode): TreeFunc | null {
    const value = staticValue(fun);
    if (value.op === 'closure') {
      this.judge(value.func!);
      return value.func;
    }
    if (value.op === 'name' && value.name!.callee !== null) return this.find(value.name!.callee) ?? null;
    if (value.op !== 'methexpr' || value.method === null) return null;
    const recv = value.method.type!.recv!.type!;
    return identical(recv, value.x!.type!) ? (this.find(value.method) ?? null) : null;
  }

  private inlineInto(func: TreeFunc): void {
    const outer = this.func;
    this.func = func;
    this.maxCost = largestCost(func);
    func.body = func.body.map((n) => this.edit(n));
    this.func = outer;
  }

  private edit(n: TreeNode): TreeNode {
    if ((n.op === 'go' || n.op === 'defer') && n.x!.op === 'callfunc') n.x!.isNeverInlined = true;
    // Literals are functions of their own in the same component.
    if (n.op === 'closure') return n;
    editChildren(n, (child) => this.edit(child));
    if (n.op !== 'callfunc' || n.isNeverInlined || isIntrinsic(n)) return n;
    const callee = this.callee(n.x!);
    return callee?.inline == null || callee.inline.cost > this.maxCost || callee === this.func || this.active.has(callee) ? n : this.expand(n, callee);
  }

  private expand(call: TreeNode, callee: TreeFunc): TreeNode {
    this.active.add(callee);
    makeVariadicSlice(call);
    this.say(call.pos, call.context, () => `inlining call to ${funcText(callee, this.pkg)}`);
    const result = new Expansion(call, callee, this.func!, this.labels++).run();
    editChildren(result, (child) => this.edit(child));
    this.active.delete(callee);
    return result;
  }
}

const FORBIDDING_PRAGMAS = ['go:noinline', 'go:cgo_unsafe_args', 'go:uintptrkeepalive', 'go:uintptrescapes', 'go:yeswritebarrierrec'];

/** A copy of a tree that shares only names: what is inlined into the original, literals' bodies included, does not show. */
function deepCopy(n: TreeNode): TreeNode {
  const copy = copyNode(n, n.context);
  if (n.func !== null) copy.func = { ...n.func, body: n.func.body.map(deepCopy) };
  editChildren(copy, deepCopy);
  return copy;
}

/** One call being replaced. */
class Expansion {
  private readonly context: InlineContext;
  private readonly names = new Map<TreeName, TreeName>();
  private readonly results: TreeName[] = [];
  /** Function literals being copied, outermost first: in them, returns are their own and positions are not moved. */
  private readonly literals: { readonly func: TreeFunc; readonly context: InlineContext }[] = [];

  constructor(private readonly call: TreeNode, private readonly callee: TreeFunc, private readonly into: TreeFunc, private readonly number: number) {
    this.context = new InlineContext(call.context, call.pos);
    const node = call.site?.node;
    if (node?.kind === 'CallExpr') call.context.inlined.set(node, { context: this.context, func: callee.obj, literal: literalOf(call.x!) });
  }

  run(): TreeNode {
    const { call, callee } = this;
    const inline = callee.inline!;
    const result = new TreeNode('inlcall', call.pos, call.context);
    result.type = call.type;
    const init = [...call.init, ...calleeEffects(call.x!)];
    for (const name of inline.names) if (name.class !== 'result') this.newName(name);
    callee.results.forEach((name, i) => {
      const isNamed = name !== null && !name.sym.startsWith('~r') && name.sym !== '_' && !name.sym.startsWith('~b');
      if (isNamed) this.results.push(this.newName(name));
      else this.results.push(this.makeName(name, `~R${i}`, callee.signature.results.vars[i]!.type!));
    });
    const parameters = this.assignParameters();
    if (parameters !== null) init.push(parameters);
    if (!inline.delaysResults) {
      for (const name of this.results) init.push(this.declaration(name), this.node('as', this.nameNode(name)));
    }
    init.push(this.node('inlmark'));
    result.init = init;
    const end = this.node('label');
    end.text = this.endLabel;
    result.body = [...inline.body.map((n) => this.copy(n)), end];
    result.list = this.results.map((name) => this.nameNode(name));
    return result;
  }

  private get endLabel(): string {
    return `.i${this.number}`;
  }

  private makeName(old: TreeName | null, sym: string, type: Type): TreeName {
    const name: TreeName = {
      sym, class: 'auto', type, pos: old?.pos ?? this.call.pos, func: this.into, variable: old?.variable ?? null, callee: null, pkg: sym.startsWith('~R') ? null : (old?.pkg ?? null), defn: null, context: this.context,
    };
    this.into.names.push(name);
    if (old !== null) this.names.set(old, name);
    return name;
  }

  private newName(old: TreeName): TreeName {
    return this.makeName(old, old.sym, old.type);
  }

  private node(op: TreeNode['op'], x: TreeNode | null = null): TreeNode {
    const n = new TreeNode(op, this.call.pos, this.call.context);
    n.x = x;
    return n;
  }

  private nameNode(name: TreeName): TreeNode {
    const n = this.node('name');
    n.name = name;
    n.type = name.type;
    return n;
  }

  private declaration(name: TreeName): TreeNode {
    return this.node('dcl', this.nameNode(name));
  }

  /** Arguments to variables. */
  private assignParameters(): TreeNode | null {
    const { call, callee } = this;
    if (call.list.length === 0) return null;
    const assign = this.node('as2');
    assign.body = call.list;
    const parameters = callee.signature.recv === null ? callee.params : [callee.recv, ...callee.params];
    const declarations: TreeNode[] = [];
    assign.list = parameters.map((parameter) => {
      const name = parameter === null || parameter.sym === '_' ? null : this.names.get(parameter)!;
      if (name === null) return this.blank();
      declarations.push(this.declaration(name));
      name.defn = assign;
      return this.nameNode(name);
    });
    assign.init = declarations;
    return assign;
  }

  private blank(): TreeNode {
    return this.nameNode({
      sym: '_', class: 'blank', type: this.call.type!, pos: NO_POS, func: null, variable: null, callee: null, pkg: null, defn: null, context: this.context,
    });
  }

  private copy(n: TreeNode): TreeNode {
    if (n.op === 'return' && this.literals.length === 0) return this.copyReturn(n);
    const copy = copyNode(n, this.literals.at(-1)?.context ?? this.context);
    copy.isForeign ||= this.callee.pkg !== this.into.pkg;
    if (n.op === 'closure') return this.copyLiteral(n, copy);
    if (n.name !== null) {
      copy.name = this.names.get(n.name) ?? n.name;
      copy.isCaptured = copy.name.func !== null && copy.name.func !== (this.literals.at(-1)?.func ?? this.into);
    }
    editChildren(copy, (child) => this.copy(child));
    if (this.literals.length === 0 && copy.text !== '' && (n.op === 'goto' || n.op === 'break' || n.op === 'continue' || n.op === 'label')) {
      copy.text = `${n.text}·${this.number}`;
    }
    this.moveDefinitions(n, copy);
    return copy;
  }

  /** Copies of variables are defined by the copies of their definitions. */
  private moveDefinitions(n: TreeNode, copy: TreeNode): void {
    const targets = n.op === 'as' ? [n.x!] : n.op === 'range' ? [n.y, n.z] : n.op.startsWith('as2') || n.op === 'selrecv2' ? n.list : [];
    for (const target of targets) {
      const moved = target?.name == null ? undefined : this.names.get(target.name);
      if (moved !== undefined && target!.name!.defn === n) moved.defn = copy;
    }
  }

  /** `return x` assigns the results and goes to the end. */
  private copyReturn(n: TreeNode): TreeNode {
    const block = this.node('block');
    const body = n.init.map((each) => this.copy(each));
    if (this.results.length > 0 && n.list.length > 0) {
      const assign = this.node('as2');
      assign.list = this.results.map((name) => this.nameNode(name));
      assign.body = n.list.map((each) => this.copy(each));
      if (this.callee.inline!.delaysResults) {
        assign.init = this.results.map((name) => this.declaration(name));
        for (const name of this.results) name.defn = assign;
      }
      body.push(assign);
    }
    const jump = this.node('goto');
    jump.text = this.endLabel;
    body.push(jump);
    block.body = body;
    return block;
  }

  /** A function literal within inlined code becomes a literal of the function that it is inlined into. */
  private copyLiteral(n: TreeNode, copy: TreeNode): TreeNode {
    const old = n.func!;
    const context = new InlineContext(null, NO_POS);
    const func: TreeFunc = {
      ...old, outer: this.literals.at(-1)?.func ?? this.into, names: [], captured: [], body: [], context, inline: null,
      isInlineChecked: false, progress: Progress.None, tags: [], literalCount: 0,
    };
    if (n.site?.node.kind === 'FuncLit') copy.context.literals.set(n.site.node, context);
    for (const name of old.names) {
      const moved: TreeName = { ...name, func, context };
      func.names.push(moved);
      this.names.set(name, moved);
    }
    const moved = (name: TreeName | null): TreeName | null => (name === null ? null : this.names.get(name) ?? name);
    Object.assign(func, { params: old.params.map(moved), results: old.results.map(moved) });
    this.literals.push({ func, context });
    func.body = old.body.map((each) => this.copy(each));
    this.literals.pop();
    // All copies are named after the function that they end up in, inner ones first.
    const { into } = this;
    Object.assign(func, { sym: `${into.sym}.${into.isLiteral ? '' : 'func'}${++into.literalCount}` });
    if (n.site?.node.kind === 'FuncLit') copy.context.noteName(n.site.node, `${symbolPath(into.pkg)}.${func.sym}`);
    for (const name of old.captured) func.captured.push(moved(name)!);
    copy.func = func;
    copy.init = n.init.map((each) => this.copy(each));
    return copy;
  }
}

/** The function literal that a callee expression is. */
function literalOf(fun: TreeNode): FuncLit | null {
  const value = staticValue(fun);
  return value.op === 'closure' && value.site?.node.kind === 'FuncLit' ? value.site.node : null;
}

/** What evaluating the callee expression does before the call. */
function calleeEffects(fun: TreeNode): TreeNode[] {
  const effects: TreeNode[] = [];
  for (let callee = fun; ; ) {
    effects.push(...callee.init);
    if (callee.op === 'convnop') callee = callee.x!;
    else if (callee.op === 'inlcall') {
      effects.push(...callee.body);
      callee = callee.list[0]!;
    } else return effects;
  }
}

