/**
 * `pagewalk stat --policy a,b --ram x,y FILE`: runs a program under every policy with every size of RAM, on worker threads,
 * and compares the runs with each other and with the optimal policy over the program's recorded references.
 */
import { analyseGrid, type MemoryCell } from '../experiments/memory-grid.ts';
import { defaultPoolSize, runJobs } from '../host/worker-pool.ts';
import { formatMemoryGrid, plotMemoryGrid } from '../report/memory-grid-report.ts';
import { loadImage } from './boot.ts';
import { namedProgram } from './program-files.ts';
import { processIo } from './command-io.ts';
import type { GridJob, GridJobResult } from './grid-worker.ts';
import { machineSettings, type MachineFlags } from './machine-options.ts';
import { ReportSink } from './report-sink.ts';
import { formatSize } from './size.ts';
import { statJson, type StatRecord } from './stat-report.ts';

/** What is asked for; the flags' own policy and RAM do not count. */
export interface GridRequest {
  readonly policies: readonly string[];
  readonly rams: readonly number[];
  readonly flags: MachineFlags;
  readonly json: boolean;
  readonly output?: string;
  readonly svg?: string;
}

/** RAM and swap of the run that is recorded: what is recorded does not depend on them, and this run shall not swap. */
const RECORDING_RAM = 256 * 2 ** 20;

/** Runs the grid and prints it. Gives the exit code: the program's, of the first run that did not end with 0. */
export async function runGrid(file: string, rest: readonly string[], request: GridRequest): Promise<number> {
  const { policies, rams, flags, json } = request;
  const { files, guestArguments } = namedProgram(file, rest);
  const image = await loadImage(files);
  const jobs: GridJob[] = [];
  for (const policy of policies.filter((name) => name !== 'opt')) {
    for (const ram of rams) jobs.push({ file, image, guestArguments, settings: await machineSettings({ ...flags, policy, ram }), isRecording: false });
  }
  const needsRecording = !json || request.svg !== undefined;
  if (needsRecording) {
    const ram = Math.max(RECORDING_RAM, ...rams);
    jobs.push({ file, image, guestArguments, settings: await machineSettings({ ...flags, policy: 'linux', ram, references: 'bits' }), isRecording: true });
  }
  const sink = new ReportSink(request.output);
  const results = await runJobs<GridJob, GridJobResult>(new URL('./grid-worker.js', import.meta.url), jobs, { size: defaultPoolSize(), onProgress: meter(jobs.length) });
  const runs = results.filter((_, index) => !jobs[index]!.isRecording).map(({ stat }) => stat);
  if (json) {
    for (const stat of runs) sink.write(statJson(stat));
  }
  if (needsRecording) {
    const grid = analyseGrid(runs.map(cellOf), results.at(-1)!.trace);
    if (!json) sink.write(`${formatMemoryGrid(file, grid, formatSize)}`);
    if (request.svg !== undefined) processIo.writeOutput(request.svg, plotMemoryGrid(file, grid));
  }
  sink.close();
  return runs.find(({ exit }) => exit !== 0)?.exit ?? 0;
}

function cellOf(stat: StatRecord): MemoryCell {
  const { counters, machine } = stat;
  return {
    policy: String(machine['policy']),
    ram: Number(machine['ram']),
    exit: stat.exit,
    frames: stat['page-frames'],
    loads: stat['page-loads'],
    pageFaults: counters['page-faults'],
    majorFaults: counters['major-faults'],
    swapOut: counters['swap-out'],
    virtualTimeNs: stat['virtual-time-ns'],
  };
}

/** One line on a terminal that says how far the runs are; nothing elsewhere. */
function meter(total: number): (done: number) => void {
  if (!process.stderr.isTTY) return () => {};
  return (done) => process.stderr.write(done === total ? '\r\x1b[K' : `\r${done} of ${total} runs`);
}
