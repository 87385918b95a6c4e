/**
 * The machine: RAM, the CPUs with their decoded code, and what concerns several CPUs at once: TLB shoot-downs and probes.
 * Disks stand beside it (disk-queue.ts); the kernel composes both.
 */
import { type CostModel, DEFAULT_COSTS } from './clock.ts';
import { Cpu, type CpuState } from './cpu.ts';
import { DecodedCode } from './decoded-code.ts';
import { PhysicalMemory, type PhysicalMemoryState } from './physical-memory.ts';
import { Paging } from './pte.ts';
import { DEFAULT_TLB, type TlbGeometry } from './tlb.ts';

export interface MachineOptions {
  /** RAM in bytes, rounded up to 64 KiB. */
  readonly ram: number;
  readonly cpus?: number;
  readonly tlb?: TlbGeometry;
  /** Whether pages can forbid execution; true unless told. */
  readonly nx?: boolean;
  /** Whether misaligned accesses fault; false unless told. */
  readonly strictAlign?: boolean;
  readonly costs?: CostModel;
}

/** Virtual addresses [start, end), page-aligned. */
export interface VirtualRange {
  readonly start: number;
  readonly end: number;
}

/** State of a machine at an instant. */
export interface MachineState {
  readonly memory: PhysicalMemoryState;
  readonly cpus: readonly CpuState[];
  readonly shootDowns: number;
}

/** A longer range drops the whole TLB, as Linux's tlb_single_page_flush_ceiling. */
const FLUSH_CEILING_PAGES = 33;

export class Machine {
  readonly memory: PhysicalMemory;
  readonly cpus: readonly Cpu[];
  readonly costs: CostModel;
  /** Interrupts sent to other CPUs to make them drop TLB entries. */
  shootDowns = 0;

  private readonly decoded: DecodedCode;
  /** Watched addresses and the instruction that is watched there; null for any. */
  private readonly probes = new Map<number, number | null>();

  constructor({ ram, cpus = 1, tlb = DEFAULT_TLB, nx = true, strictAlign = false, costs = DEFAULT_COSTS }: MachineOptions) {
    this.costs = costs;
    this.memory = new PhysicalMemory(ram);
    this.decoded = new DecodedCode(this.memory);
    const options = { tlb, nx, strictAlign, costs };
    this.cpus = Array.from({ length: cpus }, (_, id) => new Cpu(id, this.memory, this.decoded, this.probes, options));
  }

  /**
   * Drops the entries of a range on the CPU itself and, by an interrupt that costs it {@link CostModel.shootDown}, on every
   * other CPU that has the same page directory loaded.
   */
  invalidateRange(cpu: Cpu, directory: number, range: VirtualRange): void {
    if (cpu.mmu.pageDirectory === directory) invalidateOn(cpu, range);
    this.shootDown(directory, range, cpu);
  }

  /** Drops the entries of a range on every CPU but one that has the directory loaded; each is an interrupt that is counted. */
  shootDown(directory: number, range: VirtualRange, exceptCpu: Cpu): void {
    for (const cpu of this.cpus) {
      if (cpu === exceptCpu || cpu.mmu.pageDirectory !== directory) continue;
      invalidateOn(cpu, range);
      this.shootDowns++;
      exceptCpu.clock.cycles += this.costs.shootDown;
    }
  }

  /** Flushes every CPU that has the directory loaded: its frame is about to be used for something else. */
  forgetDirectory(directory: number): void {
    for (const cpu of this.cpus) {
      if (cpu.mmu.pageDirectory === directory) cpu.flushTlb();
    }
  }

  /** Makes `run` return Exit.Probe before the instruction at `pc`, on every CPU and in every address space. */
  addProbe(pc: number): void {
    this.addProbes([{ pc }]);
  }

  /** As {@link addProbe} for many. Where the instruction is told, no others at that offset of a page are in the way. */
  addProbes(places: readonly { readonly pc: number; readonly word?: number }[]): void {
    for (const { pc, word } of places) {
      const wanted = word === undefined ? null : word | 0;
      const known = this.probes.get(pc);
      this.probes.set(pc, known === undefined || known === wanted ? wanted : null);
    }
    this.plantProbes();
  }

  removeProbe(pc: number): void {
    this.removeProbes([pc]);
  }

  removeProbes(pcs: readonly number[]): void {
    for (const pc of pcs) this.probes.delete(pc);
    this.plantProbes();
  }

  saveState(): MachineState {
    return { memory: this.memory.saveState(), cpus: this.cpus.map((cpu) => cpu.saveState()), shootDowns: this.shootDowns };
  }

  restoreState(state: MachineState): void {
    this.memory.restoreState(state.memory);
    state.cpus.forEach((cpu, id) => this.cpus[id].restoreState(cpu));
    this.shootDowns = state.shootDowns;
  }

  private plantProbes(): void {
    const wordsAt = new Map<number, Set<number | null>>();
    for (const [pc, word] of this.probes) {
      const offset = pc & Paging.OffsetMask;
      const words = wordsAt.get(offset);
      if (words === undefined) wordsAt.set(offset, new Set([word]));
      else words.add(word);
    }
    this.decoded.setProbes(wordsAt);
  }
}

function invalidateOn(cpu: Cpu, { start, end }: VirtualRange): void {
  if (end - start > FLUSH_CEILING_PAGES * Paging.PageSize) return cpu.flushTlb();
  for (let va = start; va < end; va += Paging.PageSize) cpu.invalidatePage(va);
}
