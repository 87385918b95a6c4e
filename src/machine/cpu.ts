/**
 * One virtual CPU: registers, MMU with its own TLB, clock and counters. The loop that executes instructions is
 * interpreter.ts; this class is what the kernel and tools see of it.
 */
import { assert } from '../base/assert.ts';
import type { Clock } from './clock.ts';
import type { DecodedCode } from './decoded-code.ts';
import { Access, Exit } from './exit.ts';
import { interpret } from './interpreter.ts';
import { Mmu, type MmuOptions, type MmuState } from './mmu.ts';
import type { PhysicalMemory } from './physical-memory.ts';
import { Paging } from './pte.ts';
import { newRegisterFile, RegisterIndex, type RegisterFile } from './register-file.ts';

/** State of a CPU at an instant. */
export interface CpuState {
  readonly registers: RegisterFile;
  readonly retired: number;
  readonly cycles: number;
  readonly mmu: MmuState;
}

/** Watched instruction addresses, shared by all CPUs. */
export interface ProbeSet {
  has(pc: number): boolean;
}

/** Bytes of an instruction. */
const INSTRUCTION = 4;
/** Instructions that the interpreter counts in one go. */
const MAX_CHUNK = 0x3fffffff;
const NOWHERE = -1;

export class Cpu {
  readonly id: number;
  readonly memory: PhysicalMemory;
  readonly decoded: DecodedCode;
  readonly mmu: Mmu;
  readonly clock: Clock = { cycles: 0 };
  readonly costs: MmuOptions['costs'];
  /** All registers; {@link x}, {@link f} and {@link fWords} are views of it. */
  readonly registers: RegisterFile = newRegisterFile();
  /** x0 to x31, and the sink of writes to x0. */
  readonly x = this.registers.subarray(RegisterIndex.X, RegisterIndex.Sink + 1);
  /** f0 to f31 as float64 and as pairs of words, low word first. */
  readonly f = new Float64Array(this.registers.buffer, RegisterIndex.F * 4, 32);
  /** The same by float32: the low word of f(n) is element 2n. */
  readonly fSingles = new Float32Array(this.registers.buffer, RegisterIndex.F * 4, 64);
  readonly fWords = this.registers.subarray(RegisterIndex.F, RegisterIndex.Size);
  /** Instructions completed since the machine started; a whole number below 2^53. */
  retired = 0;

  private readonly probes: ProbeSet;
  /** The address whose probe has been reported and that runs next without another report. */
  private reportedProbe = NOWHERE;

  constructor(id: number, memory: PhysicalMemory, decoded: DecodedCode, probes: ProbeSet, options: MmuOptions) {
    this.id = id;
    this.memory = memory;
    this.decoded = decoded;
    this.probes = probes;
    this.costs = options.costs;
    this.mmu = new Mmu(memory, this.clock, options);
  }

  /** Address of the next instruction, unsigned. */
  get pc(): number {
    return this.registers[RegisterIndex.Pc] >>> 0;
  }

  set pc(va: number) {
    this.registers[RegisterIndex.Pc] = va;
  }

  /**
   * Executes at most `budget` instructions and says why it stopped. Instructions that leave it with a fault or a call have
   * not happened: pc is at them and they are not counted. A probe is reported once before its instruction runs, and again if
   * another context was loaded in between.
   */
  run(budget: number): Exit {
    const end = this.retired + budget;
    if (this.reportedProbe !== this.pc) this.reportedProbe = NOWHERE;
    for (;;) {
      const exit = interpret(this, Math.min(end - this.retired, MAX_CHUNK));
      if (exit === Exit.Budget && this.retired < end) continue;
      if (exit !== Exit.Probe) return exit;
      if (this.probes.has(this.pc) && this.reportedProbe !== this.pc) {
        this.reportedProbe = this.pc;
        return Exit.Probe;
      }
      const afterwards = this.stepOverProbe();
      if (afterwards !== Exit.Budget || this.retired === end) return afterwards;
    }
  }

  /** Moves pc past the ecall that made {@link run} return Exit.Syscall, and counts it: the call is done. */
  completeSyscall(): void {
    this.pc += INSTRUCTION;
    this.retired++;
    this.clock.cycles += this.costs.instruction;
  }

  /** Puts a task's registers on the CPU. */
  loadContext(context: RegisterFile): void {
    this.registers.set(context);
    this.reportedProbe = NOWHERE;
  }

  /** Copies the registers into a task's record. */
  saveContext(context: RegisterFile): void {
    context.set(this.registers);
    context[RegisterIndex.Sink] = 0;
  }

  setPageDirectory(pfn: number): void {
    this.mmu.setPageDirectory(pfn);
  }

  invalidatePage(va: number): void {
    this.mmu.invalidatePage(va);
  }

  flushTlb(): void {
    this.mmu.flushTlb();
  }

  /** As {@link Mmu.translate}. */
  translate(va: number, access: Access): number {
    return this.mmu.translate(va, access);
  }

  saveState(): CpuState {
    const registers = newRegisterFile();
    this.saveContext(registers);
    return { registers, retired: this.retired, cycles: this.clock.cycles, mmu: this.mmu.saveState() };
  }

  restoreState(state: CpuState): void {
    this.loadContext(state.registers);
    this.retired = state.retired;
    this.clock.cycles = state.cycles;
    this.mmu.restoreState(state.mmu);
  }

  /** Executes the instruction under the probe at pc, then plants the probe again. */
  private stepOverProbe(): Exit {
    this.reportedProbe = NOWHERE;
    const pa = this.mmu.translate(this.pc, Access.Fetch);
    assert(pa >= 0, `Cpu.stepOverProbe: no code at ${this.pc.toString(16)}`);
    const pfn = pa >>> Paging.PageShift;
    const index = this.decoded.indexOf(pa);
    this.decoded.revealAt(pfn, index);
    const exit = interpret(this, 1);
    this.decoded.forgetAt(index);
    return exit;
  }
}
