/**
 * Gives every fragment its place. A pass computes offsets from the lengths known so far; branches whose target turned out
 * of reach grow, once and for ever; passes repeat until one changes nothing. Since `.org` and counts of fills may depend on
 * labels behind them, the number of passes is limited, and what still moves then is an error.
 */
import { encode } from '../../isa/instruction.ts';
import { Limit } from '../../isa/encoding.ts';
import { Op } from '../../isa/opcodes.ts';
import type { Assembly } from './assembly.ts';
import { MAX_DATA_LENGTH, MAX_SECTION_LENGTH, type AlignFragment, type AsmSection, type BranchFragment, type FillFragment, type Fragment, type OrgFragment, type Place } from './section.ts';
import { evaluate, isAbsolute, isFailure, type Expression, type Value } from './symbols.ts';

const WORD = 4;
const MAX_PASSES = 100;
const CODE_ALIGNMENT = 4;
const NOP = encode({ op: Op.Addi, values: [0, 0, 0] });

class LayoutError extends Error {
  constructor(
    message: string,
    readonly place: Place,
  ) {
    super(message);
  }
}

/** Offset of a label in `section`, or null if the value is something else. */
function offsetIn(section: AsmSection, value: Value): number | null {
  const definition = value.add?.definition;
  if (value.sub !== null || definition?.kind !== 'label' || definition.section !== section) return null;
  return definition.fragment.offset + definition.offset + Number(value.constant);
}

function isOutOfReach(section: AsmSection, branch: BranchFragment): boolean {
  const value = evaluate(branch.target);
  const target = isFailure(value) ? null : offsetIn(section, value);
  if (target === null) return false;
  const words = (target - branch.offset) / WORD;
  return words < Limit.Imm15Min || words > Limit.Imm15Max;
}

function constantNow(expression: Expression, place: Place): number {
  const value = evaluate(expression);
  if (isFailure(value) || !isAbsolute(value)) throw new LayoutError('expression is not constant', place);
  return Number(value.constant);
}

function alignLength(offset: number, { alignment, maxSkip }: AlignFragment): number {
  const skip = -offset & (alignment - 1);
  return skip > maxSkip ? 0 : skip;
}

function fillLength({ count, size, place }: FillFragment, isSettled: boolean): number {
  const items = constantNow(count, place);
  if (items < 0 && isSettled) throw new LayoutError('.space, .skip or .fill with negative repeat count', place);
  return Math.max(0, items) * size;
}

function orgLength(section: AsmSection, offset: number, { target, place }: OrgFragment, isSettled: boolean): number {
  const value = evaluate(target);
  if (isFailure(value)) throw new LayoutError(value.error, place);
  const wanted = isAbsolute(value) ? Number(value.constant) : offsetIn(section, value);
  if (wanted === null) throw new LayoutError('invalid segment for .org', place);
  if (wanted < offset && isSettled) throw new LayoutError('attempt to move .org backwards', place);
  return Math.max(0, wanted - offset);
}

function lengthOf(section: AsmSection, fragment: Fragment, offset: number, isSettled: boolean): number {
  switch (fragment.kind) {
    case 'data':
      return fragment.bytes.length;
    case 'align':
      return alignLength(offset, fragment);
    case 'fill':
      return fillLength(fragment, isSettled);
    case 'org':
      return orgLength(section, offset, fragment, isSettled);
    case 'branch':
      return fragment.isLong ? 2 * WORD : WORD;
  }
}

function placeOf(fragment: Fragment): Place | null {
  return 'place' in fragment ? fragment.place : null;
}

/** One pass over a section; returns whether anything moved. */
function pass(section: AsmSection, isSettled: boolean): boolean {
  let offset = 0;
  let hasMoved = false;
  for (const fragment of section.fragments) {
    const length = lengthOf(section, fragment, offset, isSettled);
    hasMoved ||= fragment.offset !== offset || fragment.length !== length;
    fragment.offset = offset;
    fragment.length = length;
    offset += length;
    const place = placeOf(fragment);
    const limit = section.isNobits ? MAX_SECTION_LENGTH : MAX_DATA_LENGTH;
    if (offset > limit && place !== null) throw new LayoutError(`section \`${section.name}' grows beyond ${limit >> 20} MiB`, place);
  }
  for (const fragment of section.fragments) {
    if (fragment.kind !== 'branch' || fragment.isLong || !isOutOfReach(section, fragment)) continue;
    fragment.isLong = true;
    hasMoved = true;
  }
  return hasMoved;
}

function checkInstructions(section: AsmSection, assembly: Assembly): void {
  for (const { fragment, offset, place } of section.instructionChecks) {
    if ((fragment.offset + offset) % CODE_ALIGNMENT !== 0) assembly.report('error', 'instruction is not at a multiple of 4: put .align 2 before it', place);
  }
}

/** Lays out all sections; problems are reported to the assembly. */
export function layOut(assembly: Assembly): void {
  const sections = [...assembly.sections.values()];
  try {
    for (const section of sections) section.isLaidOut = true;
    for (let count = 0; ; count++) {
      const moved = sections.filter((section) => pass(section, false));
      if (moved.length === 0) break;
      if (count < MAX_PASSES) continue;
      const place = moved[0]!.fragments.map(placeOf).find((one) => one !== null);
      throw new LayoutError('layout does not settle: .org or a repeat count depends on what follows it', place!);
    }
    for (const section of sections) pass(section, true);
    for (const section of sections) checkInstructions(section, assembly);
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    assembly.report('error', error.message, error.place);
  }
}

/** The padding bytes of an alignment: `nop` words in code, from the first multiple of 4 on. */
export function paddingOf(section: AsmSection, { offset, length, fillByte }: AlignFragment): Uint8Array {
  const bytes = new Uint8Array(length).fill(fillByte ?? 0);
  if (fillByte !== null || !section.isCode) return bytes;
  const view = new DataView(bytes.buffer);
  for (let at = -offset & (WORD - 1); at + WORD <= length; at += WORD) view.setInt32(at, NOP, true);
  return bytes;
}
