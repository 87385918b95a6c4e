/** The mappings of a program at the moment that matters, in the format of /proc/PID/maps. */
import type { Kernel } from '../kernel/kernel.ts';
import { FaultOutcome } from '../kernel/mm/memory-system.ts';
import { mapsText } from '../kernel/mm/maps-text.ts';
import type { KernelObserver } from '../kernel/observer.ts';
import type { ReportSink } from './report-sink.ts';

/** Prints the first program's mappings as it ends. */
export function mapsAtExit(kernel: Kernel, sink: ReportSink): KernelObserver {
  return {
    ending(task) {
      if (task === kernel.init && task.mm !== null) sink.write(mapsText(task.mm));
    },
  };
}

const isFatal = (outcome: FaultOutcome): boolean =>
  outcome === FaultOutcome.SegvMapErr || outcome === FaultOutcome.SegvAccErr || outcome === FaultOutcome.BusAdrErr;

/** Prints a program's mappings at its first fault that becomes a signal. */
export function mapsAtFault(sink: ReportSink): KernelObserver {
  let isDone = false;
  return {
    fault(task, _va, _errorCode, outcome) {
      if (isDone || task.mm === null || !isFatal(outcome)) return;
      isDone = true;
      sink.write(mapsText(task.mm));
    },
  };
}
