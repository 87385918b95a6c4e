/** A heap record as people read it. docs/HEAP.md says what each figure means. */
import type { CachedSpan, CentralRecord, ClassRecord, HeapRecord } from '../inspect/heap/heap-record.ts';
import type { PageResidence } from '../inspect/heap/residence.ts';
import { type Column, formatPercent, formatTable } from './text-table.ts';

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

const CLASS_COLUMNS = [
  right('class'), right('size'), left('kind'), right('spans'), right('objects'), right('reachable'), right('free'), right('in use'), right('free bytes'), right('tail'), right('resident'), right('swapped'), right('untouched'),
];
const CACHE_COLUMNS = [right('class'), left('kind'), left('span'), right('objects'), right('free'), right('freeindex'), left('allocCache')];
const CENTRAL_COLUMNS = [right('class'), left('kind'), right('free: swept'), right('unswept'), right('full: swept'), right('unswept'), right('cached')];
const TYPE_COLUMNS = [right('objects'), right('reachable'), right('bytes'), right('asked'), left('type')];
const LARGEST_COLUMNS = [left('address'), right('bytes'), right('asked'), left('kind'), right('resident'), right('swapped'), right('untouched')];

/** Types that are listed. */
const MAX_TYPES = 25;
/** Broken invariants that are listed: one cause may have thousands. */
const MAX_PROBLEMS = 30;

const hex = (value: number): string => `0x${value.toString(16)}`;
const kind = ({ noscan }: { readonly noscan: boolean }): string => (noscan ? 'noscan' : 'scan');
const indent = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));
const pageCells = ({ resident, swapped, untouched }: PageResidence): string[] => [resident, swapped, untouched].map(String);
const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((sum, item) => sum + of(item), 0);

/** The whole report, with a final newline; `title` says of which program and moment. */
export function formatHeap(title: string, heap: HeapRecord): string {
  const parts = [
    [title, cycleLine(heap)],
    ['spans of objects by size class (pages of 4 KiB)', ...indent(classTable(heap.classes))],
    ...reachabilityPart(heap),
    ['totals, as runtime.MemStats has them', ...indent(totals(heap))],
    tinyPart(heap),
    ...heap.caches.map(({ spans }) => [`mcache: ${spans.length} spans held`, ...(spans.length === 0 ? [] : indent(cacheTable(spans)))]),
    ['mcentral: spans with a free slot, and full or held ones', ...indent(centralTable(heap.centrals))],
    ['mheap', ...indent(pageHeapLines(heap))],
    ['largest objects', ...indent(largestTable(heap))],
    ...typesPart(heap),
    ['fragmentation', ...indent(fragmentationLines(heap))],
    invariantLines(heap),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function invariantLines({ problems }: HeapRecord): string[] {
  if (problems.length === 0) return ['invariants: all hold'];
  const rest = problems.length - MAX_PROBLEMS;
  return [`invariants: ${problems.length} broken`, ...indent(problems.slice(0, MAX_PROBLEMS)), ...(rest > 0 ? indent([`and ${rest} more (--json has all)`]) : [])];
}

function cycleLine({ cycle }: HeapRecord): string {
  const { phase, collections, unsweptSpans } = cycle;
  const doing = phase === 'off' ? (unsweptSpans > 0 ? `sweeping, ${unsweptSpans} spans to go` : 'no collection under way') : `collection ${collections + 1}: ${phase}`;
  return `${collections} collections; ${doing}`;
}

function classTable(classes: readonly ClassRecord[]): string[] {
  const rows = classes.map((each) => [
    each.sizeClass === 0 ? 'large' : String(each.sizeClass),
    each.sizeClass === 0 ? '-' : String(each.size),
    kind(each),
    ...[each.spans, each.objects, each.reachable, each.free, each.objectBytes, each.freeBytes, each.tailWaste].map(String),
    ...pageCells(each.pages),
  ]);
  const total = (noscan: boolean | null, name: string): string[] => {
    const some = classes.filter((each) => noscan === null || each.noscan === noscan);
    const sum = (of: (record: ClassRecord) => number): string => String(sumOf(some, of));
    return [
      'all', '', name, sum((c) => c.spans), sum((c) => c.objects), sum((c) => c.reachable), sum((c) => c.free), sum((c) => c.objectBytes), sum((c) => c.freeBytes), sum((c) => c.tailWaste),
      sum((c) => c.pages.resident), sum((c) => c.pages.swapped), sum((c) => c.pages.untouched),
    ];
  };
  return formatTable(CLASS_COLUMNS, [...rows, total(false, 'scan'), total(true, 'noscan'), total(null, '')]);
}

function reachabilityPart({ reachability }: HeapRecord): string[][] {
  if (reachability === null) return [];
  const { reachable, perhaps, garbage } = reachability;
  const text = ({ objects, bytes }: typeof reachable): string => `${objects} objects, ${bytes} bytes`;
  const unsure = perhaps.objects === 0 ? [] : [`perhaps reachable, from words of unknown meaning: ${text(perhaps)}`];
  return [[`reachable: ${text(reachable)}`, ...unsure, `garbage: ${text(garbage)}`]];
}

function totals({ memStats }: HeapRecord): string[] {
  const pairs = Object.entries(memStats) as [string, number][];
  const width = Math.max(...pairs.map(([name]) => name.length));
  const digits = Math.max(...pairs.map(([, value]) => String(value).length));
  const cells = pairs.map(([name, value]) => `${name.padEnd(width)} ${String(value).padStart(digits)}`);
  const perLine = 3;
  return Array.from({ length: Math.ceil(cells.length / perLine) }, (_, i) => cells.slice(i * perLine, (i + 1) * perLine).join('    '));
}

function tinyPart({ tiny, caches }: HeapRecord): string[] {
  const current = caches.filter((cache) => cache.tiny !== 0).map((cache) => `${hex(cache.tiny)}, ${cache.tinyoffset} bytes of it taken`);
  return [`tiny objects: ${tiny.allocs} were put into a block with others; ${tiny.blocks} blocks and objects of 16 bytes exist`, ...indent(current.map((text) => `block being filled: ${text}`))];
}

const cacheTable = (spans: readonly CachedSpan[]): string[] =>
  formatTable(CACHE_COLUMNS, spans.map((span) => [String(span.sizeClass), kind(span), hex(span.base), String(span.objects), String(span.free), String(span.freeindex), hex(span.allocCache)]));

const centralTable = (centrals: readonly CentralRecord[]): string[] =>
  formatTable(CENTRAL_COLUMNS, centrals.map((each) => [
    each.sizeClass === 0 ? 'large' : String(each.sizeClass), kind(each), ...[each.nonempty.swept, each.nonempty.unswept, each.empty.swept, each.empty.unswept, each.empty.cached].map(String),
  ]));

function pageHeapLines({ pageHeap, residence, manualSpans }: HeapRecord): string[] {
  const { arenas, pageSize, inObjects, inManual, free, cached, released, freeRuns, largestFreeRun } = pageHeap;
  const pages = formatTable([left(''), right('resident'), right('swapped'), right('untouched')], [
    ['pages of objects', ...pageCells(residence.objects)],
    ['pages of stacks and work buffers', ...pageCells(residence.manual)],
    ['free pages', ...pageCells(residence.free)],
  ]);
  return [
    `${arenas} arenas; pages of ${pageSize} bytes: ${inObjects} in spans of objects, ${inManual} in ${manualSpans.spans} spans of stacks and work buffers, ${free} free`,
    `of the free pages ${cached} are in the p's cache, ${released} given back to the kernel; ${freeRuns} free runs, the longest ${largestFreeRun} pages`,
    '',
    ...pages,
  ];
}

const largestTable = ({ largest }: HeapRecord): string[] =>
  formatTable(LARGEST_COLUMNS, largest.map((each) => [hex(each.va), String(each.bytes), each.asked === null ? '-' : String(each.asked), kind(each), ...pageCells(each.pages)]));

function typesPart({ objectTypes }: HeapRecord): string[][] {
  if (objectTypes === null) return [];
  const { types } = objectTypes;
  const shown = types.slice(0, MAX_TYPES);
  const rows = shown.map(({ type, objects, reachable, asked, bytes }) => [String(objects), String(reachable), String(Math.round(bytes)), String(asked), type]);
  const rest = types.length - shown.length;
  return [['objects by type', ...indent(formatTable(TYPE_COLUMNS, rows)), ...(rest > 0 ? indent([`and ${rest} more types (--json has all)`]) : [])]];
}

function fragmentationLines({ classes, fragmentation, objectTypes, memStats }: HeapRecord): string[] {
  const rounding = sumOf(classes, ({ rounding: bytes }) => bytes ?? 0);
  return [
    `internal: ${formatPercent(fragmentation.tail)} of the spans' bytes lie behind the last slot; large objects have ${rounding} bytes that nobody asked for`,
    ...(objectTypes === null ? [] : [`internal: ${objectTypes.rounding} of ${memStats.HeapAlloc} bytes in use are lost by rounding up to the size of a slot`]),
    `external: ${formatPercent(fragmentation.slots)} of the spans' bytes are free slots; ${formatPercent(fragmentation.pages)} of the free pages are outside of the longest run`,
  ];
}
