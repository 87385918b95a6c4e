/**
 * Instants of a run at which somebody wants to look at a guest: its end, so many instructions, a point of a collection, a call of a function.
 * The machine is stopped there by probes in its code, which cost nothing elsewhere, and looks the same as if nobody had asked.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelObserver } from '../kernel/observer.ts';
import { run, type Stop } from '../kernel/run-loop.ts';
import type { Task } from '../kernel/task.ts';
import { Reg } from '../isa/registers.ts';
import { RegisterIndex } from '../machine/register-file.ts';
import { DebugInfoError } from '../toolchain/dwarf/debug-info.ts';
import { FuncFlag } from '../toolchain/go/emit/function-table.ts';
import { G_REG } from '../toolchain/go/layout/abi.ts';
import type { GoProgram } from './go-program.ts';
import type { ProgramState } from './heap/heap-record.ts';
import { GuestMemory } from './guest-memory.ts';
import { type Frame, framesOfGoroutine, framesOfTask } from './stack.ts';
import { Globals } from './view.ts';

/** Part of a collection: marking begins, with the roots marked; marking ends; sweeping begins; half of the pages are swept. */
export type CollectionPart = 'mark' | 'end' | 'sweep' | 'half';

export type Moment =
  | { readonly kind: 'exit' }
  | { readonly kind: 'instructions'; readonly count: number }
  | { readonly kind: 'collection'; readonly number: number; readonly part: CollectionPart }
  /** The n-th call of a function, as it begins or as it returns. */
  | { readonly kind: 'call' | 'return'; readonly name: string; readonly nth: number };

const PARTS: readonly CollectionPart[] = ['mark', 'end', 'sweep', 'half'];

/** Reads `exit`, `instr=N`, `gc=N`, `gc=N:PART`, `call=FUNCTION`, `return=FUNCTION:N`; null for anything else. */
export function parseMoment(text: string): Moment | null {
  if (text === 'exit') return { kind: 'exit' };
  const instructions = /^(?:instr=)?(\d+)$/.exec(text);
  if (instructions !== null) return { kind: 'instructions', count: Number(instructions[1]) };
  const collection = /^gc=(\d+)(?::(\w+))?$/.exec(text);
  if (collection !== null) {
    const part = PARTS.find((each) => each === (collection[2] ?? 'end'));
    const number = Number(collection[1]);
    return part === undefined || number === 0 ? null : { kind: 'collection', number, part };
  }
  const call = /^(call|return)=(.+?)(?::(\d+))?$/.exec(text);
  if (call === null || call[3] === '0') return null;
  return { kind: call[1] as 'call' | 'return', name: call[2]!, nth: Number(call[3] ?? 1) };
}

/** What is seen at a moment. */
export interface Sight extends ProgramState {
  readonly moment: Moment;
  readonly task: Task;
  readonly instructions: number;
  /** The allocator is not in the middle of something; it may be when a program ends by a fatal error. */
  readonly isSettled: boolean;
}

type Look = (sight: Sight) => void;

/** The runtime's probes for parts of a collection. */
const PART_PROBES: Readonly<Record<CollectionPart, string>> = { mark: 'gc_mark_roots_done', end: 'gc_mark_end', sweep: 'gc_end', half: 'span_swept' };

const RUNTIME = 'runtime.';
/** What files of the runtime are for whose functions leave the heap in order only when they return. */
const ALLOCATOR_CAUSES: ReadonlySet<string> = new Set(['allocator', 'sweep', 'scavenger']);
/** Whose functions run between the steps of a collection, when all is in order below them. */
const COLLECTOR_CAUSE = 'mark';

/** A moment that has not come yet. */
interface Watch {
  readonly moment: Moment;
  /** Where the task must stop, and with which stack pointer (null for any); null if not at an address. */
  address: { readonly pcs: readonly number[]; readonly sp: number | null } | null;
  /** Calls seen. */
  seen: number;
  /** What comes next at the address: the point itself, or another look at where the program is. */
  step: 'seek' | 'settle';
}

/** Runs the machine and looks at the first program at the moments asked for. */
export class MomentRun {
  private readonly watches: Watch[];
  private planted: ReadonlySet<number> = new Set();

  constructor(
    private readonly kernel: Kernel,
    private readonly program: GoProgram,
    moments: readonly Moment[],
    private readonly look: Look,
  ) {
    this.watches = moments.map((moment) => this.watch(moment));
  }

  /** To be told of what the kernel does. */
  get observer(): KernelObserver {
    return {
      ending: (task) => {
        if (task === this.kernel.init && task.mm !== null) for (const each of [...this.watches]) if (each.moment.kind === 'exit') this.reach(each, task);
      },
    };
  }

  /** Moments that have not come. */
  get missed(): Moment[] {
    return this.watches.map(({ moment }) => moment);
  }

  /** Runs until all moments have been seen, or the machine stops by itself: then tells why. */
  run(limit = Infinity): Stop | null {
    const { kernel } = this;
    while (this.watches.length > 0) {
      this.plant(new Set(this.watches.flatMap(({ address }) => address?.pcs ?? [])));
      const target = this.watches.reduce((least, { moment, step }) => (moment.kind === 'instructions' && step === 'seek' ? Math.min(least, Math.max(1, moment.count)) : least), limit);
      const stop = run(kernel, { instructions: target });
      if (stop.reason === 'probe') this.atProbe(stop.task);
      else if (stop.reason === 'instructions' && kernel.instructions() < limit) this.atCount();
      else return stop;
    }
    this.plant(new Set());
    return null;
  }

  private watch(moment: Moment): Watch {
    const bare: Watch = { moment, address: null, seen: 0, step: 'seek' };
    if (moment.kind === 'collection') return { ...bare, address: { pcs: this.program.probe(PART_PROBES[moment.part]).map(({ pc }) => pc), sp: null } };
    if (moment.kind !== 'call' && moment.kind !== 'return') return bare;
    const found = this.program.info.functionNamed(moment.name);
    if (found === null) throw new DebugInfoError(`the program has no function ${moment.name}`);
    return { ...bare, address: { pcs: [found.start], sp: null } };
  }

  /** Plants probes at these addresses and nowhere else. A change costs the machine its decoded code, so that there is none if nothing changes. */
  private plant(addresses: ReadonlySet<number>): void {
    const { machine } = this.kernel;
    for (const pc of this.planted) if (!addresses.has(pc)) machine.removeProbe(pc);
    for (const pc of addresses) if (!this.planted.has(pc)) machine.addProbe(pc);
    this.planted = addresses;
  }

  private atCount(): void {
    const task = this.kernel.init;
    if (task === null || task.mm === null) return;
    for (const each of [...this.watches]) {
      if (each.moment.kind === 'instructions' && each.step === 'seek' && each.moment.count <= this.kernel.instructions()) this.settle(each, task);
    }
  }

  private atProbe(task: Task): void {
    if (task.mm !== this.kernel.init?.mm) return;
    const registers = this.kernel.registersOf(task);
    const pc = registers[RegisterIndex.Pc]! >>> 0;
    const sp = registers[RegisterIndex.X + Reg.Sp]! >>> 0;
    for (const each of [...this.watches]) {
      if (each.address === null || !each.address.pcs.includes(pc) || (each.address.sp !== null && each.address.sp !== sp)) continue;
      if (each.step === 'settle') this.settle(each, task);
      else this.passes(each, task, registers[RegisterIndex.X + Reg.Ra]! >>> 0, sp);
    }
  }

  /** A function that a moment is about has been entered. */
  private passes(each: Watch, task: Task, returnAddress: number, sp: number): void {
    const { moment } = each;
    if (moment.kind === 'collection') {
      if (this.isIn(moment, task)) this.settle(each, task);
      return;
    }
    if (moment.kind !== 'call' && moment.kind !== 'return') return;
    if (++each.seen < moment.nth) return;
    if (moment.kind === 'return') this.goTo(each, returnAddress, sp);
    else this.reach(each, task);
  }

  private isIn({ number, part }: Moment & { readonly kind: 'collection' }, task: Task): boolean {
    const globals = this.globalsOf(task);
    const ended = globals.get('runtime.memstats').field('numgc').number();
    if (part !== 'half') return ended === (part === 'sweep' ? number : number - 1);
    const heap = globals.get('runtime.mheap_');
    return ended === number && heap.field('pagesSwept').number() * 2 >= heap.field('pagesInUse').number();
  }

  /** Waits for the task to come to `pc` with the stack pointer `sp`. */
  private goTo(each: Watch, pc: number, sp: number | null): void {
    each.address = { pcs: [pc], sp };
    each.step = 'settle';
  }

  /** Looks if the heap is in order here; otherwise when the allocator has returned. */
  private settle(each: Watch, task: Task): void {
    const outside = this.outsideOfAllocator(task);
    if (outside === null) this.reach(each, task);
    else this.goTo(each, outside.pc, outside.sp);
  }

  private reach(each: Watch, task: Task): void {
    this.watches.splice(this.watches.indexOf(each), 1);
    const globals = this.globalsOf(task);
    const isSettled = this.outsideOfAllocator(task) === null;
    this.look({ moment: each.moment, program: this.program, globals, mm: task.mm!, registers: this.kernel.registersOf(task), task, instructions: this.kernel.instructions(), isSettled });
  }

  private globalsOf(task: Task): Globals {
    return new Globals(this.program.info, new GuestMemory(task.mm!));
  }

  /**
   * Where the task will be when the allocator has returned (with any stack pointer if that is on another stack, which may move); null if the
   * allocator is not at work.
   */
  private outsideOfAllocator(task: Task): { readonly pc: number; readonly sp: number | null } | null {
    const { functions } = this.program;
    const globals = this.globalsOf(task);
    const { memory } = globals;
    const registers = this.kernel.registersOf(task);
    const here = outwards(this.program, framesOfTask(functions, memory, registers));
    if (here !== 'unknown') return here;
    // On a stack of the runtime's own: it works for a goroutine.
    const goroutine = globals.get('runtime.m0').field('curg').deref();
    if (goroutine === null || goroutine.va === registers[RegisterIndex.X + G_REG]! >>> 0) return null;
    const there = outwards(this.program, framesOfGoroutine(functions, memory, goroutine));
    return there === null || there === 'unknown' ? null : { pc: there.pc, sp: null };
  }
}

/** The frame that the allocator will return to; null if it is not at work; 'unknown' if the calls do not tell. */
function outwards({ functions, causes }: GoProgram, frames: Iterable<Frame>): Frame | null | 'unknown' {
  let inside: Frame | null = null;
  let depth = 0;
  for (const frame of frames) {
    const { func, name } = frame;
    // What a goroutine of the runtime begins with is never left: it is in order between its calls.
    if ((func.flags & FuncFlag.Top) !== 0) return depth > 1 ? inside : 'unknown';
    const cause = name.startsWith(RUNTIME) ? causes.get(functions.callsAt(func, func.start).at(-1)!.file) : undefined;
    if (cause !== undefined && ALLOCATOR_CAUSES.has(cause)) {
      inside = frame;
      depth++;
      continue;
    }
    if (inside !== null) return frame;
    if (!name.startsWith(RUNTIME) || cause === COLLECTOR_CAUSE) return null;
  }
  return 'unknown';
}
