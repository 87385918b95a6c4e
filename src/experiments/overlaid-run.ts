/** The overlaid side: a program under the resident monitor, with its overlay manager or, if it has none, all in memory. */
import { readExecutableSections } from '../elf/read-sections.ts';
import type { DiskModel } from '../machine/disk-queue.ts';
import { OVERLAY_IMAGE_BASE, type OverlayReport } from '../toolchain/link/overlay-link.ts';
import { runMonitor, type MonitorResult } from './monitor.ts';
import { TimeAverage, type Side } from './overlay-side.ts';

export interface OverlaidRequest {
  readonly program: Uint8Array;
  /** Null for a program linked without overlays. */
  readonly report: OverlayReport | null;
  /** Bytes of the program in memory, from OVERLAY_IMAGE_BASE on. */
  readonly resident: number;
  /** Bytes of memory, the monitor's own page among them. */
  readonly memory: number;
  readonly input: Uint8Array;
  readonly disk: DiskModel;
  readonly maxInstructions: number;
}

/** Least bytes of stack that a program is started with. */
const LEAST_STACK = 1024;

/** Words of an entry of the manager's table of segments, and the one that counts loads (overlay-manager.ts). */
const INFO_ENTRY = 32;
const INFO_LOADS = 24;
/** Bytes of an entry of gdb's table, and the word that says whether the segment is in memory. */
const TABLE_ENTRY = 16;
const TABLE_MAPPED = 12;
const STACK_ALIGNMENT = 16;

/** Bytes of memory that a program needs under the monitor. */
export const memoryNeeded = (resident: number): number => OVERLAY_IMAGE_BASE + resident + LEAST_STACK;

/** Runs a program on bare memory. */
export function runOverlaid(request: OverlaidRequest): Side {
  const { program, report, resident, memory, input, disk, maxInstructions } = request;
  const needed = memoryNeeded(resident);
  if (memory < needed) return { reason: `needs ${needed} bytes: ${resident} of program, ${LEAST_STACK} of stack, a page of monitor` };
  const symbols = new Map(readExecutableSections(program).symbols.map(({ name, value }) => [name, value]));
  const segments = report === null ? [] : report.segments.slice(1);
  const rootLength = report?.rootLength ?? resident;
  const usage = new TimeAverage(0);
  usage.set(OVERLAY_IMAGE_BASE + rootLength, 0);
  const watched = report === null ? [] : [symbols.get('_ovly_debug_event')!];
  const result = runMonitor({
    program,
    memory,
    input,
    disk,
    maxInstructions,
    watch: {
      addresses: watched,
      at: (_, cpu) => {
        const view = new DataView(cpu.memory.bytes.buffer, cpu.memory.bytes.byteOffset);
        const table = symbols.get('_ovly_table')!;
        const mapped = segments.filter((_segment, index) => view.getUint32(table + index * TABLE_ENTRY + TABLE_MAPPED, true) === 1);
        usage.set(OVERLAY_IMAGE_BASE + rootLength + mapped.reduce((sum, { length }) => sum + length, 0), cpu.clock.cycles);
      },
    },
  });
  if (result.end.kind === 'fault') return { reason: result.end.message };
  if (result.end.kind === 'limit') return { reason: `does not end within ${maxInstructions} instructions` };
  if (result.lowestStack < OVERLAY_IMAGE_BASE + resident) return { reason: `its stack runs into it, ${memory - result.lowestStack} bytes deep` };
  const stackBytes = (memory & -STACK_ALIGNMENT) - result.lowestStack;
  const loads = report === null ? [] : loadsOf(result, symbols.get('_ovly_info')!, segments.length);
  return {
    code: result.end.code,
    output: result.output,
    instructions: result.instructions,
    timeNs: result.timeNs,
    diskNs: result.diskNs,
    loads: 1 + loads.reduce((sum, count) => sum + count, 0),
    distinct: 1 + loads.filter((count) => count > 0).length,
    reads: 1 + result.reads,
    bytesRead: result.bytesLoaded + result.bytesRead,
    bytesWritten: result.bytesWritten,
    peakBytes: usage.peak + stackBytes,
    meanBytes: usage.mean(result.timeNs) + stackBytes,
    tlbMisses: 0,
    pageFaults: 0,
    tableBytes: report?.overhead ?? 0,
  };
}

/** How often each segment was loaded, as the manager counted. */
function loadsOf({ memory }: MonitorResult, info: number, count: number): number[] {
  const view = new DataView(memory.buffer, memory.byteOffset);
  return Array.from({ length: count }, (_, index) => view.getUint32(info + index * INFO_ENTRY + INFO_LOADS, true));
}
