/**
 * The Go-style runtime in figures: what an allocation costs by its path and size, what a collection costs by what lives and what dies. Instructions
 * and virtual time are exact and the same on every host; the probes that they are counted between cost the program nothing.
 */
import { buildGo } from '../../src/cli/go-sources.ts';
import { collectGoStat, type ClassStat, type GoStat } from '../../src/cli/stat-go.ts';
import { type ProbeSite, readProbes } from '../../src/elf/probe-notes.ts';
import { RuntimeWatch } from '../../src/inspect/runtime-watch.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { watchProbes } from '../../src/kernel/probe-watch.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { ALLOCATION_PATHS, type AllocationPath, type Cost } from '../../src/observe/runtime-counters.ts';
import { formatTable } from '../../src/report/text-table.ts';
import { bootGuest, type CaughtStreams } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

const MIB = 1 << 20;
const OBJECT_SIZE = 32;

interface Watched {
  readonly kernel: Kernel;
  readonly go: GoStat;
  readonly streams: CaughtStreams;
}

/** Runs a program of the checkout under its runtime's watch. `prepare` may watch more. */
async function watchRun(path: string, args: readonly (string | number)[], flags = '', prepare: (kernel: Kernel, sites: readonly ProbeSite[], watch: RuntimeWatch) => void = () => {}): Promise<Watched> {
  const executable = buildGo([inRepository(path)]);
  const { kernel, close, streams } = await bootGuest(executable, { flags, arguments: args.map(String) });
  try {
    const watch = RuntimeWatch.start(kernel, executable)!;
    kernel.observer = watch.observer;
    prepare(kernel, readProbes(executable).filter(({ provider }) => provider === 'main'), watch);
    const stop = run(kernel);
    if (stop.reason !== 'exit' || stop.status !== 0) throw new Error(`${path} ended with ${JSON.stringify(stop)}: ${streams.output[2]}`);
    return { kernel, go: collectGoStat(watch), streams };
  } finally {
    close();
  }
}

const verdict = (goal: string, isReached: boolean): string => `goal: ${goal}: ${isReached ? 'reached' : 'MISSED'}`;
const right = (...titles: string[]): { readonly title: string; readonly align: 'right' }[] => titles.map((title) => ({ title, align: 'right' }));
const print = (lines: readonly string[]): void => lines.forEach((line) => console.log(`  ${line}`));

// --- Allocation -----------------------------------------------------------------------------------------------------

/** Requested sizes; the classes of the last four have pages of two and more. */
const SIZES = [1, 8, 16, 48, 96, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536];
/** Bytes of each size; enough objects for a refill more or less not to matter. */
const BYTES_EACH = 4 * MIB;

/** Costs of the allocations of one size that took one path. */
interface Group {
  count: number;
  instructions: number;
  time: number;
}

async function benchAllocation(): Promise<void> {
  const groups = new Map<string, Group>();
  const { go } = await watchRun('test/bench/runtime/allocations.go', [BYTES_EACH, ...SIZES], '--ram 512M', (kernel, sites, { counters }) => {
    let start: Cost | null = null;
    let key = '';
    let before: Record<AllocationPath, number> = { ...counters.allocations };
    watchProbes(kernel, sites, ({ site, argument }) => {
      const now = { instructions: kernel.instructions(), time: kernel.scheduler.elapsed() };
      if (site.name !== 'end') {
        key = `${argument(0)} ${site.name === 'begin' ? 'no' : 'yes'}`;
        before = { ...counters.allocations };
        start = now;
        return;
      }
      const path = ALLOCATION_PATHS.find((each) => counters.allocations[each] !== before[each]);
      if (start === null || path === undefined) return;
      const group = groups.get(`${key} ${path}`) ?? { count: 0, instructions: 0, time: 0 };
      groups.set(`${key} ${path}`, group);
      group.count++;
      group.instructions += now.instructions - start.instructions;
      group.time += now.time - start.time;
    });
  });
  console.log('allocation');
  const rows = [...groups].map(([name, { count, instructions, time }]) => [...name.split(' '), String(count), (instructions / count).toFixed(0), (time / count).toFixed(0)]);
  print(formatTable(right('size', 'pointers', 'path', 'times', 'instructions each', 'virtual ns each'), rows));
  benchRefills(go);
}

const CLASSES_CHECKED = 10;
const REFILL_TOLERANCE = 0.02;

/** Slots in a span of a class: pages of 8 KiB such that at most an eighth is lost. */
function slotsPerSpan(size: number): number {
  let bytes = 8192;
  while (bytes % size > bytes / 8) bytes += 8192;
  return Math.floor(bytes / size);
}

function benchRefills({ classes }: GoStat): void {
  const rows = classes.filter(({ size, noscan }) => noscan && SIZES.includes(size)).slice(-CLASSES_CHECKED).map((each) => ({ ...each, expected: each.objects / slotsPerSpan(each.size) }));
  const isClose = ({ refills, expected }: ClassStat & { readonly expected: number }): boolean => Math.abs(refills - expected) <= REFILL_TOLERANCE * expected;
  console.log('refills of the mcache');
  print(formatTable(right('size', 'objects', 'refills', 'objects / slots in a span'), rows.map((each) => [String(each.size), String(each.objects), String(each.refills), each.expected.toFixed(1)])));
  print([verdict('equal within 2 % for ten classes', rows.length === CLASSES_CHECKED && rows.every(isClose))]);
}

// --- Collection -----------------------------------------------------------------------------------------------------

const LIVE_MIB = [1, 2, 4, 8, 16];
const LINEAR_TOLERANCE = 0.1;

async function benchCollection(): Promise<void> {
  const perByte: number[] = [];
  const perObject: number[] = [];
  const rows: string[][] = [];
  for (const mib of LIVE_MIB) {
    const marked = (await collectionOf(mib, 0)).phases.mark;
    const swept = (await collectionOf(0, mib)).phases.sweep;
    perByte.push(marked.instructions / (mib * MIB));
    perObject.push(swept.instructions / ((mib * MIB) / OBJECT_SIZE));
    rows.push([String(mib), String(marked.instructions), perByte.at(-1)!.toFixed(3), (marked['time-ns'] / (mib * MIB)).toFixed(3), String(swept.instructions), perObject.at(-1)!.toFixed(3)]);
  }
  console.log(`collection, objects of ${OBJECT_SIZE} bytes with two pointers`);
  print(formatTable(right('MiB', 'marking that much', 'per live byte', 'virtual ns', 'sweeping that much', 'per dead object'), rows));
  print([verdict('per live byte the same within 10 %', isLevel(perByte)), verdict('per dead object the same within 10 %', isLevel(perObject))]);
}

const isLevel = (values: readonly number[]): boolean => Math.max(...values) / Math.min(...values) <= 1 + LINEAR_TOLERANCE;

/** The last collection of the program: so much lives, so much has died since the one before. */
async function collectionOf(liveMib: number, deadMib: number): Promise<GoStat['collections'][number]> {
  const { go } = await watchRun('test/bench/runtime/collections.go', [liveMib, deadMib], '--ram 128M');
  return go.collections.at(-1)!;
}

// --- Programs -------------------------------------------------------------------------------------------------------

const MOST_PER_ALLOCATION = 400;
const TREE_DEPTH = 14;
const GOROUTINES = 100_000;

async function benchPrograms(): Promise<void> {
  console.log('programs');
  for (const [name, path, depth] of [['binary-trees', 'programs/runtime/binary_trees.go', TREE_DEPTH], ['GCBench', 'programs/runtime/gcbench.go', TREE_DEPTH]] as const) {
    const { kernel, go } = await watchRun(path, [depth]);
    const count = Object.values(go.allocations).reduce((sum, each) => sum + each, 0);
    const each = kernel.instructions() / count;
    print([`${name} ${depth}: ${count} allocations, ${go.collections.length} collections, ${each.toFixed(0)} instructions an allocation, all included   ${verdict(`at most ${MOST_PER_ALLOCATION}`, each <= MOST_PER_ALLOCATION)}`]);
  }
  const { kernel, streams } = await watchRun('test/bench/runtime/blocked_goroutines.go', [GOROUTINES], '--ram 64M --swap 512M');
  const { pswpin, pswpout } = kernel.memory.counters;
  const isDone = streams.output[1] === `${GOROUTINES}\n`;
  print([`${GOROUTINES} goroutines blocked on channels in 64 MiB: ${pswpout} pages swapped out, ${pswpin} in, ${(kernel.scheduler.elapsed() / 1e9).toFixed(3)} s of virtual time   ${verdict('all run', isDone)}`]);
}

async function benchFaults(): Promise<void> {
  const { go } = await watchRun('programs/runtime/mark_under_memory_pressure.go', [], '--ram 4M');
  console.log('page faults of mark_under_memory_pressure.go in 4 MiB');
  const rows = Object.entries(go['faults-by-cause']).map(([cause, { minor, major }]) => [cause, String(minor), String(major)]);
  print(formatTable(right('cause', 'minor', 'major'), rows));
  const major = Object.values(go['faults-by-cause']).reduce((sum, counts) => sum + counts.major, 0);
  print([verdict('most major faults are the mark phase', go['faults-by-cause']['mark']!.major > major / 2)]);
}

export async function benchRuntime(): Promise<void> {
  await benchAllocation();
  await benchCollection();
  await benchPrograms();
  await benchFaults();
}
