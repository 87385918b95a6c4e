/** The map of an overlaid program: the tree with addresses, the longest path, what overlays save, stubs and pointers. */
import type { OverlayReport } from './overlay-link.ts';
import type { PlacedSegment } from './overlay-layout.ts';

const NAME_WIDTH = 24;

const hex = (value: number, width = 8): string => `0x${value.toString(16).padStart(width, '0')}`;
const number = (value: number, width: number): string => String(value).padStart(width);

function depthOf(segments: readonly PlacedSegment[], segment: PlacedSegment): number {
  let depth = 0;
  for (let at = segment; at.parent >= 0; at = segments[at.parent]!) depth++;
  return depth;
}

function treeLines({ segments, regions, rootLength }: OverlayReport): string[] {
  const head = `${'segment'.padEnd(NAME_WIDTH)} ${'address'.padEnd(10)} ${'bytes'.padStart(7)} ${'in file'.padStart(7)} ${'at'.padStart(10)} ${'checksum'.padStart(10)}  region`;
  const lines = segments.map((segment) => {
    const { name, va, length, fileLength, fileOffset, checksum, region } = segment;
    const label = `${'  '.repeat(depthOf(segments, segment))}${name}`.padEnd(NAME_WIDTH);
    if (segment.parent < 0) return `${label} ${''.padEnd(10)} ${number(rootLength, 7)}`;
    return `${label} ${hex(va)} ${number(length, 7)} ${number(fileLength, 7)} ${hex(fileOffset)} ${hex(checksum)}  ${regions[region]!.name}`;
  });
  return [head, ...lines];
}

function summaryLines(report: OverlayReport): string[] {
  const { regions, longestPaths, rootLength, overhead, resident, whole } = report;
  const paths = regions.flatMap(({ name, va, length }, index) => {
    if (length === 0) return [];
    return [`region ${name}: ${hex(va)} ${length} bytes, longest path root -> ${longestPaths[index]!.join(' -> ')}`];
  });
  const saved = whole - resident;
  const verdict = saved >= 0 ? `${saved} bytes saved` : `${-saved} bytes lost: manager and stubs cost more than the overlays save`;
  return [...paths, `root ${rootLength} bytes, of these ${overhead} for manager, tables and stubs`, `in memory ${resident} bytes, all at once ${whole} bytes: ${verdict}`];
}

/** The text of the map file. */
export function overlayMapText(report: OverlayReport): string {
  const { segments, stubs, pointers } = report;
  const stubLines = stubs.map(({ symbol, segment, calls, pointers: count }) => ` ${symbol.name.padEnd(NAME_WIDTH - 1)} in ${segments[segment]!.name}: ${calls} calls, ${count} references`);
  const pointerLines = pointers.map(({ place, name, segment }) => ` ${place}: ${name} in ${segments[segment]!.name}`);
  return [
    'Overlay tree',
    '',
    ...treeLines(report),
    '',
    ...summaryLines(report),
    '',
    `Stubs (${stubs.length})`,
    ...stubLines,
    '',
    `Pointers to functions in overlays, which are pointers to their stubs (${pointers.length})`,
    ...pointerLines,
    '',
  ].join('\n');
}
