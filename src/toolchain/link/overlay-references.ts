/**
 * Looks at every reference between segments. What lies on the path to the root is always in memory and is reached directly.
 * A call to anything else goes through a stub in the root, which has the segment loaded first; a pointer to a function of a
 * segment is a pointer to its stub, and is reported. A call between segments that cannot be in memory together is refused,
 * as GNU ld refuses it with NOCROSSREFS; so is a reference to data that may not be there.
 */
import { Reloc } from '../../abi/elf-relocation.ts';
import { SymbolBinding, SymbolType } from '../../abi/elf32.ts';
import type { Relocation } from '../../elf/object-file.ts';
import type { SourceDiagnostic } from '../source-diagnostic.ts';
import { describePlace, isAllocated, isExecutable, type InputSection, type ResolvedSymbol } from './input.ts';
import { ROOT, type SectionAssignment } from './overlay-sections.ts';
import { isOnPath, type OverlayTree } from './overlay-tree.ts';
import { linkError, type SymbolTable } from './resolve.ts';

/** How two segments lie to each other, seen from the one that refers. */
export type Direction = 'same' | 'up' | 'down' | 'sibling' | 'cross-region';

/** A function that is called from above or taken the address of: it gets a stub. */
export interface StubTarget {
  readonly index: number;
  readonly symbol: ResolvedSymbol;
  readonly segment: number;
  calls: number;
  pointers: number;
}

/** A pointer to a function in an overlay. */
export interface FunctionPointer {
  readonly place: string;
  readonly name: string;
  readonly segment: number;
}

/** A call that crosses segments, for the call graph. */
export interface SegmentCall {
  readonly from: number;
  readonly to: number;
  readonly direction: Direction;
}

function directionBetween(tree: OverlayTree, from: number, to: number): Direction {
  if (from === to) return 'same';
  if (isOnPath(tree, from, to)) return 'up';
  if (isOnPath(tree, to, from)) return 'down';
  return tree.segments[from]!.region === tree.segments[to]!.region ? 'sibling' : 'cross-region';
}

const isCall = (type: Reloc): boolean => type === Reloc.Call || type === Reloc.Jump;

export class OverlayReferences {
  readonly stubs: StubTarget[] = [];
  readonly pointers: FunctionPointer[] = [];
  readonly calls: SegmentCall[] = [];
  /** Stubs by the name of their function, or by its place if it is local. */
  private readonly stubsByName = new Map<string, StubTarget>();
  private readonly redirected = new Map<Relocation, StubTarget>();

  constructor(
    private readonly tree: OverlayTree,
    private readonly assignment: SectionAssignment,
    private readonly table: SymbolTable,
    private readonly diagnostics: SourceDiagnostic[],
  ) {}

  /** Classifies all references of the live sections. */
  classify(sections: readonly InputSection[]): void {
    for (const section of sections) {
      if (!section.isLive || section.object === null || !isAllocated(section.section)) continue;
      for (const relocation of section.section.relocations) this.classifyOne(section, relocation);
    }
  }

  /** The stub that a reference goes to, or null if it goes where it says. */
  stubFor(relocation: Relocation): StubTarget | null {
    return this.redirected.get(relocation) ?? null;
  }

  private classifyOne(section: InputSection, relocation: Relocation): void {
    const target = this.targetOf(section, relocation);
    if (target === null || target.section === null) return;
    const from = this.assignment.segmentOf(section);
    const to = this.assignment.segmentOf(target.section);
    if (to === ROOT) return;
    const direction = directionBetween(this.tree, from, to);
    if (isCall(relocation.type)) this.call(section, relocation, target, { from, to, direction });
    else if (isExecutable(target.section.section)) this.codeReference(section, relocation, target, { from, to, direction });
    else if (direction !== 'same' && direction !== 'up') this.dataReference(section, relocation, target, direction);
  }

  /** What a reference means. Objects name local functions by section and offset: those get their own symbol back. */
  private targetOf(section: InputSection, { symbol: number, addend }: Relocation): ResolvedSymbol | null {
    const object = section.object!;
    const symbol = object.file.symbols[number]!;
    if (symbol.type !== SymbolType.Section) return this.table.lookUp(object, symbol);
    const offset = symbol.value + addend;
    const named = object.file.symbols.find((other) => other.section === symbol.section && other.value === offset && other.type !== SymbolType.Section);
    return this.table.lookUp(object, named ?? symbol);
  }

  private call(section: InputSection, relocation: Relocation, target: ResolvedSymbol, call: SegmentCall): void {
    if (call.direction === 'same') return;
    this.calls.push(call);
    if (call.direction === 'up') return;
    if (call.direction === 'sibling') this.prohibit(section, relocation, target);
    else this.redirect(relocation, target).calls++;
  }

  /** The address of code: a function gets a stub; a place within the own segment (a jump table) stays what it is. */
  private codeReference(section: InputSection, relocation: Relocation, target: ResolvedSymbol, { to, direction }: SegmentCall): void {
    const isFunction = target.symbol.type === SymbolType.Func;
    const isNear = direction === 'same' || direction === 'up';
    if (isNear && (!isFunction || relocation.type === Reloc.Branch)) return;
    if (target.symbol.type === SymbolType.Section || relocation.type === Reloc.Branch) {
      this.prohibit(section, relocation, target);
      return;
    }
    this.redirect(relocation, target).pointers++;
    if (relocation.type === Reloc.Lo12 || relocation.type === Reloc.PcrelLo12) return;
    this.pointers.push({ place: describePlace(section, relocation.offset), name: target.name, segment: to });
  }

  private dataReference(section: InputSection, relocation: Relocation, target: ResolvedSymbol, direction: Direction): void {
    const policy = this.assignment.parts.get(target.section!)?.policy ?? null;
    if (direction === 'sibling' || policy === 'private') {
      this.prohibit(section, relocation, target);
      return;
    }
    if (relocation.type === Reloc.Lo12 || relocation.type === Reloc.PcrelLo12) return;
    const message = `reference to \`${target.name}' in overlay ${this.nameOf(target.section!)}: valid only while that segment is in memory`;
    this.diagnostics.push({ ...linkError(describePlace(section, relocation.offset), message), severity: 'warning' });
  }

  /** In the words of GNU ld. */
  private prohibit(section: InputSection, { type, offset }: Relocation, target: ResolvedSymbol): void {
    if (type === Reloc.Lo12 || type === Reloc.PcrelLo12) return;
    const message = `prohibited cross reference from ${this.nameOf(section)} to \`${target.name}' in ${this.nameOf(target.section!)}`;
    this.diagnostics.push(linkError(describePlace(section, offset), message));
  }

  private nameOf(section: InputSection): string {
    const segment = this.assignment.segmentOf(section);
    return segment === ROOT ? 'the root' : `.${this.tree.segments[segment]!.name}`;
  }

  private redirect(relocation: Relocation, symbol: ResolvedSymbol): StubTarget {
    const key = symbol.symbol.binding === SymbolBinding.Local ? `${symbol.object.file.fileName}:${symbol.section!.index}:${symbol.value}` : symbol.name;
    let stub = this.stubsByName.get(key);
    if (stub === undefined) {
      stub = { index: this.stubs.length, symbol, segment: this.assignment.segmentOf(symbol.section), calls: 0, pointers: 0 };
      this.stubs.push(stub);
      this.stubsByName.set(key, stub);
    }
    this.redirected.set(relocation, stub);
    return stub;
  }
}
