/**
 * Escape analysis and inlining of whole programs.
 *
 * Packages are added in the order of imports. A package that the user wants remarks about (`-m`) is analysed at once, in the compiler's order; of the
 * others each function is analysed when somebody first asks for it, with all that it reaches: programs use a small part of the library.
 *
 * Steps for a function: its tree (builder.ts) without dead code (dead-code.ts), inlining into it (inline.ts), interface calls of known receivers
 * (devirtualize.ts), then escape analysis, bottom-up over functions that call each other (batch-analysis.ts).
 *
 * What callers need of a function that is never inlined fits in a note (notes.ts). Where one was kept from an earlier compilation, nothing of
 * the function is looked at until its own code is wanted.
 */
import type { Pos } from '../syntax/position.ts';
import type { CheckedPackage } from '../types/checker.ts';
import type { Func, Package } from '../types/object.ts';
import { BatchAnalysis } from './batch-analysis.ts';
import { type ProgramTrees, TreeBuilder } from './builder.ts';
import { BottomUpWalk } from './call-graph.ts';
import type { InlineContext } from './decisions.ts';
import { devirtualize } from './devirtualize.ts';
import { Inliner, type SayRemark } from './inline.ts';
import { applyNote, type FunctionNote, type KnownNotes, NO_NOTES, noteOf, withdrawNote } from './notes.ts';
import type { TreeFunc } from './tree.ts';

/** What the analysis tells its user about a place. */
export interface Remark {
  readonly pos: Pos;
  readonly text: string;
}

export class EscapeAnalysis {
  private readonly program: ProgramTrees = { funcs: new Map(), globals: new Map() };
  private readonly packages = new Map<Package, PackageAnalysis>();

  constructor(private readonly notes: KnownNotes = NO_NOTES) {}

  /** Makes a package known; its functions are analysed when asked for. */
  add(checked: CheckedPackage): void {
    const places = { find: (func: Func) => this.demand(func), notes: this.notes };
    this.packages.set(checked.pkg, new PackageAnalysis(checked, this.program, places, () => {}));
  }

  /** What other packages may be told of the functions of a package that were analysed, by the names of these. */
  notesOf(pkg: Package): ReadonlyMap<string, FunctionNote> {
    return this.packages.get(pkg)!.made;
  }

  /** Analyses all of a package and returns what `-m` prints, in the order in which the compiler finds it. */
  analyse(checked: CheckedPackage): Remark[] {
    const remarks: Remark[] = [];
    const say: SayRemark = (pos, context, text) => void remarks.push({ pos: context.shownPos(pos), text: text() });
    const places = { find: (func: Func) => this.demand(func), notes: NO_NOTES };
    const analysis = new PackageAnalysis(checked, this.program, places, say);
    this.packages.set(checked.pkg, analysis);
    analysis.analyseAll();
    return remarks;
  }

  /** The context of a declared function, for generating its code; null if no added package declares it. */
  contextOf(func: Func): InlineContext | null {
    return this.packageOf(func)?.demandCode(func)?.context ?? null;
  }

  /** The context of the initial values of a package's variables; null if none needs code. */
  initContextOf(pkg: Package): InlineContext | null {
    return this.packages.get(pkg)?.initContext() ?? null;
  }

  /** Whether other packages get the body of a declared function in place of its calls. */
  isInlined(func: Func): boolean {
    return this.demand(func)?.inline != null;
  }

  private packageOf(func: Func): PackageAnalysis | undefined {
    return func.pkg === null ? undefined : this.packages.get(func.pkg);
  }

  private demand(func: Func): TreeFunc | undefined {
    return this.packageOf(func)?.demand(func);
  }
}

/** What a package analysis finds outside of itself. */
interface Places {
  /** A function of whatever package, fully analysed. */
  find(func: Func): TreeFunc | undefined;
  readonly notes: KnownNotes;
}

class PackageAnalysis {
  private readonly builder: TreeBuilder;
  private readonly inlining: BottomUpWalk;
  private readonly escaping: BottomUpWalk;
  /** Inlined into, but not yet looked through for known receivers. */
  private fresh: TreeFunc[] = [];
  private initialization: TreeFunc[] | null = null;
  /** Functions of this package are analysed in order, not on demand, while this holds. */
  private isBusy = false;
  /** Functions are analysed from the first to the last, as by the compiler that -m speaks for. */
  private isInSourceOrder = false;
  /** Whether a function stands for itself by a note. */
  private readonly byNote = new Map<TreeFunc, boolean>();
  /** Call themselves or each other. */
  private readonly recursive = new Set<TreeFunc>();
  /** Notes about the functions analysed so far. */
  readonly made = new Map<string, FunctionNote>();

  constructor(
    private readonly checked: CheckedPackage,
    program: ProgramTrees,
    private readonly places: Places,
    private readonly say: SayRemark,
  ) {
    this.builder = new TreeBuilder(checked, program);
    const { pkg } = checked;
    const find = (func: Func): TreeFunc | undefined => (func.pkg === pkg ? this.declared(func) : places.find(func));
    const inliner = new Inliner(pkg, find, say);
    this.inlining = new BottomUpWalk({
      find: (func) => (func.pkg === pkg ? this.unlessNoted(this.declared(func)) : undefined),
      analyse: (component, isRecursive) => {
        this.noteRecursion(component, isRecursive);
        inliner.process(this.inOrder(component), isRecursive);
        this.fresh.push(...component);
      },
    });
    this.escaping = new BottomUpWalk({
      find: (func) => (func.pkg === pkg ? this.prepared(func) : undefined),
      analyse: (component, isRecursive) => {
        this.noteRecursion(component, isRecursive);
        new BatchAnalysis(component, pkg, find, say).run();
        for (const func of component) this.makeNote(func);
      },
    });
  }

  /** A function with its tree, or by its note. */
  private declared(func: Func): TreeFunc | undefined {
    const tree = this.builder.declare(func);
    if (tree !== undefined && !this.isNoted(tree)) this.builder.ensureBody(tree);
    return tree;
  }

  private isNoted(tree: TreeFunc): boolean {
    let isNoted = this.byNote.get(tree);
    if (isNoted === undefined) {
      const note = this.places.notes(this.checked.pkg.path, tree.sym);
      if (note !== null) applyNote(tree, note);
      this.byNote.set(tree, (isNoted = note !== null));
    }
    return isNoted;
  }

  private unlessNoted(tree: TreeFunc | undefined): TreeFunc | undefined {
    return tree === undefined || this.isNoted(tree) ? undefined : tree;
  }

  private noteRecursion(component: readonly TreeFunc[], isRecursive: boolean): void {
    const declared = component.filter(({ isLiteral }) => !isLiteral);
    if (isRecursive || declared.length > 1) for (const func of declared) this.recursive.add(func);
  }

  /**
   * Functions that call each other, in the order in which they are inlined into each other. On the way from whichever is asked for first they are met
   * in another order each time; but what is compiled of a package must not depend on who needs it.
   */
  private inOrder(component: readonly TreeFunc[]): readonly TreeFunc[] {
    return this.isInSourceOrder ? component : component.toSorted((a, b) => a.pos - b.pos);
  }

  private makeNote(func: TreeFunc): void {
    // What calls itself is analysed with all that is on the way, so no part of it may be missing.
    if (func.obj !== null && func.hasBody && func.inline === null && !this.recursive.has(func)) this.made.set(func.sym, noteOf(func));
  }

  /** A function with everything inlined into it. */
  private prepared(func: Func): TreeFunc | undefined {
    const tree = this.unlessNoted(this.declared(func));
    if (tree !== undefined) this.prepare([tree]);
    return tree;
  }

  /** Inlines into all functions, then looks for known receivers: first in those asked for, then in what these reach. */
  private prepare(trees: readonly TreeFunc[]): void {
    for (const tree of trees) this.inlining.visit(tree);
    const fresh = new Set(this.fresh);
    this.fresh = [];
    const families = new Map<TreeFunc, TreeFunc[]>();
    for (const func of new Set([...trees, ...fresh])) {
      const family = families.get(outermost(func)) ?? [];
      if (fresh.has(func)) family.push(func);
      families.set(outermost(func), family);
    }
    for (const family of families.values()) for (const func of family.sort(innerFirst)) devirtualize(func, this.checked.pkg, this.say);
  }

  /** A function fully analysed, or by its note. */
  demand(func: Func): TreeFunc | undefined {
    const tree = this.declared(func);
    if (tree !== undefined && !this.isBusy && !this.isNoted(tree)) this.escape([tree]);
    return tree;
  }

  /** A function fully analysed. */
  demandCode(func: Func): TreeFunc | undefined {
    const tree = this.builder.declare(func);
    if (tree === undefined) return undefined;
    if (this.isNoted(tree)) {
      this.byNote.set(tree, false);
      withdrawNote(tree);
    }
    return this.demand(func);
  }

  private escape(trees: readonly TreeFunc[]): void {
    const wasBusy = this.isBusy;
    this.isBusy = true;
    this.prepare(trees);
    for (const tree of trees) this.escaping.visit(tree);
    this.isBusy = wasBusy;
  }

  analyseAll(): void {
    this.isInSourceOrder = true;
    const declared = this.checked.info.funcs.flatMap(({ obj }) => this.declared(obj) ?? []);
    const initial = this.initialFunctions();
    const inSourceOrder = [...declared, ...initial.slice(0, -1)].sort((a, b) => a.pos - b.pos);
    this.escape([...inSourceOrder, ...initial.slice(-1)]);
  }

  initContext(): InlineContext | null {
    const functions = this.initialFunctions();
    if (!this.isBusy) this.escape(functions);
    return functions.at(-1)?.context ?? null;
  }

  private initialFunctions(): TreeFunc[] {
    this.initialization ??= this.builder.buildInitialization();
    return this.initialization;
  }
}

/** Positions of the functions around a function literal and its own, from the outermost. */
const pathOf = (func: TreeFunc): number[] => [...(func.outer === null ? [] : pathOf(func.outer)), func.pos];

const outermost = (func: TreeFunc): TreeFunc => (func.outer === null ? func : outermost(func.outer));

/** In source order, but function literals before the functions around them. */
function innerFirst(a: TreeFunc, b: TreeFunc): number {
  const [p, q] = [pathOf(a), pathOf(b)];
  const i = p.findIndex((pos, at) => pos !== q[at]);
  return i < 0 || q[i] === undefined ? q.length - p.length : p[i]! - q[i]!;
}
