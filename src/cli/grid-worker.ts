/** A worker of `pagewalk stat` over a grid: runs one program on one machine, its output unheard. */
import { recordReferences } from '../experiments/reference-recording.ts';
import { serveJobs } from '../host/worker-pool.ts';
import type { StandardStreams } from '../kernel/fs/file.ts';
import { TraceBuilder, type ReferenceTrace } from '../observe/reference-trace.ts';
import { bootImage, type ProgramImage } from './boot.ts';
import type { MachineSettings } from './machine-options.ts';
import { outcomeOf, runToEnd } from './outcome.ts';
import { collectStat, type StatRecord } from './stat-report.ts';

/** A run to be made. */
export interface GridJob {
  readonly file: string;
  readonly image: ProgramImage;
  readonly guestArguments: readonly string[];
  readonly settings: MachineSettings;
  /** Whether the references are wanted; their number is limited. */
  readonly isRecording: boolean;
}

export interface GridJobResult {
  readonly stat: StatRecord;
  /** null if they were not wanted or are too many. */
  readonly trace: ReferenceTrace | null;
}

/** Events of a recording, at four bytes each. */
const MOST_EVENTS = 2 ** 26;

const SILENT: StandardStreams = {
  read: () => new Uint8Array(0),
  write: () => {},
};

function run({ file, image, guestArguments, settings, isRecording }: GridJob): GridJobResult {
  const { kernel, close } = bootImage(image, guestArguments, settings, SILENT);
  try {
    const builder = new TraceBuilder((page) => `0x${page.toString(16)}`);
    let events = 0;
    if (isRecording) {
      recordReferences(kernel.memory, (page, kind, space) => {
        if (events++ < MOST_EVENTS) builder.add(page, kind, space);
      });
    }
    const { code } = outcomeOf(kernel, runToEnd(kernel, settings.flags.maxSteps), file);
    const isComplete = isRecording && events <= MOST_EVENTS;
    return { stat: collectStat(kernel, file, code), trace: isComplete ? builder.build(4096) : null };
  } finally {
    close();
  }
}

serveJobs(run);
