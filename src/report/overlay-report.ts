/** What `pagewalk overlay` prints. */
import type { MemoryPoint, OverlayComparison, Winner } from '../experiments/overlay-comparison.ts';
import { isFailure, type Side } from '../experiments/overlay-side.ts';
import { renderLinePlot } from './svg.ts';
import { formatTable, type Column } from './text-table.ts';

/** Schema of the JSON document. */
const OVERLAY_SCHEMA = 'pagewalk.overlay/1';

const NS_PER_MS = 1e6;
const KIB = 1024;

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });
const COLUMNS = [
  right('memory'), left('program'), right('time ms'), right('disk ms'), right('instructions'), right('loads'), right('again'), right('reads'),
  right('read K'), right('written K'), right('peak K'), right('mean K'), right('tables K'), right('faults'), right('TLB misses'),
];
const VERDICTS: Readonly<Record<Winner, string>> = {
  overlays: 'OVERLAYS WIN', paging: 'paging wins', 'all in memory': 'all in memory wins', even: 'even', neither: 'neither runs',
};

const kib = (bytes: number): string => (bytes / KIB).toFixed(1);
const ms = (ns: number): string => (ns / NS_PER_MS).toFixed(3);

function sideRow(memory: string, name: string, side: Side): string[] {
  if (isFailure(side)) return [memory, `${name}: fails`, ...COLUMNS.slice(2).map(() => '-')];
  return [
    memory, name, ms(side.timeNs), ms(side.diskNs), String(side.instructions), String(side.loads), String(side.loads - side.distinct), String(side.reads),
    kib(side.bytesRead), kib(side.bytesWritten), kib(side.peakBytes), kib(side.meanBytes), kib(side.tableBytes), String(side.pageFaults), String(side.tlbMisses),
  ];
}

/** Sizes of memory in a row that make no difference to any run. */
interface PointGroup {
  readonly label: string;
  readonly point: MemoryPoint;
}

function groupPoints(points: readonly MemoryPoint[]): PointGroup[] {
  const groups: { first: number; last: number; key: string; point: MemoryPoint }[] = [];
  for (const point of points) {
    const key = JSON.stringify({ ...point, memory: 0 });
    const group = groups.at(-1);
    if (group?.key === key) group.last = point.memory;
    else groups.push({ first: point.memory, last: point.memory, key, point });
  }
  const size = (bytes: number): string => `${Number((bytes / KIB).toFixed(2))}K`;
  return groups.map(({ first, last, point }) => ({ label: first === last ? size(first) : `${size(first)}-${size(last)}`, point }));
}

function pointRows({ label, point: { overlaid, whole, cold, warm } }: PointGroup): string[][] {
  return [sideRow(label, 'overlaid', overlaid), sideRow('', 'all in memory', whole), sideRow('', 'paged, cold', cold), sideRow('', 'paged, warm', warm)];
}

function verdictLine({ label, point: { winner, why, thrashing } }: PointGroup): string {
  const marks = thrashing.map((side) => `; ${side === 'overlays' ? 'OVERLAYS THRASH' : 'paging thrashes'}`).join('');
  return `${label}  ${VERDICTS[winner]}: ${why}${marks}`;
}

/** What the program's tree says, before any run. */
function layoutLines({ report, needs, slack, pageTails, assignedSections }: OverlayComparison, treeLines: number): string[] {
  const { segments, regions, stubs, pointers, longestPaths, rootLength, overhead, resident, whole } = report;
  const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return [
    `tree     ${plural(segments.length - 1, 'segment')} in ${plural(regions.length, 'region')}, longest path ${longestPaths.map((path) => ['root', ...path].join(' -> ')).join(', ')}`,
    `memory   ${resident} bytes at once (root ${rootLength}, of which manager, tables and stubs ${overhead}); without overlays ${whole}: ${whole - resident} saved`,
    `needs    ${needs.overlaid} bytes overlaid, ${needs.whole} without overlays, the monitor's page and the least stack included`,
    `effort   ${plural(treeLines, 'line')} of tree file, ${plural(assignedSections, 'section')} assigned in the source; paging needs none`,
    `code     ${plural(stubs.length, 'function')} called through stubs, ${plural(pointers.length, 'function pointer')} to stubs`,
    `waste    regions have ${slack.toFixed(0)} bytes unused on the average, pages ${pageTails} bytes at the ends of segments`,
  ];
}

/** The comparison as text. */
export function formatOverlayComparison(title: string, comparison: OverlayComparison, treeLines: number): string {
  const groups = groupPoints(comparison.points);
  return [
    title,
    '',
    ...layoutLines(comparison, treeLines),
    '',
    ...formatTable(COLUMNS, groups.flatMap(pointRows)),
    '',
    ...groups.map(verdictLine),
    '',
    'loads: segments (the root is one) or pages that came into memory; again: those that had been there before. In memory: root, loaded',
    'segments and stack, or frames with page tables. What paging gives besides: data of any size, protection between programs, sharing,',
    'pages that are never touched cost nothing. What it costs besides: page tables, an MMU, and latency that no one can foretell.',
    '',
  ].join('\n');
}

/** The JSON document. */
export function overlayDocument(program: string, comparison: OverlayComparison, treeLines: number): object {
  const { report, needs, slack, pageTails, assignedSections, points } = comparison;
  const side = (run: Side): object => {
    if (isFailure(run)) return { fails: run.reason };
    const { output: _, loads, distinct, ...rest } = run;
    return { loads, distinct, again: loads - distinct, ...rest };
  };
  return {
    schema: OVERLAY_SCHEMA,
    program,
    tree: {
      segments: report.segments.map(({ name, length }) => ({ name, bytes: length })),
      'longest-paths': report.longestPaths,
      resident: report.resident,
      whole: report.whole,
      saved: report.whole - report.resident,
      overhead: report.overhead,
      stubs: report.stubs.length,
      pointers: report.pointers.length,
    },
    needs,
    effort: { 'tree-lines': treeLines, 'assigned-sections': assignedSections },
    waste: { 'region-slack': slack, 'page-tails': pageTails },
    points: points.map((point) => ({
      memory: point.memory,
      winner: point.winner,
      why: point.why,
      thrashing: point.thrashing,
      overlaid: side(point.overlaid),
      'all-in-memory': side(point.whole),
      'paged-cold': side(point.cold),
      'paged-warm': side(point.warm),
    })),
  };
}

/** Virtual time by size of memory. */
export function plotOverlayComparison(title: string, { points }: OverlayComparison): string {
  const sides = { overlaid: 'overlaid', whole: 'all in memory', cold: 'paged, cold', warm: 'paged, warm' } as const;
  return renderLinePlot({
    title,
    xLabel: 'memory in KiB',
    yLabel: 'virtual time in ms',
    formatY: String,
    series: (Object.keys(sides) as (keyof typeof sides)[]).map((key) => ({
      name: sides[key],
      points: points.flatMap((point) => {
        const run = point[key];
        return isFailure(run) ? [] : [[point.memory / KIB, run.timeNs / NS_PER_MS] as const];
      }),
    })),
  });
}
