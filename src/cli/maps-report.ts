/** The mappings of a program at the moment that matters, in the format of /proc/PID/maps or as JSON. */
import type { Kernel } from '../kernel/kernel.ts';
import { FaultOutcome } from '../kernel/mm/memory-system.ts';
import { PAGE_SIZE, type Mm } from '../kernel/mm/mm.ts';
import { mapsText, permissionText, vmaName } from '../kernel/mm/maps-text.ts';
import type { KernelObserver } from '../kernel/observer.ts';
import type { ReportSink } from './report-sink.ts';

type Print = (mm: Mm) => void;

/** Prints the first program's mappings as it ends. */
export function mapsAtExit(kernel: Kernel, print: Print): KernelObserver {
  return {
    ending(task) {
      if (task === kernel.init && task.mm !== null) print(task.mm);
    },
  };
}

/** As {@link mapsAtExit}, as text to a report. */
export const printMapsAtExit = (kernel: Kernel, sink: ReportSink): KernelObserver => mapsAtExit(kernel, (mm) => sink.write(mapsText(mm)));

const isFatal = (outcome: FaultOutcome): boolean =>
  outcome === FaultOutcome.SegvMapErr || outcome === FaultOutcome.SegvAccErr || outcome === FaultOutcome.BusAdrErr;

/** Prints a program's mappings at its first fault that becomes a signal. */
export function mapsAtFault(print: Print): KernelObserver {
  let isDone = false;
  return {
    fault(task, { outcome }) {
      if (isDone || task.mm === null || !isFatal(outcome)) return;
      isDone = true;
      print(task.mm);
    },
  };
}

/** One line. */
export function mapsJson(mm: Mm, program: string): string {
  const mappings = mm.vmas.map((vma) => ({
    start: vma.start,
    end: vma.end,
    permissions: permissionText(vma.flags),
    offset: vma.file === null ? 0 : vma.pgoff * PAGE_SIZE,
    inode: vma.file?.inode.ino ?? 0,
    name: vmaName(mm, vma),
  }));
  return `${JSON.stringify({ schema: 'pagewalk.maps/1', program, mappings })}\n`;
}
