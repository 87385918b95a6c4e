/**
 * What each object of a Go program was allocated as: size and type, which Go's heap does not store. Written while the program runs, by watching
 * mallocgc being entered and left; the program notices nothing. Objects that came before the log began are unknown to it.
 */
import type { Kernel } from '../kernel/kernel.ts';
import { ProbeWatch, type WatchedPlace } from '../kernel/probe-watch.ts';
import { opOf, rdOf, rs1Of } from '../isa/encoding.ts';
import { Op } from '../isa/opcodes.ts';
import { Reg } from '../isa/registers.ts';
import { ElfView } from '../elf/elf-view.ts';
import { readExecutableSections } from '../elf/read-sections.ts';
import { type DebugInfo, DebugInfoError } from '../toolchain/dwarf/debug-info.ts';

/** An allocation. */
export interface Allocation {
  /** Bytes that were asked for. */
  readonly size: number;
  /** Address of the type's descriptor; 0 for memory without a type. */
  readonly descriptor: number;
  /** Allocations before it. */
  readonly order: number;
}

const ALLOCATOR = 'runtime.mallocgc';
const WORD = 4;

export class AllocationLog {
  private readonly allocations = new Map<number, Allocation>();
  /** Calls that have not returned, by the stack pointer of the caller, which each returns with. */
  private readonly open = new Map<number, Allocation>();
  private count = 0;

  /** Watches the machine's first program, which is this executable. Throws {@link DebugInfoError} if it has no allocator. */
  constructor(kernel: Kernel, executable: Uint8Array, info: DebugInfo) {
    const places: WatchedPlace[] = [
      {
        pc: functionOf(info).start,
        reached: (task, { x }) => {
          if (task.mm === kernel.init?.mm) this.open.set(x[Reg.Sp]!, { size: x[Reg.A0]! >>> 0, descriptor: x[Reg.A1]! >>> 0, order: this.count++ });
        },
      },
      ...returnsOf(executable, info).map((pc): WatchedPlace => ({
        pc,
        reached: (task, { x }) => {
          if (task.mm === kernel.init?.mm) this.returned(x[Reg.Sp]!, x[Reg.A0]! >>> 0);
        },
      })),
    ];
    kernel.probes ??= new ProbeWatch(kernel.machine);
    kernel.probes.add(places);
  }

  /** The object that was allocated last at `va`; undefined if none is known. */
  at(va: number): Allocation | undefined {
    return this.allocations.get(va);
  }

  private returned(sp: number, va: number): void {
    const allocation = this.open.get(sp);
    // The stack may have moved during the call: then the object stays unknown.
    if (allocation === undefined) this.allocations.delete(va);
    else this.allocations.set(va, allocation);
    this.open.delete(sp);
  }
}

function functionOf(info: DebugInfo): { readonly start: number; readonly end: number } {
  const found = info.functionNamed(ALLOCATOR);
  if (found === null) throw new DebugInfoError(`the program has no function ${ALLOCATOR}`);
  return found;
}

/** The instructions with which the allocator returns. */
function returnsOf(executable: Uint8Array, info: DebugInfo): number[] {
  const { start, end } = functionOf(info);
  const section = readExecutableSections(executable).sections.find(({ va, length }) => va <= start && end <= va + length)!;
  const view = new ElfView(executable);
  const found: number[] = [];
  for (let pc = start; pc < end; pc += WORD) {
    const word = view.signedWord(section.offset + pc - section.va, 'instruction');
    if (opOf(word) === Op.Jalr && rdOf(word) === Reg.Zero && rs1Of(word) === Reg.Ra) found.push(pc);
  }
  return found;
}
