/**
 * Proposes an overlay tree. The call graph says what may be apart: a section that is only ever reached through another one
 * can lie below it (it is dominated by it), and what two branches both call must lie above both. The profile says what should
 * not be apart: the segments that are called most often for their size are put back into their parents as long as memory
 * allows.
 *
 *   1. The graph: sections of code, with an edge for every reference that needs the other one in memory.
 *   2. Its dominator tree from the entry; each section is a segment of its own.
 *   3. For an edge between branches, the callee moves up to the branches' common ancestor, which is its dominator.
 *   4. Segments too small to pay for themselves join their parents.
 *   5. While it fits, the segment with most calls per byte joins its parent.
 */
import { SymbolType } from '../../abi/elf32.ts';
import { Placement, type ObjectFile } from '../../elf/object-file.ts';
import { inputObject, isAllocated, isExecutable, isWritable, type InputSection } from './input.ts';
import { markReachable } from './reachability.ts';
import { SymbolTable } from './resolve.ts';

/** How often one function called another. */
export interface CallCount {
  readonly caller: string;
  readonly callee: string;
  readonly count: number;
}

export interface SuggestOptions {
  /** Default `_start`. */
  readonly entry?: string;
  /** Without it every call counts as one. */
  readonly profile?: readonly CallCount[];
  /** Bytes that root and longest path may take; segments join their parents while they fit. Default: none join. */
  readonly memory?: number;
}

export interface SuggestedSegment {
  readonly name: string;
  readonly parent: number;
  readonly bytes: number;
  /** Calls into it from its parent. */
  readonly calls: number;
  /** `file(section)` for each of its sections. */
  readonly patterns: readonly string[];
}

export interface Suggestion {
  /** The tree file; null if the entry is not code. */
  readonly tree: string | null;
  readonly segments: readonly SuggestedSegment[];
  /** Root and longest path, without manager. */
  readonly resident: number;
  /** All of it at once. */
  readonly whole: number;
}

/** A segment costs a stub, table entries and a program header; one smaller than this is not worth having. */
const LEAST_SEGMENT = 128;

/** A section of code with the constants that only it uses. */
interface Unit {
  readonly sections: InputSection[];
  readonly name: string;
  bytes: number;
  readonly callees: Map<number, number>;
}

/** A segment of the tree under construction; merged ones point at what they joined. */
interface Group {
  parent: number;
  units: number[];
  joined: number | null;
}

class Suggester {
  private readonly table: SymbolTable;
  private readonly units: Unit[] = [];
  private readonly unitOf = new Map<InputSection, number>();
  private readonly groups: Group[] = [];
  private readonly rootData: number;

  constructor(
    objects: readonly ObjectFile[],
    private readonly options: SuggestOptions,
  ) {
    this.table = new SymbolTable(objects.map(inputObject), []);
    const sections = [...this.table.objects.flatMap((object) => object.sections), ...this.table.made];
    markReachable(this.table, sections, [this.entry]);
    const live = sections.filter((section) => section.isLive && isAllocated(section.section));
    this.makeUnits(live);
    const data = live.filter((section) => !this.unitOf.has(section));
    this.rootData = data.reduce((sum, { section }) => sum + section.length, 0);
    this.countCalls();
    this.callFromRoot(data);
  }

  private get entry(): string {
    return this.options.entry ?? '_start';
  }

  suggest(): Suggestion {
    const root = this.unitOf.get(this.table.globals.get(this.entry)?.section as InputSection);
    const whole = this.rootData + this.units.reduce((sum, { bytes }) => sum + bytes, 0);
    if (root === undefined) return { tree: null, segments: [], resident: whole, whole };
    const dominators = dominatorsOf(this.units, root);
    this.units.forEach((_, unit) => this.groups.push({ parent: unit === root ? -1 : dominators[unit]!, units: [unit], joined: null }));
    this.hoistShared();
    this.joinSmall();
    this.joinBusy();
    return this.result(root, whole);
  }

  // Units

  private makeUnits(live: readonly InputSection[]): void {
    for (const section of live) if (isExecutable(section.section) && section.object !== null) this.addUnit(section);
    for (const section of live) {
      if (this.unitOf.has(section) || isWritable(section.section) || section.object === null) continue;
      const users = new Set(live.filter((other) => other !== section && this.refersTo(other, section)).map((other) => this.unitOf.get(other)));
      const [user] = users;
      if (users.size !== 1 || user === undefined) continue;
      this.units[user]!.sections.push(section);
      this.units[user]!.bytes += section.section.length;
      this.unitOf.set(section, user);
    }
  }

  private addUnit(section: InputSection): void {
    this.unitOf.set(section, this.units.length);
    this.units.push({ sections: [section], name: nameOf(section), bytes: section.section.length, callees: new Map() });
  }

  private refersTo(from: InputSection, to: InputSection): boolean {
    return from.section.relocations.some(({ symbol }) => this.targetOf(from, symbol) === to);
  }

  private targetOf(section: InputSection, symbol: number): InputSection | null {
    if (section.object === null) return null;
    return this.table.lookUp(section.object, section.object.file.symbols[symbol]!)?.section ?? null;
  }

  // Edges

  private countCalls(): void {
    for (const [section, caller] of this.unitOf) {
      for (const { symbol } of section.section.relocations) {
        const target = this.targetOf(section, symbol);
        const callee = target === null ? undefined : this.unitOf.get(target);
        if (callee !== undefined && callee !== caller) this.units[caller]!.callees.set(callee, this.options.profile === undefined ? 1 : 0);
      }
    }
    for (const { caller, callee, count } of this.options.profile ?? []) {
      const from = this.unitNamed(caller);
      const to = this.unitNamed(callee);
      if (from === undefined || to === undefined || from === to) continue;
      const { callees } = this.units[from]!;
      callees.set(to, (callees.get(to) ?? 0) + count);
    }
  }

  /** What data points at may be called by anyone, so it counts as called by the root. */
  private callFromRoot(data: readonly InputSection[]): void {
    const root = this.unitNamed(this.entry);
    if (root === undefined) return;
    for (const section of data) {
      for (const { symbol } of section.section.relocations) {
        const target = this.targetOf(section, symbol);
        const callee = target === null ? undefined : this.unitOf.get(target);
        if (callee !== undefined && callee !== root && !this.units[root]!.callees.has(callee)) this.units[root]!.callees.set(callee, 0);
      }
    }
  }

  private readonly unitsByFunction = new Map<string, number | undefined>();

  private unitNamed(name: string): number | undefined {
    if (!this.unitsByFunction.has(name)) this.unitsByFunction.set(name, this.findUnit(name));
    return this.unitsByFunction.get(name);
  }

  private findUnit(name: string): number | undefined {
    const known = this.table.globals.get(name)?.section;
    if (known !== null && known !== undefined) return this.unitOf.get(known);
    for (const object of this.table.objects) {
      const symbol = object.file.symbols.find((one) => one.name === name && one.section >= 0);
      if (symbol !== undefined) return this.unitOf.get(object.sections[symbol.section]!);
    }
    return undefined;
  }

  // The tree

  private groupOf(unit: number): number {
    let at = unit;
    while (this.groups[at]!.joined !== null) at = this.groups[at]!.joined!;
    return at;
  }

  private parentOf(group: number): number {
    const { parent } = this.groups[group]!;
    return parent < 0 ? -1 : this.groupOf(parent);
  }

  private isAbove(upper: number, lower: number): boolean {
    for (let at = lower; at >= 0; at = this.parentOf(at)) if (at === upper) return true;
    return false;
  }

  private join(group: number, into: number): void {
    const joined = this.groups[group]!;
    joined.joined = into;
    for (const unit of joined.units) this.groups[into]!.units.push(unit);
  }

  /** A callee that is neither below nor above its caller joins its dominator. */
  private hoistShared(): void {
    for (let changed = true; changed; ) {
      changed = false;
      this.units.forEach(({ callees }, caller) => {
        for (const callee of callees.keys()) {
          const from = this.groupOf(caller);
          const to = this.groupOf(callee);
          if (this.isAbove(to, from) || this.parentOf(to) === from) continue;
          this.join(to, this.parentOf(to));
          changed = true;
        }
      });
    }
  }

  private liveGroups(): number[] {
    return this.groups.flatMap(({ joined }, index) => (joined === null ? [index] : []));
  }

  private bytesOf(group: number): number {
    return this.groups[group]!.units.reduce((sum, unit) => sum + this.units[unit]!.bytes, 0);
  }

  private callsInto(group: number): number {
    const parent = this.parentOf(group);
    let calls = 0;
    for (const unit of parent < 0 ? [] : this.groups[parent]!.units) {
      for (const [callee, count] of this.units[unit]!.callees) if (this.groupOf(callee) === group) calls += count;
    }
    return calls;
  }

  private joinSmall(): void {
    for (;;) {
      const small = this.liveGroups().find((group) => this.parentOf(group) >= 0 && this.bytesOf(group) < LEAST_SEGMENT && !this.hasChildren(group));
      if (small === undefined) return;
      this.join(small, this.parentOf(small));
    }
  }

  private hasChildren(group: number): boolean {
    return this.liveGroups().some((other) => this.parentOf(other) === group);
  }

  private joinBusy(): void {
    const { memory } = this.options;
    if (memory === undefined) return;
    const refused = new Set<number>();
    for (;;) {
      const best = this.liveGroups()
        .filter((group) => this.parentOf(group) >= 0 && !refused.has(group))
        .sort((a, b) => this.callsInto(b) / this.bytesOf(b) - this.callsInto(a) / this.bytesOf(a))[0];
      if (best === undefined) return;
      if (this.residentIfJoined(best) <= memory) this.join(best, this.parentOf(best));
      else refused.add(best);
    }
  }

  private residentIfJoined(group: number): number {
    const parent = this.parentOf(group);
    this.join(group, parent);
    const resident = this.resident();
    this.groups[group]!.joined = null;
    this.groups[parent]!.units.splice(-this.groups[group]!.units.length);
    return resident;
  }

  private resident(): number {
    const lengthTo = (group: number): number => (group < 0 ? 0 : this.bytesOf(group) + lengthTo(this.parentOf(group)));
    return this.rootData + Math.max(0, ...this.liveGroups().map(lengthTo));
  }

  // The result

  private result(root: number, whole: number): Suggestion {
    const order: number[] = [];
    const lines: string[] = [];
    const segments: SuggestedSegment[] = [];
    const visit = (group: number, depth: number, parent: number): void => {
      const index = order.push(group) - 1;
      const { units } = this.groups[group]!;
      const patterns = units.flatMap((unit) => this.units[unit]!.sections.map(patternOf));
      const name = depth === 0 ? 'root' : uniqueName(this.units[units[0]!]!.name, segments);
      segments.push({ name, parent, bytes: this.bytesOf(group), calls: this.callsInto(group), patterns });
      lines.push(`${'  '.repeat(depth)}${name}:${depth === 0 ? '' : ` ${patterns.join(' ')}`}`);
      for (const child of this.liveGroups()) if (this.parentOf(child) === group) visit(child, depth + 1, index);
    };
    visit(this.groupOf(root), 0, -1);
    const resident = this.resident();
    const head = [`# Proposed from the call graph${this.options.profile === undefined ? '' : ' and a profile'}: ${resident} bytes in memory instead of ${whole}, without the manager.`];
    return { tree: [...head, ...lines, ''].join('\n'), segments, resident, whole };
  }
}

/** A symbol for a section: its first function, or the section's own last name. */
function nameOf({ object, index, section }: InputSection): string {
  const symbols = object!.file.symbols.filter((symbol) => symbol.section === index && symbol.type !== SymbolType.Section && symbol.section !== Placement.Undefined);
  const first = symbols.sort((a, b) => a.value - b.value || (a.type === SymbolType.Func ? -1 : 1))[0];
  return first?.name ?? section.name.slice(section.name.lastIndexOf('.') + 1);
}

const patternOf = ({ object, section }: InputSection): string => `${object!.file.fileName.slice(object!.file.fileName.lastIndexOf('/') + 1)}(${section.name})`;

function uniqueName(wanted: string, segments: readonly SuggestedSegment[]): string {
  const stem = wanted.replace(/[^\w-]/g, '_').replace(/^(?=\d|-)/, '_');
  let name = stem;
  for (let count = 2; segments.some((segment) => segment.name === name); count++) name = `${stem}_${count}`;
  return name;
}

/** The immediate dominator of every unit; all are reached from the root. Iterates to the fixed point over reverse post-order. */
function dominatorsOf(units: readonly Unit[], root: number): number[] {
  const order: number[] = [];
  const seen = new Set<number>([root]);
  const stack: { readonly unit: number; readonly callees: Iterator<number> }[] = [{ unit: root, callees: units[root]!.callees.keys() }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const next = top.callees.next();
    if (next.done === true) {
      order.unshift(top.unit);
      stack.pop();
    } else if (!seen.has(next.value)) {
      seen.add(next.value);
      stack.push({ unit: next.value, callees: units[next.value]!.callees.keys() });
    }
  }
  const position = new Map(order.map((unit, index) => [unit, index]));
  const dominators: number[] = [];
  dominators[root] = root;
  const meet = (left: number, right: number): number => {
    while (left !== right) {
      while (position.get(left)! > position.get(right)!) left = dominators[left]!;
      while (position.get(right)! > position.get(left)!) right = dominators[right]!;
    }
    return left;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const unit of order.slice(1)) {
      const callers = order.filter((other) => units[other]!.callees.has(unit) && dominators[other] !== undefined);
      const dominator = callers.reduce(meet);
      if (dominators[unit] !== dominator) {
        dominators[unit] = dominator;
        changed = true;
      }
    }
  }
  return dominators;
}

/** Proposes a tree for objects whose functions lie in sections of their own. */
export const suggestOverlays = (objects: readonly ObjectFile[], options: SuggestOptions = {}): Suggestion => new Suggester(objects, options).suggest();

/** Reads a profile: lines of a count, a caller and a callee. Other lines are ignored. */
export function parseProfile(text: string): CallCount[] {
  return [...text.matchAll(/^\s*(\d+)\s+(\S+)\s+(\S+)\s*$/gm)].map(([, count, caller, callee]) => ({ count: Number(count), caller: caller!, callee: callee! }));
}
