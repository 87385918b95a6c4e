/**
 * Watching places of programs: probes that the compiler has noted in the executable (elf/probe-notes.ts), or plain addresses.
 *
 * Who watches is called each time a task reaches the place, before the instruction there, exactly once: an instruction that faults and is
 * executed again after the page has come was reached once. What is watched runs as it runs unwatched, to the last cycle, since the CPU
 * only pauses and goes on with what is left of its budget. So this is no part of the machine's state and in no snapshot.
 */
import type { ProbeSite } from '../elf/probe-notes.ts';
import { Exit } from '../machine/exit.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { Machine } from '../machine/machine.ts';
import { RegisterIndex } from '../machine/register-file.ts';
import type { Kernel } from './kernel.ts';
import { peekUser } from './mm/user-memory.ts';
import { parseArguments, type ArgumentPlace } from './probe-arguments.ts';
import type { Task } from './task.ts';

/** Called where a task stands; 'stop' makes the machine stop there (Stop.reason 'probe'). */
export type Reached = (task: Task, cpu: Cpu) => 'stop' | void;

/** A place to watch. */
export interface WatchedPlace {
  readonly pc: number;
  /** The instruction there; others at that address are not watched. All are if it is not told. */
  readonly word?: number;
  readonly reached: Reached;
}

const NOWHERE = -1;

export class ProbeWatch {
  private readonly machine: Machine;
  private readonly watchers = new Map<number, Reached[]>();
  /** The place that has been reported of a task and whose instruction has not been executed yet. */
  private readonly standing = new WeakMap<Task, number>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  add(places: readonly WatchedPlace[]): void {
    for (const { pc, reached } of places) this.watchers.set(pc, [...(this.watchers.get(pc) ?? []), reached]);
    this.machine.addProbes(places);
  }

  remove(places: readonly WatchedPlace[]): void {
    for (const { pc, reached } of places) {
      const left = (this.watchers.get(pc) ?? []).filter((each) => each !== reached);
      if (left.length > 0) this.watchers.set(pc, left);
      else this.watchers.delete(pc);
    }
    this.machine.removeProbes(places.map(({ pc }) => pc).filter((pc) => !this.watchers.has(pc)));
  }

  /** As {@link Cpu.run} for the task on it; Exit.Probe only where somebody wants to stop. */
  run(cpu: Cpu, task: Task, budget: number): Exit {
    const end = cpu.retired + budget;
    let standing = this.standing.get(task) ?? NOWHERE;
    for (;;) {
      const { retired } = cpu;
      const exit = cpu.run(end - cpu.retired);
      if (cpu.retired !== retired) standing = NOWHERE;
      const isNew = exit === Exit.Probe && cpu.pc !== standing;
      if (isNew) standing = cpu.pc;
      if (exit === Exit.Probe && !(isNew && this.report(cpu, task))) continue;
      if (standing === NOWHERE) this.standing.delete(task);
      else this.standing.set(task, standing);
      return exit;
    }
  }

  /** Whether somebody wants to stop. An address that nobody here watches is another's, who wants to. */
  private report(cpu: Cpu, task: Task): boolean {
    const watchers = this.watchers.get(cpu.pc);
    if (watchers === undefined) return true;
    let stops = false;
    for (const reached of watchers) if (reached(task, cpu) === 'stop') stops = true;
    return stops;
  }
}

/** A probe that a task has reached. */
export interface ProbeHit {
  readonly site: ProbeSite;
  readonly task: Task;
  /** The argument of this number, read where it is now; 0 if its page cannot be read. */
  argument(index: number): number;
}

/** Calls `onHit` when a task that runs the machine's first program reaches one of its `sites`. Gives what ends that. */
export function watchProbes(kernel: Kernel, sites: readonly ProbeSite[], onHit: (hit: ProbeHit) => 'stop' | void): () => void {
  const places = sites.map((site): WatchedPlace => {
    const args = parseArguments(site.args);
    return {
      pc: site.pc,
      word: site.word,
      reached: (task, cpu) => (isFirstProgram(kernel, task) ? onHit({ site, task, argument: (index) => (index < args.length ? valueOf(args[index]!, cpu, task) : 0) }) : undefined),
    };
  });
  kernel.probes ??= new ProbeWatch(kernel.machine);
  kernel.probes.add(places);
  return () => kernel.probes!.remove(places);
}

/** Makes the machine stop when one of the addresses is reached for the `nth` time from now on, once. */
export function stopAt(kernel: Kernel, pcs: readonly number[], nth = 1): void {
  let left = nth;
  const reached = (): 'stop' | void => {
    if (--left > 0) return;
    kernel.probes!.remove(places);
    return 'stop';
  };
  const places = pcs.map((pc): WatchedPlace => ({ pc, reached }));
  kernel.probes ??= new ProbeWatch(kernel.machine);
  kernel.probes.add(places);
}

/** Whether the task runs the program that the machine began with. */
export const isFirstProgram = (kernel: Kernel, task: Task): boolean => task.mm?.exeFile?.path === kernel.program?.path;

function valueOf(place: ArgumentPlace, cpu: Cpu, task: Task): number {
  if (place.kind === 'constant') return place.value;
  if (place.kind === 'float') return place.size === 4 ? cpu.fSingles[2 * place.register]! : cpu.f[place.register]!;
  const register = cpu.registers[RegisterIndex.X + place.register]!;
  if (place.kind === 'register') return place.isSigned ? register : register >>> 0;
  const bytes = peekUser(task.mm!, (register + place.offset) >>> 0, place.size);
  return bytes === null ? 0 : readNumber(bytes, place.isSigned);
}

function readNumber(bytes: Uint8Array, isSigned: boolean): number {
  const view = new DataView(bytes.buffer);
  switch (bytes.length) {
    case 1: return isSigned ? view.getInt8(0) : view.getUint8(0);
    case 2: return isSigned ? view.getInt16(0, true) : view.getUint16(0, true);
    case 4: return isSigned ? view.getInt32(0, true) : view.getUint32(0, true);
    default: return view.getFloat64(0, true);
  }
}
