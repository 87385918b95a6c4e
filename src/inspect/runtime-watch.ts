/**
 * Watches a Go program's runtime from outside while it runs: its probes, and whose the page faults are. What is watched runs as it runs unwatched.
 */
import { readExecutableSections } from '../elf/read-sections.ts';
import { readProbes } from '../elf/probe-notes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { FaultOutcome } from '../kernel/mm/memory-system.ts';
import type { KernelObserver } from '../kernel/observer.ts';
import { isFirstProgram, watchProbes } from '../kernel/probe-watch.ts';
import { type Cost, RuntimeCounters } from '../observe/runtime-counters.ts';
import { FaultCauses, PROGRAM_CAUSE } from './fault-causes.ts';

/** The package whose probes are counted. */
const RUNTIME = 'runtime';
/** The runtime's table of the sizes of its classes, halfwords. */
const CLASS_SIZES = 'runtime.class_to_size';
/** The cause of faults that the kernel has while it copies from and to the program's memory. */
export const KERNEL_CAUSE = 'kernel';

export interface FaultCounts {
  minor: number;
  major: number;
}

export class RuntimeWatch {
  readonly counters = new RuntimeCounters();
  /** To be told of the machine's faults. */
  readonly observer: KernelObserver;
  private readonly faults = new Map<string, FaultCounts>();

  private constructor(
    private readonly kernel: Kernel,
    private readonly executable: Uint8Array,
    causes: FaultCauses,
  ) {
    for (const name of [...causes.names, KERNEL_CAUSE]) this.faults.set(name, { minor: 0, major: 0 });
    const now = (): Cost => ({ instructions: kernel.instructions(), time: kernel.scheduler.elapsed() });
    const sites = readProbes(executable).filter(({ provider }) => provider === RUNTIME);
    watchProbes(kernel, sites, (hit) => this.counters.count(hit.site.name, hit, now));
    this.observer = {
      fault: (task, { outcome, isMajor }) => {
        if (outcome !== FaultOutcome.Handled) return;
        const cause = isFirstProgram(kernel, task) ? causes.causeOf(kernel.registersOf(task), task.mm!) : PROGRAM_CAUSE;
        this.faults.get(cause)![isMajor ? 'major' : 'minor']++;
      },
    };
  }

  /** From now on, for the machine's first program; null if that is not a Go program. */
  static start(kernel: Kernel, executable: Uint8Array): RuntimeWatch | null {
    const causes = FaultCauses.of(executable);
    return causes === null ? null : new RuntimeWatch(kernel, executable, causes);
  }

  /** Faults so far by cause. What no access of the program's had was the kernel's. */
  faultsByCause(): Record<string, FaultCounts> {
    const { pgfault, pgmajfault } = this.kernel.memory.counters;
    let [minor, major] = [pgfault - pgmajfault, pgmajfault];
    for (const [cause, counts] of this.faults) {
      if (cause === KERNEL_CAUSE) continue;
      minor -= counts.minor;
      major -= counts.major;
    }
    return { ...Object.fromEntries(this.faults), [KERNEL_CAUSE]: { minor, major } };
  }

  /** Bytes of each size class, as the program's own table has them. */
  classSizes(): number[] {
    const { sections, symbols } = readExecutableSections(this.executable);
    const symbol = symbols.find(({ name }) => name === CLASS_SIZES);
    const section = symbol === undefined ? undefined : sections[symbol.sectionIndex];
    if (symbol === undefined || section === undefined) return [];
    const start = section.offset + symbol.value - section.va;
    const bytes = this.executable.slice(start, start + symbol.length);
    return [...new Uint16Array(bytes.buffer)];
  }
}
