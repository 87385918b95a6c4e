/** Expression switches and type switches. */
import type { Block } from '../ssa/ir.ts';
import type { CaseClause, Expr, SwitchStmt, TypeSwitchGuard } from '../syntax/ast.ts';
import { unpackList } from '../syntax/ast.ts';
import { ConstantKind, type Constant } from '../types/constant.ts';
import { Mode } from '../types/info.ts';
import { BasicKind, type Type, under } from '../types/type.ts';
import { TYP } from '../types/universe.ts';
import { branchOnType, interfaceTabOrNull } from './assertions.ts';
import { branchOn, compare, matchOperands } from './comparison.ts';
import type { Lowerer } from './lowerer.ts';
import { basicKind, isUnsignedKind, numberClass } from './number-kinds.ts';
import { fromDataWord } from './selectors.ts';
import { searchRanges, type CaseRange } from './switch-search.ts';
import { ofWords, type GoValue } from './value.ts';

export function lowerSwitch(f: Lowerer, s: SwitchStmt): void {
  if (s.init !== null) f.stmt(s.init);
  f.evaluated.clear();
  if (s.tag?.kind === 'TypeSwitchGuard') lowerTypeSwitch(f, s, s.tag);
  else lowerExprSwitch(f, s);
}

function lowerExprSwitch(f: Lowerer, s: SwitchStmt): void {
  const { b } = f;
  const tag = s.tag === null ? null : f.stable(f.expr(s.tag));
  const done = b.newBlock();
  const bodies = s.body.map(() => b.newBlock());
  let fallback = done;
  const run = new ConstantRun(f, tag);
  s.body.forEach((clause, i) => {
    if (clause.cases === null) fallback = bodies[i]!;
    for (const value of unpackList(clause.cases)) {
      if (run.add(value, bodies[i]!)) continue;
      run.flush();
      b.pos = value.pos;
      f.evaluated.clear();
      const next = b.newBlock();
      // Without a tag the cases are compared with true; an interface may hold something else.
      if (tag === null && under(f.typeOf(value)).kind === 'Interface') compareCase(f, ofWords(TYP[BasicKind.Bool], [b.const(1)]), value, bodies[i]!, next);
      else if (tag === null) f.condition(value, bodies[i]!, next);
      else compareCase(f, tag, value, bodies[i]!, next);
      b.seal(next);
      if (b.block === null) b.start(next);
    }
  });
  run.flush();
  b.jump(fallback);
  lowerClauses(f, s, bodies, done, () => undefined);
}

/** A case that is a constant. */
interface ConstantCase {
  readonly value: Expr;
  readonly constant: Constant;
  readonly body: Block;
}

/** Cases that follow each other and are constants: which of them is tested first makes no difference. */
class ConstantRun {
  private cases: ConstantCase[] = [];
  private readonly kind: ConstantKind.Int | ConstantKind.String | null;

  constructor(
    private readonly f: Lowerer,
    private readonly tag: GoValue | null,
  ) {
    const isString = tag !== null && basicKind(tag.type) === BasicKind.String;
    this.kind = isString ? ConstantKind.String : tag !== null && numberClass(tag.type) === 'word' ? ConstantKind.Int : null;
  }

  /** Whether the case was taken. */
  add(value: Expr, body: Block): boolean {
    const constant = this.f.info.types.get(value)?.value ?? null;
    if (this.kind === null || constant?.kind !== this.kind) return false;
    this.cases.push({ value, constant, body });
    return true;
  }

  /** Generates the tests; control goes on where none of them holds. */
  flush(): void {
    const { f, cases } = this;
    if (cases.length === 0) return;
    const { b } = f;
    this.cases = [];
    b.pos = cases[0]!.value.pos;
    f.evaluated.clear();
    const next = b.newBlock();
    if (this.kind === ConstantKind.Int) searchRanges(f, this.tag!.words![0]!, isUnsignedKind(this.tag!.type), cases.map(rangeOf), next);
    else this.searchStrings(cases, next);
    b.seal(next);
    if (b.block === null) b.start(next);
  }

  private searchStrings(cases: readonly ConstantCase[], next: Block): void {
    const { f } = this;
    const { b } = f;
    const groups = new Map<number, { readonly block: Block; readonly members: ConstantCase[] }>();
    for (const each of cases) {
      const length = f.expr(each.value).words![1]!.imm;
      const group = groups.get(length);
      if (group === undefined) groups.set(length, { block: b.newBlock(), members: [each] });
      else group.members.push(each);
    }
    searchRanges(f, this.tag!.words![1]!, true, [...groups].map(([length, { block }]) => ({ low: length, high: length, target: block })), next);
    for (const { members, block } of groups.values()) {
      b.seal(block);
      if (b.block === null) b.start(block);
      for (const { value, body } of members) {
        const other = b.newBlock();
        compareCase(f, this.tag!, value, body, other);
        b.seal(other);
        if (b.block === null) b.start(other);
      }
      b.jump(next);
    }
  }
}

/** An integer case as the word that the tag is compared with. */
function rangeOf({ constant, body }: ConstantCase): CaseRange {
  const word = constant.kind === ConstantKind.Int ? Number(BigInt.asIntN(32, constant.value)) : NaN;
  return { low: word, high: word, target: body };
}

function compareCase(f: Lowerer, tag: GoValue, value: Expr, yes: Block, no: Block): void {
  const [x, y] = matchOperands(f, tag, f.expr(value), value.pos);
  branchOn(f, compare(f, '==', x, y), yes, no);
}

function lowerClauses(f: Lowerer, s: SwitchStmt, bodies: readonly Block[], done: Block, enter: (clause: CaseClause, index: number) => void): void {
  const { b } = f;
  f.jumps.set(s, { breakTo: done, continueTo: null });
  const outer = f.fallthroughTo;
  s.body.forEach((clause, i) => {
    // A fallthrough from the clause before may still come.
    const body = bodies[i]!;
    b.seal(body);
    if (b.block === null) b.start(body);
    enter(clause, i);
    f.fallthroughTo = bodies[i + 1] ?? null;
    for (const stmt of clause.body) f.stmt(stmt);
    b.jump(done);
  });
  f.fallthroughTo = outer;
  b.seal(done);
  b.start(done);
}

function isNilCase(f: Lowerer, e: Expr): boolean {
  const tv = f.info.types.get(e);
  return tv?.mode === Mode.Nil || (tv?.type.kind === 'Basic' && tv.type.basic === BasicKind.UntypedNil);
}

function lowerTypeSwitch(f: Lowerer, s: SwitchStmt, guard: TypeSwitchGuard): void {
  const { b } = f;
  const x = f.expr(guard.x);
  const done = b.newBlock();
  const bodies = s.body.map(() => b.newBlock());
  /** The value for clauses of one type, made where the type was found. */
  const found = new Map<number, { entry: Block; value: () => GoValue }>();
  let fallback = done;
  s.body.forEach((clause, i) => {
    if (clause.cases === null) fallback = bodies[i]!;
    const cases = unpackList(clause.cases);
    for (const each of cases) {
      b.pos = each.pos;
      const next = b.newBlock();
      if (isNilCase(f, each)) b.branch('eq', x.words![0]!, b.const(0), bodies[i]!, next);
      else testType(f, x, f.typeOf(each), bodies[i]!, next, cases.length === 1 ? (value) => found.set(i, { entry: bodies[i]!, value }) : null);
      b.seal(next);
      if (b.block === null) b.start(next);
    }
  });
  b.jump(fallback);
  lowerClauses(f, s, bodies, done, (clause, i) => {
    const variable = f.info.implicits.get(clause);
    if (variable?.kind !== 'Var') return;
    const value = found.get(i)?.value() ?? x;
    f.initialise(variable, value.type === variable.type ? value : f.convert(value, variable.type!, clause.pos));
  });
}

/** Branches on whether `x` has type `type`; `note` gets a way to make the value within the clause. */
function testType(f: Lowerer, x: GoValue, type: Type, yes: Block, no: Block, note: ((value: () => GoValue) => void) | null): void {
  if (under(type).kind !== 'Interface') {
    branchOnType(f, x, type, yes, no);
    note?.(() => fromDataWord(f, x.words![1]!, type));
    return;
  }
  const tab = interfaceTabOrNull(f, x.type, x.words![0]!, type);
  f.b.branch('ne', tab, f.b.const(0), yes, no);
  note?.(() => ofWords(type, [tab, x.words![1]!]));
}
