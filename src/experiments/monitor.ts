/**
 * A resident monitor: what ran programs before virtual memory. Paging is off, an address is a place in RAM, one program has
 * all of it from its link address to the top, with its stack there. The monitor reads the program's root from the disk,
 * starts it, and serves the few calls that such a program needs: exit, read, write, brk, and reading and writing its own
 * file, from which the overlay manager takes its segments. Disk requests take the time that the disk model says; the
 * program waits for them.
 */
import { Errno } from '../abi/errno.ts';
import { Sys } from '../abi/syscall-numbers.ts';
import { assert } from '../base/assert.ts';
import { readExecutable } from '../elf/read-executable.ts';
import { Reg } from '../isa/registers.ts';
import { Block, DiskResult, type BlockDevice } from '../machine/block-device.ts';
import { DEFAULT_COSTS, type CostModel } from '../machine/clock.ts';
import type { Cpu } from '../machine/cpu.ts';
import { DISK_MODELS, DiskQueue, type DiskModel } from '../machine/disk-queue.ts';
import { describeFault, Exit } from '../machine/exit.ts';
import { Machine } from '../machine/machine.ts';
import { MemoryDisk } from '../machine/memory-disk.ts';
import { Paging } from '../machine/pte.ts';

export interface MonitorOptions {
  /** The file that holds the program; it is put on the disk. */
  readonly program: Uint8Array;
  /** Bytes of memory, from address 0. The stack starts at the top. */
  readonly memory: number;
  /** Standard input. Default empty. */
  readonly input?: Uint8Array;
  readonly disk?: DiskModel;
  readonly costs?: CostModel;
  /** Default: without limit. */
  readonly maxInstructions?: number;
  /** Where the file lies. Default: a disk in memory. */
  readonly device?: BlockDevice;
  /** Called before each instruction at one of these addresses runs. */
  readonly watch?: { readonly addresses: readonly number[]; readonly at: (pc: number, cpu: Cpu) => void };
}

export type MonitorEnd =
  | { readonly kind: 'exit'; readonly code: number }
  /** The program did what no program may; `message` says what and where. */
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'limit' };

export interface MonitorResult {
  readonly end: MonitorEnd;
  readonly output: Uint8Array;
  readonly errorOutput: Uint8Array;
  readonly instructions: number;
  /** Virtual time, of which `diskNs` were spent waiting. */
  readonly timeNs: number;
  readonly diskNs: number;
  /** Requests after the root was read, and bytes they moved. */
  readonly reads: number;
  readonly bytesRead: number;
  readonly writes: number;
  readonly bytesWritten: number;
  /** Bytes of the root, read before the start. */
  readonly bytesLoaded: number;
  /** Lowest value of sp seen at a call to the monitor, for the size of the stack. */
  readonly lowestStack: number;
  /** Content of memory when the program ended. */
  readonly memory: Uint8Array;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
/** The program's own file, once opened. */
const PROGRAM_FILE = 3;
const SELF = '/proc/self/exe';
const STACK_ALIGNMENT = 16;
/** Room that brk leaves for the stack. */
const STACK_RESERVE = 1024;
const SLICE = 1_000_000;

/** Offsets that do not fit in 31 bits are not in any file here. */
const MAX_OFFSET = 0x7fffffff;

class Monitor {
  private readonly machine: Machine;
  private readonly cpu: Cpu;
  private readonly queue: DiskQueue;
  private readonly device: BlockDevice;
  private readonly output: number[] = [];
  private readonly errorOutput: number[] = [];
  private inputOffset = 0;
  private brk = 0;
  private lowestBrk = 0;
  private lowestStack: number;
  private diskNs = 0;
  private reads = 0;
  private bytesRead = 0;
  private writes = 0;
  private bytesWritten = 0;
  private end: MonitorEnd | null = null;

  constructor(private readonly options: MonitorOptions) {
    this.machine = new Machine({ ram: options.memory, costs: options.costs ?? DEFAULT_COSTS });
    this.cpu = this.machine.cpus[0]!;
    this.queue = new DiskQueue(options.disk ?? DISK_MODELS.ssd);
    this.device = options.device ?? new MemoryDisk(Math.ceil(options.program.length / Block.Size));
    this.lowestStack = options.memory;
  }

  run(): MonitorResult {
    this.storeProgram();
    const bytesLoaded = this.load();
    const { cpu, options } = this;
    for (const address of options.watch?.addresses ?? []) this.machine.addProbe(address);
    const limit = options.maxInstructions ?? Infinity;
    while (this.end === null) {
      if (cpu.retired >= limit) this.end = { kind: 'limit' };
      else this.handle(cpu.run(Math.min(SLICE, limit - cpu.retired)));
    }
    return {
      end: this.end,
      output: Uint8Array.from(this.output),
      errorOutput: Uint8Array.from(this.errorOutput),
      instructions: cpu.retired,
      timeNs: cpu.clock.cycles,
      diskNs: this.diskNs,
      reads: this.reads,
      bytesRead: this.bytesRead,
      writes: this.writes,
      bytesWritten: this.bytesWritten,
      bytesLoaded,
      lowestStack: this.lowestStack,
      memory: this.machine.memory.bytes.slice(0, options.memory),
    };
  }

  /** Puts the program's file on the disk, where it has been since it was linked: this takes no time. */
  private storeProgram(): void {
    const { program } = this.options;
    const block = new Uint8Array(Block.Size);
    for (let at = 0; at < program.length; at += Block.Size) {
      block.fill(0);
      block.set(program.subarray(at, at + Block.Size));
      const result = this.device.writeBlock(at / Block.Size, block, 0);
      assert(result === DiskResult.Ok, `Monitor.storeProgram: block ${at / Block.Size} of the disk cannot be written`);
    }
  }

  /** Reads the segments to load into memory and sets the registers. Returns the bytes read. */
  private load(): number {
    const { entry, segments } = readExecutable(this.options.program);
    let loaded = 0;
    for (const { va, offset, fileLength, memoryLength } of segments) {
      if (va + memoryLength > this.options.memory) {
        this.end = { kind: 'fault', message: `program needs memory up to 0x${(va + memoryLength).toString(16)}, there is 0x${this.options.memory.toString(16)}` };
        return 0;
      }
      this.transfer(va, offset, fileLength, 'read');
      loaded += fileLength;
      this.brk = Math.max(this.brk, va + memoryLength);
    }
    this.lowestBrk = this.brk;
    this.reads = 0;
    this.bytesRead = 0;
    this.cpu.pc = entry;
    this.cpu.x[Reg.Sp] = this.options.memory & -STACK_ALIGNMENT;
    return loaded;
  }

  private handle(exit: Exit): void {
    const { cpu } = this;
    switch (exit) {
      case Exit.Budget:
        return;
      case Exit.Syscall:
        return this.call();
      case Exit.Probe:
        this.options.watch!.at(cpu.pc, cpu);
        return;
      case Exit.Breakpoint:
        this.end = { kind: 'fault', message: `breakpoint at 0x${cpu.pc.toString(16)}` };
        return;
      default:
        this.end = { kind: 'fault', message: `${describeFault(cpu.mmu.fault)}, pc 0x${cpu.pc.toString(16)}` };
    }
  }

  private call(): void {
    const { cpu } = this;
    cpu.clock.cycles += cpu.costs.kernelEntry;
    this.lowestStack = Math.min(this.lowestStack, cpu.x[Reg.Sp]! >>> 0);
    const result = this.serve(cpu.x[Reg.A7]!, cpu.x[Reg.A0]!, cpu.x[Reg.A1]! >>> 0, cpu.x[Reg.A2]! >>> 0, cpu.x[Reg.A3]! >>> 0, cpu.x[Reg.A4]! >>> 0);
    cpu.x[Reg.A0] = result;
    cpu.completeSyscall();
  }

  private serve(number: number, first: number, second: number, third: number, fourth: number, fifth: number): number {
    switch (number) {
      case Sys.exit:
      case Sys.exit_group:
        this.end = { kind: 'exit', code: first & 0xff };
        return 0;
      case Sys.read:
        return this.readInput(first, second, third);
      case Sys.write:
        return this.write(first, second, third);
      case Sys.open:
        return this.open(first >>> 0);
      case Sys.close:
        return first === PROGRAM_FILE ? 0 : -Errno.EBADF;
      case Sys.brk:
        return this.setBrk(first >>> 0);
      case Sys.pread64:
        return this.programFile(first, second, third, fifth === 0 ? fourth : MAX_OFFSET, 'read');
      case Sys.pwrite64:
        return this.programFile(first, second, third, fifth === 0 ? fourth : MAX_OFFSET, 'write');
      default:
        return -Errno.ENOSYS;
    }
  }

  private isMemory(start: number, length: number): boolean {
    return start + length <= this.options.memory;
  }

  private readInput(descriptor: number, address: number, length: number): number {
    if (descriptor !== STDIN) return -Errno.EBADF;
    if (!this.isMemory(address, length)) return -Errno.EFAULT;
    const { input = new Uint8Array(0) } = this.options;
    const piece = input.subarray(this.inputOffset, this.inputOffset + length);
    this.fill(address, piece);
    this.inputOffset += piece.length;
    return piece.length;
  }

  private write(descriptor: number, address: number, length: number): number {
    if (descriptor !== STDOUT && descriptor !== STDERR) return -Errno.EBADF;
    if (!this.isMemory(address, length)) return -Errno.EFAULT;
    const target = descriptor === STDOUT ? this.output : this.errorOutput;
    for (const byte of this.machine.memory.bytes.subarray(address, address + length)) target.push(byte);
    return length;
  }

  private open(address: number): number {
    const { bytes } = this.machine.memory;
    const end = bytes.indexOf(0, Math.min(address, bytes.length));
    const path = new TextDecoder().decode(bytes.subarray(address, Math.max(end, address)));
    return path === SELF ? PROGRAM_FILE : -Errno.ENOENT;
  }

  private setBrk(wanted: number): number {
    const highest = (this.cpu.x[Reg.Sp]! >>> 0) - STACK_RESERVE;
    if (wanted >= this.lowestBrk && wanted <= highest) this.brk = wanted;
    return this.brk;
  }

  private programFile(descriptor: number, address: number, length: number, offset: number, direction: 'read' | 'write'): number {
    if (descriptor !== PROGRAM_FILE) return -Errno.EBADF;
    if (!this.isMemory(address, length)) return -Errno.EFAULT;
    const count = Math.max(0, Math.min(length, this.options.program.length - offset));
    return count === 0 ? 0 : this.transfer(address, offset, count, direction);
  }

  /** Moves bytes between memory and the file as one request, for which the program waits. Returns their number, or -EIO. */
  private transfer(address: number, offset: number, length: number, direction: 'read' | 'write'): number {
    if (length === 0) return 0;
    const first = Math.floor(offset / Block.Size);
    const last = Math.floor((offset + length - 1) / Block.Size);
    const { clock } = this.cpu;
    const done = this.queue.request(clock.cycles, first, last - first + 1);
    this.diskNs += done - clock.cycles;
    clock.cycles = done;
    const isRead = direction === 'read';
    if (isRead) {
      this.reads++;
      this.bytesRead += length;
    } else {
      this.writes++;
      this.bytesWritten += length;
    }
    for (let block = first; block <= last; block++) {
      const start = Math.max(offset, block * Block.Size);
      const end = Math.min(offset + length, (block + 1) * Block.Size);
      const memory = { address: address + start - offset, length: end - start };
      if (!this.transferBlock(block, start % Block.Size, memory, isRead)) return -Errno.EIO;
    }
    return length;
  }

  private transferBlock(block: number, offset: number, { address, length }: { readonly address: number; readonly length: number }, isRead: boolean): boolean {
    const buffer = new Uint8Array(Block.Size);
    if (this.device.readBlock(block, buffer, 0) !== DiskResult.Ok) return false;
    if (isRead) {
      this.fill(address, buffer.subarray(offset, offset + length));
      return true;
    }
    buffer.set(this.machine.memory.bytes.subarray(address, address + length), offset);
    return this.device.writeBlock(block, buffer, 0) === DiskResult.Ok;
  }

  /** Writes memory as the CPU does: decoded instructions there are dropped. */
  private fill(address: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const { memory } = this.machine;
    for (let pfn = address >>> Paging.PageShift; pfn <= (address + bytes.length - 1) >>> Paging.PageShift; pfn++) memory.frameWritten(pfn);
    memory.bytes.set(bytes, address);
  }
}

/** Runs a program on a bare machine to its end. Throws ElfFormatError if the file is no program. */
export const runMonitor = (options: MonitorOptions): MonitorResult => new Monitor(options).run();
