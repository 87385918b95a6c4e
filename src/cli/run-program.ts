/** Running a program under the reports that were asked for: what run, strace, stat and maps have in common. */
import type { RuntimeWatch } from '../inspect/runtime-watch.ts';
import type { KernelObserver } from '../kernel/observer.ts';
import { boot, type Booted } from './boot.ts';
import type { MachineSettings } from './machine-options.ts';
import { combineObservers } from './observers.ts';
import { outcomeOf, runInterruptibly, runToEnd } from './outcome.ts';
import { ReportSink } from './report-sink.ts';

/** What is printed besides the program's own output. */
export interface ProgramReports {
  readonly stat?: boolean;
  readonly strace?: boolean;
  readonly maps?: boolean;
  readonly json?: boolean;
  readonly output?: string;
  /** Of a Go program: what is inlined and what escapes to the heap. */
  readonly explain?: boolean;
}

/** Runs a program to its end. Gives the exit code. */
export async function runProgram(file: string, guestArguments: readonly string[], settings: MachineSettings, reports: ProgramReports): Promise<number> {
  const sink = new ReportSink(reports.output);
  const booted = await boot(file, guestArguments, settings, { explain: reports.explain === true });
  try {
    const observers: KernelObserver[] = [];
    if (reports.strace === true) observers.push((await import('./strace/tracer.ts')).traceCalls(booted.kernel, sink, {}));
    const watch = reports.stat === true ? await watchIfGo(booted) : null;
    if (watch !== null) observers.push(watch.observer);
    if (reports.maps === true) observers.push((await import('./maps-report.ts')).printMapsAtExit(booted.kernel, sink));
    booted.kernel.observer = combineObservers(observers);
    return await finish(booted, file, settings, reports, sink, watch);
  } finally {
    booted.close();
    sink.close();
  }
}

/** Watches the runtime of a Go program; null for another. */
async function watchIfGo({ kernel, executable }: Booted): Promise<RuntimeWatch | null> {
  return (await import('../inspect/runtime-watch.ts')).RuntimeWatch.start(kernel, executable);
}

async function finish({ kernel }: Booted, file: string, settings: MachineSettings, reports: ProgramReports, sink: ReportSink, watch: RuntimeWatch | null): Promise<number> {
  const isReported = reports.stat === true || reports.strace === true;
  const { maxSteps } = settings.flags;
  const stop = isReported ? await runInterruptibly(kernel, maxSteps) : runToEnd(kernel, maxSteps);
  const { code, message } = outcomeOf(kernel, stop, file);
  if (message !== '') process.stderr.write(`${message}\n`);
  if (reports.stat === true) {
    const { collectStat, statJson, statText } = await import('./stat-report.ts');
    const { collectGoStat, goStatText } = await import('./stat-go.ts');
    const go = watch === null ? null : collectGoStat(watch);
    const record = collectStat(kernel, file, code);
    if (reports.json === true) sink.write(statJson(go === null ? record : { ...record, go }));
    else sink.write(`${statText(record)}${go === null ? '' : goStatText(go)}`);
  }
  return code;
}
