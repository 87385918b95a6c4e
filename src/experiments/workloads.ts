/**
 * Generated reference strings: the shapes of locality that textbooks reason with. Every choice comes from the stream
 * 'workload' of the seed, so a workload is decided by its name, its size and its seed.
 */
import { RandomStream } from '../base/random.ts';
import { ReferenceKind, TraceBuilder, type ReferenceTrace } from '../observe/reference-trace.ts';

/** Size of a workload. */
export interface WorkloadOptions {
  /** Pages, numbered from 0. */
  readonly pages: number;
  readonly references: number;
  /** Share of references that write, 0 to 1. */
  readonly writes: number;
  readonly seed: number;
}

/** The page of the i-th reference. */
type PageSource = (index: number) => number;

/** One generator. */
export interface Workload {
  readonly name: string;
  readonly summary: string;
  readonly source: (options: WorkloadOptions, stream: RandomStream) => PageSource;
}

/** 80-20: this share of references goes to the share of pages that is left. */
const HOT_SHARE = 0.8;
/** phases: number of phases, share of the pages in a phase's working set, share of references inside it. */
const PHASES = 10;
const PHASE_PAGES = 0.1;
const PHASE_LOCALITY = 0.95;

/** Cumulative weights of ranks 1 to n under Zipf's law with exponent 1. */
function zipfTable(pages: number): Float64Array {
  const table = new Float64Array(pages);
  let sum = 0;
  for (let rank = 1; rank <= pages; rank++) {
    sum += 1 / rank;
    table[rank - 1] = sum;
  }
  return table;
}

/** The first index whose cumulative weight exceeds `point`. */
function findRank(table: Float64Array, point: number): number {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table[middle]! > point) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** All generators, in the order in which help shows them. */
export const WORKLOADS: readonly Workload[] = [
  {
    name: 'no-locality',
    summary: 'every page equally likely',
    source: ({ pages }, stream) => () => stream.below(pages),
  },
  {
    name: '80-20',
    summary: '80 % of the references go to 20 % of the pages',
    source: ({ pages }, stream) => {
      const hot = Math.max(1, Math.round((1 - HOT_SHARE) * pages));
      return () => (hot === pages || stream.fraction() < HOT_SHARE ? stream.below(hot) : hot + stream.below(pages - hot));
    },
  },
  {
    name: 'looping',
    summary: 'all pages in order, over and over',
    source: ({ pages }) => (index) => index % pages,
  },
  {
    name: 'sequential',
    summary: 'all pages in order, once, each many times in a row',
    source: ({ pages, references }) => (index) => Math.floor((index * pages) / references),
  },
  {
    name: 'zipf',
    summary: 'the page of rank k has weight 1/k',
    source: ({ pages }, stream) => {
      const table = zipfTable(pages);
      return () => findRank(table, stream.fraction() * table[pages - 1]!);
    },
  },
  {
    name: 'phases',
    summary: 'ten phases, 95 % of whose references go to a tenth of the pages, another in each phase',
    source: ({ pages, references }, stream) => {
      const size = Math.max(1, Math.round(PHASE_PAGES * pages));
      const starts = Array.from({ length: PHASES }, () => stream.below(pages));
      return (index) => {
        const start = starts[Math.floor((index * PHASES) / references)]!;
        return stream.fraction() < PHASE_LOCALITY ? (start + stream.below(size)) % pages : stream.below(pages);
      };
    },
  },
];

/** Generates a workload's references. */
export function generate(workload: Workload, options: WorkloadOptions): ReferenceTrace {
  const source = workload.source(options, new RandomStream(options.seed, 'workload'));
  const writes = new RandomStream(options.seed, 'workload writes');
  const builder = new TraceBuilder(String);
  for (let i = 0; i < options.references; i++) {
    builder.add(source(i), options.writes > 0 && writes.fraction() < options.writes ? ReferenceKind.Write : ReferenceKind.Read);
  }
  return builder.build(null);
}
