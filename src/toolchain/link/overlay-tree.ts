/**
 * The tree file of an overlaid program: which sections form which segment, and which segments may be in memory together.
 * Indentation is the tree; segments of one depth under one parent share their addresses.
 *
 *   # The passes of a compiler take turns in one region, input and output in another.
 *   root: main.o
 *     scan: scan.o
 *     parse: parse.o tables.o(.rodata)
 *       expressions: expr.o
 *     generate: generate.o
 *   region io 2K:
 *     reader: reader.o
 *     printer: printer.o
 *   data scan.o(.data): private
 *
 *   file    = { line }
 *   line    = segment | region | data, with "#" comments
 *   segment = indent name ":" { pattern }
 *   region  = "region" name [ size ] ":"        (its segments are indented below it; their parent is the root)
 *   data    = "data" { pattern } ":" policy     (policy = root | private | reload | writeback)
 *   pattern = file [ "(" section ")" ]          (both with * and ?; the file by name, by last part or without suffix)
 *
 * What no pattern names is in the root, unless its section says where it belongs (`.overlay` in assembly).
 */
import type { SourceDiagnostic } from '../source-diagnostic.ts';

/** What happens to writable data of an overlay segment when it leaves memory. */
export type DataPolicy =
  /** It lies in the root and never leaves. */
  | 'root'
  /** Initial values at each load; only the segment and those below it may refer to it. */
  | 'private'
  /** Initial values at each load; others may refer to it, at their own risk. */
  | 'reload'
  /** It is written to the disk before it leaves, so writes last. */
  | 'writeback';

export const DATA_POLICIES: readonly DataPolicy[] = ['root', 'private', 'reload', 'writeback'];

export interface SectionPattern {
  readonly file: RegExp;
  readonly section: RegExp | null;
}

export interface OverlaySegmentPlan {
  readonly name: string;
  /** Index of the parent; -1 for the root, which is segment 0. */
  readonly parent: number;
  /** Index of the region; -1 for the root. */
  readonly region: number;
  readonly patterns: readonly SectionPattern[];
}

export interface OverlayRegionPlan {
  readonly name: string;
  /** Most bytes it may take, or null. */
  readonly limit: number | null;
}

export interface OverlayTree {
  readonly segments: readonly OverlaySegmentPlan[];
  readonly regions: readonly OverlayRegionPlan[];
  readonly data: readonly { readonly patterns: readonly SectionPattern[]; readonly policy: DataPolicy }[];
}

const SEGMENT_LINE = /^([A-Za-z_][\w-]*)\s*:\s*(.*)$/;
const REGION_LINE = /^region\s+([A-Za-z_][\w-]*)(?:\s+(\S+))?\s*:$/;
const DATA_LINE = /^data\s+(.+?)\s*:\s*(\w+)$/;
const SIZE = /^(\d+|0x[0-9a-fA-F]+)([KM]?)$/;
const PATTERN = /^([^\s()]+)(?:\(([^\s()]+)\))?$/;
const UNIT_SHIFTS: Readonly<Record<string, number>> = { '': 0, K: 10, M: 20 };
const TAB_WIDTH = 8;
/** Region of the root's own children. */
const MAIN_REGION = 0;

function globSource(glob: string): string {
  return glob.replace(/[.*+?^${}()|[\]\\]/g, (character) => (character === '*' ? '.*' : character === '?' ? '.' : `\\${character}`));
}

function patternFrom(text: string): SectionPattern | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const section = match[2] === undefined ? null : new RegExp(`^${globSource(match[2])}$`);
  // A source and its object are one file here: `scan.o`, `scan.s` and `scan` name both.
  const stem = match[1]!.replace(/\.[os]$/i, '');
  return { file: new RegExp(`^(?:.*/)?${globSource(stem)}(?:\\.[^./]*)?$`), section };
}

/** Whether a pattern names a section. */
export const matchesPattern = (pattern: SectionPattern, file: string, section: string): boolean =>
  pattern.file.test(file) && (pattern.section === null || pattern.section.test(section));

/** An open line of the tree: segments indented deeper are its children. */
interface Level {
  readonly indent: number;
  readonly segment: number;
  readonly region: number;
}

class TreeParser {
  private readonly segments: OverlaySegmentPlan[] = [];
  private readonly regions: OverlayRegionPlan[] = [{ name: 'main', limit: null }];
  private readonly data: { patterns: readonly SectionPattern[]; policy: DataPolicy }[] = [];
  private levels: Level[] = [];
  private line = 0;
  private lineText = '';

  constructor(
    private readonly fileName: string,
    private readonly diagnostics: SourceDiagnostic[],
  ) {}

  parse(text: string): OverlayTree {
    text.split(/\r\n|\n|\r/).forEach((lineText, index) => {
      this.line = index + 1;
      this.lineText = lineText;
      const content = lineText.replace(/#.*/, '').trimEnd();
      if (content.trim() !== '') this.parseLine(content.trim(), this.indentOf(content));
    });
    if (this.segments.length === 0) this.error('a tree file starts with its root: `root: pattern…\'');
    return { segments: this.segments, regions: this.regions, data: this.data };
  }

  private indentOf(content: string): number {
    let indent = 0;
    for (const character of content) {
      if (character === '\t') indent += TAB_WIDTH - (indent % TAB_WIDTH);
      else if (character === ' ') indent++;
      else break;
    }
    return indent;
  }

  private error(message: string): void {
    const col = Math.max(1, this.lineText.search(/\S/) + 1);
    this.diagnostics.push({ severity: 'error', file: this.fileName, line: Math.max(1, this.line), col, message, sourceLine: this.lineText });
  }

  private parseLine(content: string, indent: number): void {
    if (/^region\s/.test(content)) return this.parseRegion(content, indent);
    if (/^data\s/.test(content)) return this.parseData(content);
    const match = SEGMENT_LINE.exec(content);
    if (match === null) return this.error("expected `name: pattern…', `region name:' or `data pattern…: policy'");
    this.parseSegment(match[1]!, this.patterns(match[2]!), indent);
  }

  private patterns(text: string): SectionPattern[] {
    return text.split(/\s+/).filter((part) => part !== '').flatMap((part) => {
      const pattern = patternFrom(part);
      if (pattern === null) this.error(`bad pattern \`${part}'`);
      return pattern === null ? [] : [pattern];
    });
  }

  private parseSegment(name: string, patterns: readonly SectionPattern[], indent: number): void {
    if (this.segments.length === 0) {
      if (name !== 'root') this.error("the first segment must be `root'");
      this.segments.push({ name: 'root', parent: -1, region: -1, patterns });
      this.levels = [{ indent, segment: 0, region: MAIN_REGION }];
      return;
    }
    while (this.levels.length > 0 && this.levels[this.levels.length - 1]!.indent >= indent) this.levels.pop();
    const parent = this.levels[this.levels.length - 1];
    if (parent === undefined) return this.error(`segment \`${name}' must be indented below its parent`);
    if (this.segments.some((segment) => segment.name === name)) return this.error(`segment \`${name}' is named twice`);
    this.segments.push({ name, parent: parent.segment, region: parent.region, patterns });
    this.levels.push({ indent, segment: this.segments.length - 1, region: parent.region });
  }

  private parseRegion(content: string, indent: number): void {
    const match = REGION_LINE.exec(content);
    if (match === null) return this.error("expected `region name:' or `region name size:'");
    const limit = match[2] === undefined ? null : sizeFrom(match[2]);
    if (Number.isNaN(limit)) return this.error(`bad size \`${match[2]!}'`);
    if (this.segments.length === 0) return this.error('the root comes before any region');
    const known = this.regions.findIndex(({ name }) => name === match[1]);
    if (known >= 0 && known !== MAIN_REGION) return this.error(`region \`${match[1]!}' is named twice`);
    if (known === MAIN_REGION) this.regions[MAIN_REGION] = { name: 'main', limit };
    else this.regions.push({ name: match[1]!, limit });
    this.levels = [{ indent, segment: 0, region: known === MAIN_REGION ? MAIN_REGION : this.regions.length - 1 }];
  }

  private parseData(content: string): void {
    const match = DATA_LINE.exec(content);
    const policy = DATA_POLICIES.find((one) => one === match?.[2]);
    if (match === null || policy === undefined) return this.error(`expected \`data pattern…: policy' with a policy of ${DATA_POLICIES.join(', ')}`);
    this.data.push({ patterns: this.patterns(match[1]!), policy });
  }
}

/** Bytes, or NaN. */
function sizeFrom(text: string): number {
  const match = SIZE.exec(text);
  return match === null ? NaN : Number(match[1]) * 2 ** UNIT_SHIFTS[match[2]!]!;
}

/** Reads a tree file; mistakes are added to the diagnostics. */
export const parseOverlayTree = (text: string, fileName: string, diagnostics: SourceDiagnostic[]): OverlayTree => new TreeParser(fileName, diagnostics).parse(text);

/** Whether `ancestor` lies on the way from `segment` to the root, or is it. */
export function isOnPath(tree: OverlayTree, segment: number, ancestor: number): boolean {
  for (let at = segment; at >= 0; at = tree.segments[at]!.parent) if (at === ancestor) return true;
  return false;
}
