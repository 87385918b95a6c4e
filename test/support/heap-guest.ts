/** Go programs whose heap is looked at. */
import type { Kernel } from '../../src/kernel/kernel.ts';
import { type HeapRecord, readHeap } from '../../src/inspect/heap/heap-record.ts';
import { AllocationLog } from '../../src/inspect/allocation-log.ts';
import { GoProgram } from '../../src/inspect/go-program.ts';
import { MomentRun, parseMoment, type Sight } from '../../src/inspect/moments.ts';
import { compileTexts, executableOf } from './go-program.ts';
import { bootGuest, type CaughtStreams, type GuestRequest } from './guest.ts';

/** A program that prints MemStats when `report` is called, as `name value` lines on standard error. */
const REPORT = `
var stats runtime.MemStats

func report() {
	runtime.ReadMemStats(&stats)
	show()
}

func show() {
	m := &stats
	println("Alloc", m.Alloc)
	println("TotalAlloc", m.TotalAlloc)
	println("Sys", m.Sys)
	println("Mallocs", m.Mallocs)
	println("Frees", m.Frees)
	println("HeapAlloc", m.HeapAlloc)
	println("HeapSys", m.HeapSys)
	println("HeapIdle", m.HeapIdle)
	println("HeapInuse", m.HeapInuse)
	println("HeapReleased", m.HeapReleased)
	println("HeapObjects", m.HeapObjects)
	println("StackInuse", m.StackInuse)
	println("StackSys", m.StackSys)
	println("MSpanInuse", m.MSpanInuse)
	println("MSpanSys", m.MSpanSys)
	println("MCacheInuse", m.MCacheInuse)
	println("MCacheSys", m.MCacheSys)
	println("GCSys", m.GCSys)
	println("OtherSys", m.OtherSys)
	println("NumGC", m.NumGC)
	println("NumForcedGC", m.NumForcedGC)
}
`;

/** A program that imports runtime and `imports`, with `report` and `show` beside `declarations`. */
export const reporting = (declarations: string, imports: readonly string[] = []): string =>
  `package main\n\nimport (\n${['runtime', ...imports].map((path) => `\t"${path}"\n`).join('')})\n${REPORT}\n${declarations}`;

/** The statistics printed last. */
export function printedStats(stderr: string): Record<string, number> {
  return Object.fromEntries(stderr.trim().split('\n').map((line) => line.split(' ')).filter((words) => words.length === 2).map(([name, value]) => [name!, Number(value)]));
}

export interface HeapLook extends Sight {
  readonly heap: HeapRecord;
}

export interface HeapRun {
  readonly looks: readonly HeapLook[];
  readonly streams: CaughtStreams;
  readonly kernel: Kernel;
  readonly program: GoProgram;
  close(): void;
}

export const compileGuest = (text: string): Uint8Array => executableOf(compileTexts({ 'main.go': text }));

interface HeapRequest extends GuestRequest {
  /** Write all allocations down. */
  readonly logged?: boolean;
  /** Instructions after which the run is given up. */
  readonly limit?: number;
}

/** Runs a program up to the last of the moments, looking at each. */
export async function lookAtHeap(elf: Uint8Array, moments: readonly string[], { logged = false, limit = Infinity, ...request }: HeapRequest = {}): Promise<HeapRun> {
  const { kernel, streams, close } = await bootGuest(elf, request);
  const program = GoProgram.of(elf)!;
  const looks: HeapLook[] = [];
  const log = logged ? new AllocationLog(kernel, elf, program.info) : null;
  const run = new MomentRun(kernel, program, moments.map((text) => parseMoment(text)!), (sight) => looks.push({ ...sight, heap: readHeap({ ...sight, log }) }));
  kernel.observer = run.observer;
  run.run(limit);
  return { looks, streams, kernel, program, close };
}
