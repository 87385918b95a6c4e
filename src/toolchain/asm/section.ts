/**
 * A section being assembled: a list of fragments. Bytes with fixups have a known length; alignments, `.org`, fills whose
 * count is not yet known and conditional branches get theirs when the layout is made. Layout repeats until nothing moves;
 * branches only ever grow, so it ends.
 */
import { ByteBuffer } from '../../base/byte-buffer.ts';
import type { Reloc } from '../../abi/elf-relocation.ts';
import { SectionFlag, SectionType } from '../../abi/elf32.ts';
import type { DefinedOp } from '../../isa/opcodes.ts';
import type { SourceStatement } from './source.ts';
import type { AsmSymbol, Expression } from './symbols.ts';

/** A place in the source that a later message may point at. */
export interface Place {
  readonly statement: SourceStatement;
  /** From 0, in the statement's text. */
  readonly column: number;
}

/** An expression whose value goes into bytes already laid down. */
export interface Fixup {
  /** In the fragment. */
  readonly offset: number;
  readonly type: Reloc;
  readonly expression: Expression;
  readonly place: Place;
}

interface FragmentBase {
  /** From the section's start, as of the last layout. */
  offset: number;
  /** As of the last layout. */
  length: number;
  /** Position in the section's list. */
  readonly index: number;
}

export interface DataFragment extends FragmentBase {
  readonly kind: 'data';
  readonly bytes: ByteBuffer;
  readonly fixups: Fixup[];
}

export interface AlignFragment extends FragmentBase {
  readonly kind: 'align';
  /** A power of two. */
  readonly alignment: number;
  /** Pads with this byte; null pads code with `nop` and data with 0. */
  readonly fillByte: number | null;
  /** No alignment if it would take more than this. */
  readonly maxSkip: number;
}

export interface FillFragment extends FragmentBase {
  readonly kind: 'fill';
  readonly count: Expression;
  /** Bytes per item, 1 to 8. */
  readonly size: number;
  readonly value: bigint;
  readonly place: Place;
}

export interface OrgFragment extends FragmentBase {
  readonly kind: 'org';
  readonly target: Expression;
  readonly fillByte: number;
  readonly place: Place;
}

export interface BranchFragment extends FragmentBase {
  readonly kind: 'branch';
  readonly op: DefinedOp;
  readonly left: number;
  readonly right: number;
  readonly target: Expression;
  readonly place: Place;
  /** Out of reach: the inverse branch over a jump. Never becomes false again. */
  isLong: boolean;
}

export type Fragment = DataFragment | AlignFragment | FillFragment | OrgFragment | BranchFragment;

type NewFragment<F extends Fragment = Fragment> = F extends Fragment ? Omit<F, 'offset' | 'length' | 'index'> : never;

/** Sections above these lengths are a mistake: without content, and with bytes that must be written. */
export const MAX_SECTION_LENGTH = 0x4000_0000;
export const MAX_DATA_LENGTH = 0x400_0000;

/** The length that a fragment has whatever the layout, or null. */
function fixedLength(fragment: Fragment): number | null {
  if (fragment.kind === 'data') return fragment.bytes.length;
  return fragment.kind === 'fill' && fragment.count.kind === 'number' ? Number(fragment.count.value) * fragment.size : null;
}

export class AsmSection {
  readonly fragments: Fragment[] = [];
  alignment = 1;
  /** Whether the offsets of all fragments are final. */
  isLaidOut = false;
  /** The section's own symbol, for relocations against places without a global name. */
  readonly symbol: AsmSymbol;
  /** Instructions whose alignment is checked once the layout is known; those after them by whole words are left out. */
  readonly instructionChecks: { readonly fragment: Fragment; readonly offset: number; readonly place: Place }[] = [];

  /** Every instruction with the statement it comes from, for debugging information. */
  readonly instructions: { readonly fragment: Fragment; readonly offset: number; readonly statement: SourceStatement }[] = [];

  constructor(
    readonly name: string,
    readonly type: SectionType,
    readonly flags: number,
    readonly entrySize: number,
    makeSectionSymbol: (section: AsmSection) => AsmSymbol,
  ) {
    this.append({ kind: 'data', bytes: new ByteBuffer(), fixups: [] });
    this.symbol = makeSectionSymbol(this);
  }

  get isNobits(): boolean {
    return this.type === SectionType.Nobits;
  }

  get isCode(): boolean {
    return (this.flags & SectionFlag.Execinstr) !== 0;
  }

  get last(): Fragment {
    return this.fragments[this.fragments.length - 1]!;
  }

  append(fragment: NewFragment): Fragment {
    const added = { ...fragment, offset: 0, length: 0, index: this.fragments.length } as Fragment;
    this.fragments.push(added);
    return added;
  }

  /** The data fragment at the end, made if something else is there. */
  data(): DataFragment {
    const { last } = this;
    return last.kind === 'data' ? last : (this.append({ kind: 'data', bytes: new ByteBuffer(), fixups: [] }) as DataFragment);
  }

  /** Bytes between the starts of two fragments, or null if a fragment between them may still change its length. */
  distance(from: Fragment, to: Fragment): number | null {
    if (this.isLaidOut) return to.offset - from.offset;
    if (from.index > to.index) {
      const back = this.distance(to, from);
      return back === null ? null : -back;
    }
    let total = 0;
    for (let index = from.index; index < to.index; index++) {
      const fragment = this.fragments[index]!;
      const length = fixedLength(fragment);
      if (length === null) return null;
      total += length;
    }
    return total;
  }

  get length(): number {
    return this.last.offset + this.last.length;
  }
}
