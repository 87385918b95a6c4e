/**
 * Assigns every input section to a segment of the tree, and writable data to what its policy says. A section whose name is
 * `.overlay.SEGMENT.KIND[.POLICY]`, which the directive `.overlay SEGMENT, KIND, POLICY` makes, says itself where it
 * belongs; patterns of the tree file decide about the others.
 */
import type { SourceDiagnostic } from '../source-diagnostic.ts';
import { isAllocated, isNobits, isWritable, type InputSection } from './input.ts';
import { DATA_POLICIES, matchesPattern, type DataPolicy, type OverlayTree } from './overlay-tree.ts';
import { linkError } from './resolve.ts';

export const ROOT = 0;

export interface OverlayPart {
  readonly section: InputSection;
  /** Index in the tree. */
  readonly segment: number;
  /** Of writable data in a segment other than the root; null for everything else. */
  readonly policy: Exclude<DataPolicy, 'root'> | null;
}

/** The name that a section gives itself. */
const OWN_NAME = /^\.overlay\.([A-Za-z_][\w-]*)\.[a-z]+(?:\.([a-z]+))?$/;

export class SectionAssignment {
  readonly parts = new Map<InputSection, OverlayPart>();

  constructor(
    private readonly tree: OverlayTree,
    sections: readonly InputSection[],
    private readonly diagnostics: SourceDiagnostic[],
  ) {
    for (const section of sections) if (section.isLive && isAllocated(section.section)) this.parts.set(section, this.assign(section));
  }

  /** The segment of a section; what was not assigned is in the root. */
  segmentOf(section: InputSection | null): number {
    return section === null ? ROOT : (this.parts.get(section)?.segment ?? ROOT);
  }

  /** The parts of a segment in the order in which they lie there: code and constants, data, data to write back, bss. */
  partsOf(segment: number): OverlayPart[] {
    const rank = ({ section, policy }: OverlayPart): number => {
      if (policy === null) return 0;
      if (policy === 'writeback') return 2;
      return isNobits(section.section) ? 3 : 1;
    };
    return [...this.parts.values()].filter((part) => part.segment === segment).sort((a, b) => rank(a) - rank(b));
  }

  private assign(section: InputSection): OverlayPart {
    const own = OWN_NAME.exec(section.section.name);
    const segment = own === null ? this.segmentByPattern(section) : this.segmentByName(section, own[1]!);
    if (segment === ROOT || !isWritable(section.section)) return { section, segment, policy: null };
    const policy = this.policyOf(section, own?.[2]);
    return policy === 'root' ? { section, segment: ROOT, policy: null } : { section, segment, policy };
  }

  private segmentByName({ section, object }: InputSection, name: string): number {
    const index = this.tree.segments.findIndex((segment) => segment.name === name);
    if (index < 0) this.diagnostics.push(linkError(object?.file.fileName ?? '', `section ${section.name}: segment \`${name}' is not in the tree`));
    return Math.max(index, ROOT);
  }

  /** Patterns that name sections win over those that name whole files; of equals the first. */
  private segmentByPattern({ section, object }: InputSection): number {
    if (object === null) return ROOT;
    for (const wantsSection of [true, false]) {
      const index = this.tree.segments.findIndex(({ patterns }) =>
        patterns.some((pattern) => (pattern.section !== null) === wantsSection && matchesPattern(pattern, object.file.fileName, section.name)),
      );
      if (index >= 0) return index;
    }
    return ROOT;
  }

  /** Data stays in the root unless someone says otherwise: nothing is lost by default. */
  private policyOf({ section, object }: InputSection, named: string | undefined): DataPolicy {
    const own = DATA_POLICIES.find((policy) => policy === named);
    if (own !== undefined) return own;
    const file = object?.file.fileName ?? '';
    const rule = this.tree.data.find(({ patterns }) => patterns.some((pattern) => matchesPattern(pattern, file, section.name)));
    return rule?.policy ?? 'root';
  }
}
