/**
 * Runs random programs on the machine and on the plain one side by side, with a mock kernel that does the same to both, and
 * says where they first differ.
 */
import { RandomStream } from '../../src/base/random.ts';
import type { Op } from '../../src/isa/opcodes.ts';
import { Access, describeFault, Exit } from '../../src/machine/exit.ts';
import type { Cpu } from '../../src/machine/cpu.ts';
import { Machine } from '../../src/machine/machine.ts';
import { PageDirectory } from '../../src/machine/mmu.ts';
import { Pte } from '../../src/machine/pte.ts';
import { Reservation, RegisterIndex } from '../../src/machine/register-file.ts';
import { ReferenceCpu } from './reference-interpreter.ts';
import {
  DIRECTORIES, entryAddress, FRAMES, PAGES, pick, randomBase, randomCodeAddress, randomDataAddress, randomEntry, randomFloats, randomIntegers,
  randomMemory, randomWord,
} from './reference-programs.ts';

/** How a comparison is done. */
export interface ComparisonMode {
  readonly seed: number;
  readonly instructions: number;
  /** Instructions between comparisons: always one, or a random number up to 64. */
  readonly budgets: 'single' | 'random';
  /** Flush every TLB before each budget. */
  readonly flush?: boolean;
  /** Take pages away all the time. */
  readonly evict?: boolean;
  /** Take a snapshot every so many instructions, run astray, and restore it. */
  readonly snapshotEvery?: number;
}

/** What a comparison did, for checks of its own reach. */
export interface ComparisonReport {
  /** Where the machines differed, or null. */
  readonly difference: string | null;
  readonly executed: ReadonlyMap<Op, number>;
  /** How often each {@link Exit} happened. */
  readonly exits: ReadonlyMap<Exit, number>;
}

const TLB_SHAPES = [{ entries: 1024, ways: 1 }, { entries: 4, ways: 1 }, { entries: 8, ways: 2 }, { entries: 3, ways: 3 }, { entries: 1, ways: 1 }];
/** One budget in so many is followed by an act of the mock kernel. */
const KERNEL_PERIOD = 24;
const EVICTION_PERIOD = 3;

export function compare(mode: ComparisonMode): ComparisonReport {
  const pair = new Pair(mode);
  let difference: string | null = null;
  let done = 0;
  let nextSnapshot = mode.snapshotEvery ?? Infinity;
  while (difference === null && done < mode.instructions) {
    const budget = mode.budgets === 'single' ? 1 : 1 + pair.random.below(64);
    difference = pair.step(budget);
    done += budget;
    if (difference === null && done >= nextSnapshot) {
      pair.strayAndRestore();
      difference = pair.difference();
      nextSnapshot += mode.snapshotEvery!;
    }
  }
  difference ??= pair.tlbDifference();
  if (difference !== null) difference = `seed ${mode.seed}, after ${done} instructions: ${difference}`;
  return { difference, executed: pair.executed(), exits: pair.exits };
}

class Pair {
  readonly random: RandomStream;
  readonly exits = new Map<Exit, number>();
  private readonly mode: ComparisonMode;
  private readonly machine: Machine;
  private readonly references: ReferenceCpu[];
  private probe: number | null = null;

  constructor(mode: ComparisonMode) {
    this.mode = mode;
    this.random = new RandomStream(mode.seed, 'interpreter comparison');
    const { random } = this;
    const tlb = pick(random, TLB_SHAPES);
    const nx = random.below(4) > 0;
    const strictAlign = random.below(8) === 0;
    const cpus = 1 + random.below(2);
    this.machine = new Machine({ ram: FRAMES * 4096, tlb, nx, strictAlign, cpus });
    const first = new ReferenceCpu({ frames: FRAMES, ...tlb, nx, strictAlign });
    this.references = [first];
    for (let id = 1; id < cpus; id++) this.references.push(new ReferenceCpu({ frames: FRAMES, ...tlb, nx, strictAlign, bytes: first.mmu.bytes }));
    this.start(random.below(16) === 0);
  }

  /** Runs one CPU of both for a budget, lets the mock kernel act, and compares. */
  step(budget: number): string | null {
    const id = this.random.below(this.references.length);
    if (this.mode.flush) this.onBoth((index) => { this.machine.cpus[index].flushTlb(); this.references[index].mmu.flush(); });
    const cpu = this.machine.cpus[id];
    const reference = this.references[id];
    const exit = runThroughProbes(cpu, budget);
    const expected = reference.run(budget);
    this.exits.set(exit, (this.exits.get(exit) ?? 0) + 1);
    if (exit !== expected) return `exit ${exit}, not ${expected}`;
    const difference = this.difference() ?? (isFault(exit) ? this.faultDifference(id) : null);
    if (difference !== null) return difference;
    if (exit !== Exit.Budget) this.handle(id, exit);
    if (this.random.below(this.mode.evict ? EVICTION_PERIOD : KERNEL_PERIOD) === 0) return this.act(id);
    return null;
  }

  /** Runs the machine alone for a while and puts it back. */
  strayAndRestore(): void {
    const state = this.machine.saveState();
    for (const cpu of this.machine.cpus) {
      cpu.run(100);
      cpu.pc = randomCodeAddress(this.random);
      cpu.run(100);
    }
    this.machine.memory.zeroFrame(this.random.below(FRAMES));
    this.machine.restoreState(state);
  }

  difference(): string | null {
    for (let id = 0; id < this.references.length; id++) {
      const difference = this.cpuDifference(id);
      if (difference !== null) return `cpu ${id}: ${difference}`;
    }
    const { bytes } = this.references[0].mmu;
    if (Buffer.compare(this.machine.memory.bytes, bytes) === 0) return null;
    const at = bytes.findIndex((byte, index) => byte !== this.machine.memory.bytes[index]);
    return `RAM at ${at.toString(16)}: ${this.machine.memory.bytes[at]}, not ${bytes[at]}`;
  }

  /** Compares what the TLBs hold. */
  tlbDifference(): string | null {
    for (let id = 0; id < this.references.length; id++) {
      for (let access = Access.Fetch; access < Access.Count; access++) {
        const held = JSON.stringify([...this.machine.cpus[id].mmu.tlb(access).entries()]);
        const expected = JSON.stringify(this.references[id].mmu.entries(access));
        if (held !== expected) return `cpu ${id}: TLB array ${access}: ${held}, not ${expected}`;
      }
    }
    return null;
  }

  executed(): Map<Op, number> {
    const sum = new Map<Op, number>();
    for (const reference of this.references) {
      for (const [op, count] of reference.executed) sum.set(op, (sum.get(op) ?? 0) + count);
    }
    return sum;
  }

  private start(isPagingOff: boolean): void {
    const { random } = this;
    const memory = randomMemory(random);
    this.machine.memory.words.set(memory);
    for (let pfn = 0; pfn < FRAMES; pfn++) this.machine.memory.frameWritten(pfn);
    new Int32Array(this.references[0].mmu.bytes.buffer).set(memory);
    this.onBoth((id) => {
      const cpu = this.machine.cpus[id];
      const reference = this.references[id];
      const x = randomIntegers(random);
      const f = randomFloats(random);
      cpu.x.set(x);
      reference.x.set(x);
      cpu.fWords.set(new Int32Array(f.buffer));
      reference.f.set(f);
      this.setPc(id, randomCodeAddress(random));
      cpu.setPageDirectory(isPagingOff ? PageDirectory.PagingOff : DIRECTORIES[0]);
      reference.mmu.paging = !isPagingOff;
    });
  }

  /** What the kernel does about an exit: the call is done, the instruction skipped, the page mapped, or control goes elsewhere. */
  private handle(id: number, exit: Exit): void {
    const { random } = this;
    const cpu = this.machine.cpus[id];
    const reference = this.references[id];
    if (exit === Exit.Syscall && random.below(2) === 0) {
      cpu.completeSyscall();
      reference.completeSyscall();
    } else if (exit === Exit.PageFault && random.below(4) === 0) {
      this.writeEntry(PAGES.find((va) => va >>> 12 === cpu.mmu.fault.va >>> 12) ?? pick(random, PAGES), randomEntry(random));
    } else if (random.below(3) === 0) {
      this.setPc(id, randomCodeAddress(random));
    } else {
      this.setPc(id, (cpu.pc + 4) >>> 0);
    }
  }

  /** An act of the kernel, the same on both machines. Returns what differs in its result. */
  private act(id: number): string | null {
    const { random } = this;
    const cpu = this.machine.cpus[id];
    const reference = this.references[id];
    const va = pick(random, PAGES);
    const old = this.machine.memory.readWord(entryAddress(va));
    switch (this.mode.evict ? random.below(3) : random.below(12)) {
      case 0: this.writeEntry(va, old & ~Pte.Present); break;
      case 1: this.writeEntry(va, old & ~(Pte.Accessed | Pte.Dirty)); break;
      case 2: this.writeEntry(va, randomEntry(random)); break;
      case 3: this.writeWord(entryAddress(va), randomEntry(random)); break;
      case 4: this.writeWord(random.below(FRAMES * 4096) & ~3, randomWord(random)); break;
      case 5: cpu.flushTlb(); reference.mmu.flush(); break;
      case 6: return this.switchDirectory(id);
      case 7: return this.translateBoth(id);
      case 8: cpu.mmu.dropFastTags(); break;
      case 9: cpu.mmu.watchReferences(random.below(2) === 0 ? null : { reference: () => {} }); break;
      case 10: this.moveProbe(); break;
      default: {
        const { register, va: address } = randomBase(random);
        cpu.x[register] = address;
        reference.x[register] = address;
      }
    }
    return null;
  }

  /** Watches another instruction, which the plain machine knows nothing of. */
  private moveProbe(): void {
    if (this.probe !== null) this.machine.removeProbe(this.probe);
    this.probe = this.random.below(4) === 0 ? null : randomCodeAddress(this.random);
    if (this.probe !== null) this.machine.addProbe(this.probe);
  }

  private switchDirectory(id: number): null {
    const { mmu } = this.references[id];
    if (!mmu.paging) return null;
    const directory = pick(this.random, DIRECTORIES);
    if (directory !== mmu.directory) mmu.flush();
    mmu.directory = directory;
    this.machine.cpus[id].setPageDirectory(directory);
    return null;
  }

  private translateBoth(id: number): string | null {
    const va = randomDataAddress(this.random);
    const access = this.random.below(Access.Count) as Access;
    const pa = this.machine.cpus[id].translate(va, access);
    const expected = this.references[id].mmu.translate(va, access);
    return pa === expected ? null : `translate ${va.toString(16)}: ${pa}, not ${expected}`;
  }

  /** Writes a page-table entry and invalidates the page everywhere. */
  private writeEntry(va: number, entry: number): void {
    this.writeWord(entryAddress(va), entry);
    this.onBoth((id) => { this.machine.cpus[id].invalidatePage(va); this.references[id].mmu.invalidate(va); });
  }

  private writeWord(pa: number, value: number): void {
    this.machine.memory.writeWord(pa, value);
    this.references[0].mmu.ram.setInt32(pa, value, true);
  }

  private setPc(id: number, va: number): void {
    this.machine.cpus[id].pc = va;
    this.references[id].pc = va;
  }

  private onBoth(act: (id: number) => void): void {
    for (let id = 0; id < this.references.length; id++) act(id);
  }

  private cpuDifference(id: number): string | null {
    const cpu = this.machine.cpus[id];
    const reference = this.references[id];
    for (let register = 0; register < 32; register++) {
      if (cpu.x[register] !== reference.x[register]) return `x${register} = ${cpu.x[register]}, not ${reference.x[register]}`;
    }
    const floats = new BigUint64Array(cpu.registers.buffer, RegisterIndex.F * 4, 32);
    for (let register = 0; register < 32; register++) {
      if (floats[register] !== reference.f[register]) return `f${register} = ${floats[register].toString(16)}, not ${reference.f[register].toString(16)}`;
    }
    const counters: [string, number, number][] = [
      ['pc', cpu.pc, reference.pc],
      ['retired', cpu.retired, reference.retired],
      ['cycles', cpu.clock.cycles, reference.cycles],
      ['reservation', cpu.registers[RegisterIndex.ReservationVa] >>> 0, reference.reservation?.va ?? Reservation.None],
      ...reference.mmu.misses.map((count, access): [string, number, number] => [`misses[${access}]`, cpu.mmu.misses[access], count]),
    ];
    const wrong = counters.find(([, value, expected]) => value !== expected);
    return wrong === undefined ? null : `${wrong[0]} = ${wrong[1]}, not ${wrong[2]}`;
  }

  private faultDifference(id: number): string | null {
    const actual = JSON.stringify(this.machine.cpus[id].mmu.fault);
    const expected = JSON.stringify(this.references[id].mmu.fault);
    return actual === expected ? null : `${describeFault(this.machine.cpus[id].mmu.fault)}: ${actual}, not ${expected}`;
  }
}

/** Runs on after every report of a probe, to the end of the budget. */
function runThroughProbes(cpu: Cpu, budget: number): Exit {
  const end = cpu.retired + budget;
  let exit = cpu.run(budget);
  while (exit === Exit.Probe) exit = cpu.run(end - cpu.retired);
  return exit;
}

const isFault = (exit: Exit): boolean => exit === Exit.PageFault || exit === Exit.IllegalInstruction || exit === Exit.Misaligned;
