/** What stat tells of Go programs, compared with what they say themselves. */
import { expect, test } from 'vitest';
import { collectGoStat, goStatText, type GoStat } from '../../src/cli/stat-go.ts';
import { collectStat, type StatRecord } from '../../src/cli/stat-report.ts';
import { RuntimeWatch } from '../../src/inspect/runtime-watch.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { compileTexts, executableOf } from '../support/go-program.ts';
import { assembleProgram, bootGuest } from '../support/guest.ts';

/** Prints its statistics as a list of numbers: Mallocs, Frees, NumGC, NumForcedGC, TotalAlloc, then size and Mallocs of each class. */
const PROGRAM = `package main

import "runtime"

type node struct {
	left, right *node
	value       [3]int
}

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: build(depth - 1), right: build(depth - 1)}
}

var kept []*node
var letters []*byte
var stats runtime.MemStats

func main() {
	kept = append(kept, build(13))
	for i := 0; i < 150; i++ {
		build(9)
	}
	for i := 0; i < 1000; i++ {
		letters = append(letters, new(byte))
	}
	large := make([]byte, 100<<10)
	runtime.GC()
	build(10)
	runtime.ReadMemStats(&stats)
	print(stats.Mallocs, " ", stats.Frees, " ", stats.NumGC, " ", stats.NumForcedGC)
	for _, c := range stats.BySize[1:] {
		print(" ", c.Size, " ", c.Mallocs)
	}
	runtime.KeepAlive(large)
}
`;

interface Watched {
  readonly go: GoStat;
  readonly stat: StatRecord;
  readonly printed: number[];
}

const elf = executableOf(compileTexts({ 'main.go': PROGRAM }));

async function watch(flags: string): Promise<Watched> {
  const { kernel, close, streams } = await bootGuest(elf, { flags });
  try {
    const watched = RuntimeWatch.start(kernel, elf)!;
    kernel.observer = watched.observer;
    run(kernel);
    return { go: collectGoStat(watched), stat: collectStat(kernel, 'main', 0), printed: streams.output[2].split(' ').map(Number) };
  } finally {
    close();
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test.each(['', '--ram 384K'])('allocations and collections are those that the program counts (%s)', async (flags) => {
  const { go, printed } = await watch(flags);
  const [mallocs, frees, collections, forced, ...bySize] = printed;
  expect(sum(Object.values(go.allocations))).toBe(mallocs);
  expect(go.collections).toHaveLength(collections!);
  expect(go.collections.filter((each) => each.forced)).toHaveLength(forced!);
  // What joins a block of tiny objects counts as freed at once.
  expect(sum(go.collections.map((each) => each['slots-freed'])) + go.allocations.tiny).toBe(frees);
  expect(go.allocations.tiny).toBeGreaterThan(900);
  expect(go.large).toEqual({ count: 1, bytes: 100 << 10 });
  // MemStats counts what joins a block of tiny objects in Mallocs alone.
  const ours = new Map<number, number>();
  for (const { size, objects } of go.classes) ours.set(size, (ours.get(size) ?? 0) + objects);
  for (let i = 0; i < bySize.length; i += 2) expect([bySize[i], ours.get(bySize[i]!) ?? 0]).toEqual([bySize[i], bySize[i + 1]]);
});

test('every collection has its phases, in instructions and time', async () => {
  const { go } = await watch('');
  for (const { phases, swept } of go.collections) {
    expect(phases.mark.instructions).toBeGreaterThan(phases['mark-termination'].instructions);
    expect(phases.mark['time-ns']).toBeGreaterThanOrEqual(phases.mark.instructions);
    expect(phases.sweep.instructions).toBeGreaterThan(1000);
    expect(swept).toBe(true);
  }
});

test.each(['', '--ram 384K', '--ram 384K --policy fifo --page-cluster 0'])('every page fault has one cause (%s)', async (flags) => {
  const { go, stat } = await watch(flags);
  const causes = Object.entries(go['faults-by-cause']);
  expect(causes.map(([name]) => name).sort()).toEqual(['allocator', 'kernel', 'mark', 'program', 'scavenger', 'sweep']);
  expect(sum(causes.map(([, { minor }]) => minor))).toBe(stat.counters['minor-faults']);
  expect(sum(causes.map(([, { major }]) => major))).toBe(stat.counters['major-faults']);
  for (const name of ['program', 'allocator', 'mark']) expect(go['faults-by-cause'][name]!.minor + go['faults-by-cause'][name]!.major).toBeGreaterThan(0);
});

test('little memory makes the collector fault, and says so', async () => {
  const [much, little] = [await watch(''), await watch('--ram 384K')];
  expect(little.go['faults-by-cause']['mark']!.major).toBeGreaterThan(5 * much.go['faults-by-cause']['mark']!.major);
});

test('the report has a line for each path, phase and cause', async () => {
  const { go } = await watch('');
  const text = goStatText(go);
  expect(text).toMatch(/^ +[\d,]+ {6}mcentral +# {2}a span that has free slots$/m);
  expect(text).toMatch(/^ {4}mark +[\d,]+ {2}0\.\d{9}$/m);
  expect(text).toMatch(/^ Go collections: \d+ \(1 forced\), [\d,]+ spans swept, [\d,]+ slots freed$/m);
  expect(text).toMatch(/^ {4}scavenger +\d+ +\d+$/m);
});

test('a program that is not Go has no such counters', async () => {
  const assembled = assembleProgram('.globl _start\n_start:\n\tli a7, 1\n\tli a0, 0\n\tecall\n');
  const { kernel, close } = await bootGuest(assembled, {});
  expect(RuntimeWatch.start(kernel, assembled)).toBe(null);
  close();
});
