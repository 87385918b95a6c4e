/** What `pagewalk stat` tells of a Go program besides the counters of every program: allocations, collections, and whose the page faults were. */
import { KERNEL_CAUSE, type FaultCounts, type RuntimeWatch } from '../inspect/runtime-watch.ts';
import {
  ALLOCATION_PATHS, type AllocationPath, type Amount, COLLECTION_PHASES, type CollectionPhase, type Cost, type RuntimeCounters,
} from '../observe/runtime-counters.ts';
import { formatTable } from '../report/text-table.ts';

interface CostRecord {
  readonly instructions: number;
  readonly 'time-ns': number;
}

export interface ClassStat {
  /** Bytes of a slot. */
  readonly size: number;
  readonly noscan: boolean;
  readonly objects: number;
  readonly refills: number;
  readonly 'fresh-spans': number;
}

export interface CollectionStat {
  readonly forced: boolean;
  readonly 'at-instruction': number;
  readonly phases: Readonly<Record<CollectionPhase, CostRecord>>;
  readonly 'spans-swept': number;
  readonly 'slots-freed': number;
  readonly swept: boolean;
}

export interface GoStat {
  readonly allocations: Readonly<Record<AllocationPath, number>>;
  readonly classes: readonly ClassStat[];
  readonly large: Amount;
  readonly collections: readonly CollectionStat[];
  /** Memory asked of the kernel, given back, and moved with stacks. */
  readonly mapped: Amount;
  readonly scavenged: Amount;
  readonly 'stack-copies': Amount;
  readonly goroutines: number;
  readonly 'faults-by-cause': Readonly<Record<string, FaultCounts>>;
}

export function collectGoStat(watch: RuntimeWatch): GoStat {
  const { counters } = watch;
  const { allocations, large, mapped, scavenged, stackCopies, goroutines } = counters;
  return {
    allocations, classes: classStats(counters, watch.classSizes()), large, collections: counters.collections.map((each) => ({
      forced: each.forced, 'at-instruction': each.start.instructions, phases: phasesOf((phase) => costRecord(each.phases[phase])),
      'spans-swept': each.spansSwept, 'slots-freed': each.slotsFreed, swept: each.isSwept,
    })),
    mapped, scavenged, 'stack-copies': stackCopies, goroutines, 'faults-by-cause': watch.faultsByCause(),
  };
}

const costRecord = ({ instructions, time }: Cost): CostRecord => ({ instructions, 'time-ns': time });

const phasesOf = <T>(value: (phase: CollectionPhase) => T): Record<CollectionPhase, T> =>
  Object.fromEntries(COLLECTION_PHASES.map((phase) => [phase, value(phase)])) as Record<CollectionPhase, T>;

/** By size, those with pointers first: a span class is twice the size class, plus one without pointers. */
function classStats({ classes }: RuntimeCounters, sizes: readonly number[]): ClassStat[] {
  return [...classes].sort(([a], [b]) => a - b).map(([spanClass, { objects, refills, freshSpans }]) => ({
    size: sizes[spanClass >> 1] ?? 0, noscan: (spanClass & 1) !== 0, objects, refills, 'fresh-spans': freshSpans,
  }));
}

const PATH_REMARKS: Readonly<Record<AllocationPath, string>> = {
  tiny: 'in a block that has room for it',
  mcache: 'a free slot of the span at hand',
  mcentral: 'a span that has free slots',
  mheap: 'fresh pages',
  kernel: 'pages asked of the kernel',
};

const COUNT_WIDTH = 18;
const NAME_WIDTH = 24;
const NS_PER_SECOND = 1e9;
const KIB = 1024;

const withCommas = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
const row = (value: number, name: string, remark = ''): string => `${withCommas(value).padStart(COUNT_WIDTH)}      ${name.padEnd(NAME_WIDTH)}${remark === '' ? '' : ` #  ${remark}`}`.trimEnd();
const kib = ({ bytes }: Amount): string => `${withCommas(Math.ceil(bytes / KIB)).padStart(8)} KiB`;
const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);

/** The lines behind the counters that all programs have. */
export function goStatText(stat: GoStat): string {
  const { allocations, large, mapped, scavenged, goroutines } = stat;
  return [
    ' Go allocations by path:',
    '',
    ...ALLOCATION_PATHS.map((path) => row(allocations[path], path, PATH_REMARKS[path])),
    '',
    ...classLines(stat.classes),
    '',
    row(large.count, 'objects over 32 KiB', kib(large)),
    row(mapped.count, 'requests to the kernel', kib(mapped)),
    row(scavenged.count, 'runs given back', kib(scavenged)),
    row(goroutines, 'goroutines'),
    row(stat['stack-copies'].count, 'stacks moved', kib(stat['stack-copies'])),
    '',
    ...collectionLines(stat.collections),
    '',
    ' Page faults by cause:',
    '',
    ...faultLines(stat['faults-by-cause']),
    '',
    '',
  ].join('\n');
}

function classLines(classes: readonly ClassStat[]): string[] {
  const columns = ['size', 'pointers', 'objects', 'refills', 'fresh spans'].map((title) => ({ title, align: 'right' as const }));
  return indented(formatTable(columns, classes.map((each) => [
    String(each.size), each.noscan ? 'no' : 'yes', withCommas(each.objects), withCommas(each.refills), withCommas(each['fresh-spans']),
  ])));
}

function collectionLines(collections: readonly CollectionStat[]): string[] {
  const sum = (value: (each: CollectionStat) => number): number => collections.reduce((total, each) => total + value(each), 0);
  const forced = sum(({ forced: isForced }) => (isForced ? 1 : 0));
  const head = ` Go collections: ${collections.length} (${forced} forced), ${withCommas(sum((each) => each['spans-swept']))} spans swept, ${withCommas(sum((each) => each['slots-freed']))} slots freed`;
  if (collections.length === 0) return [head];
  const columns = [{ title: 'phase', align: 'left' as const }, { title: 'instructions', align: 'right' as const }, { title: 'seconds', align: 'right' as const }];
  const rows = COLLECTION_PHASES.map((phase) => [
    phase, withCommas(sum((each) => each.phases[phase].instructions)), (sum((each) => each.phases[phase]['time-ns']) / NS_PER_SECOND).toFixed(9),
  ]);
  return [head, '', ...indented(formatTable(columns, rows))];
}

function faultLines(faults: Readonly<Record<string, FaultCounts>>): string[] {
  const columns = [{ title: 'cause', align: 'left' as const }, { title: 'minor', align: 'right' as const }, { title: 'major', align: 'right' as const }];
  const causes = Object.keys(faults).sort((a, b) => Number(a === KERNEL_CAUSE) - Number(b === KERNEL_CAUSE));
  return indented(formatTable(columns, causes.map((cause) => [cause, withCommas(faults[cause]!.minor), withCommas(faults[cause]!.major)])));
}
