/**
 * The kernel as a whole: composes memory, files, scheduler and tasks over a machine. Each part gets only the interfaces it
 * uses; nothing but this file knows them all. run-loop.ts drives it.
 *
 * Everything reachable from here is plain data or a class of plain data, except what is named in `HOST_FIELDS`: those belong
 * to the host (streams, observer, probes) or never change (options).
 */
import { SiCode, Signal } from '../abi/signals.ts';
import { killedStatus, RLIM_INFINITY, Rlimit } from '../abi/process.ts';
import { OpenFlag } from '../abi/fcntl.ts';
import { FileType } from '../abi/stat.ts';
import { assert } from '../base/assert.ts';
import { RandomStream } from '../base/random.ts';
import { Reg } from '../isa/registers.ts';
import type { Machine } from '../machine/machine.ts';
import { RegisterIndex, type RegisterFile } from '../machine/register-file.ts';
import type { FileContext, StandardStreams } from './fs/file.ts';
import { DISK_MAPPING, FileSystem } from './fs/file-system.ts';
import { openInode, putFile } from './fs/inode.ts';
import type { MemoryOptions, MemorySystem } from './mm/memory-system.ts';
import { runKswapd } from './mm/reclaim.ts';
import { PhysicalMemorySystem, type TimedDisk } from './mm/system.ts';
import { newTask, newThreadGroup } from './fork.ts';
import type { KernelObserver } from './observer.ts';
import type { ProbeWatch } from './probe-watch.ts';
import { Scheduler, type CpuSlot } from './scheduler.ts';
import { killGroup, sendSignal, signalInfo } from './signal.ts';
import { TaskState, type Task } from './task.ts';
import type { WaitQueue } from './wait.ts';

/** Settings of a run besides those of memory. */
export interface KernelOptions {
  readonly seed: number;
  /** Instructions after which another ready task gets the CPU. */
  readonly slice: number;
  /** Instructions that a CPU executes at most before another CPU may be earlier. */
  readonly quantum: number;
  readonly aslr: boolean;
  readonly stress: { readonly tlbFlush: boolean };
  readonly memory: MemoryOptions;
}

/** What the kernel is made of and does not own. */
export interface KernelParts {
  readonly machine: Machine;
  /** Of the root file system. */
  readonly disk: TimedDisk;
  /** null for no swap. */
  readonly swap: TimedDisk | null;
  readonly streams: StandardStreams;
}

/** A program to start with. */
export interface Program {
  /** Of a file that has been installed. */
  readonly path: string;
  readonly argv: readonly string[];
  readonly envp: readonly string[];
  readonly uid: number;
  /** Directory that it starts in, by default the root. */
  readonly cwd?: string;
}

/** Fields of the kernel that are no part of its state: they belong to the host or never change. */
export const HOST_FIELDS: ReadonlySet<string> = new Set(['options', 'streams', 'observer', 'probes']);

/** Pid of the first program. Pids below are the machine's own: 1 adopts orphans, 2 is kswapd. */
const FIRST_PID = 100;
const KSWAPD_PID = 2;
const MIB = 1024 * 1024;
const TERMINAL_MAJOR = 136;
const TERMINAL_MODE = FileType.CharacterDevice | 0o620;

/** Limits of the first program: no limit but for these. */
const DEFAULT_LIMITS: Readonly<Partial<Record<Rlimit, readonly [number, number]>>> = {
  [Rlimit.RLIMIT_STACK]: [8 * MIB, RLIM_INFINITY],
  [Rlimit.RLIMIT_CORE]: [0, RLIM_INFINITY],
  [Rlimit.RLIMIT_NPROC]: [4096, 4096],
  [Rlimit.RLIMIT_NOFILE]: [1024, 1048576],
  [Rlimit.RLIMIT_MEMLOCK]: [8 * MIB, 8 * MIB],
  [Rlimit.RLIMIT_SIGPENDING]: [4096, 4096],
  [Rlimit.RLIMIT_MSGQUEUE]: [819200, 819200],
  [Rlimit.RLIMIT_NICE]: [0, 0],
  [Rlimit.RLIMIT_RTPRIO]: [0, 0],
};

const defaultLimits = (): [number, number][] =>
  Array.from({ length: Rlimit.Count }, (_, resource) => [...(DEFAULT_LIMITS[resource as Rlimit] ?? [RLIM_INFINITY, RLIM_INFINITY])] as [number, number]);

export class Kernel implements FileContext {
  readonly options: KernelOptions;
  readonly machine: Machine;
  readonly streams: StandardStreams;
  observer: KernelObserver | null = null;
  /** Null while nobody watches places of programs. */
  probes: ProbeWatch | null = null;

  readonly scheduler: Scheduler;
  readonly memory: MemorySystem;
  readonly files: FileSystem;
  /** All tasks that have not been reaped, by pid, in order of creation. */
  readonly tasks = new Map<number, Task>();
  /** Futex words that have waiters. */
  readonly futexes = new Map<string, WaitQueue>();
  nextPid = FIRST_PID;
  /** Programs executed so far: the index of random streams that each starts with. */
  execCount = 0;
  /** What `start` was asked for. */
  program: Program | null = null;
  /** The first program's task. */
  init: Task | null = null;
  /** Its wait status once it has ended. */
  initStatus: number | null = null;
  /** Why it could not be executed, negative errno; else 0. */
  execError = 0;
  private readonly kswapd: Task;
  private readonly random: RandomStream;
  /** By CPU: the task whose registers are on it. */
  private readonly loaded: (Task | null)[];

  constructor(options: KernelOptions, { machine, disk, swap, streams }: KernelParts) {
    this.options = options;
    this.machine = machine;
    this.streams = streams;
    this.loaded = machine.cpus.map(() => null);
    this.random = new RandomStream(options.seed, 'urandom');
    this.scheduler = new Scheduler(machine.cpus.map((cpu) => cpu.clock), { slice: options.slice, quantum: options.quantum, costs: machine.costs });
    const memory = new PhysicalMemorySystem({
      options: options.memory,
      machine,
      waiting: this.scheduler,
      processes: this,
      swapDisk: swap,
      putFile: (file) => putFile(this, file),
    });
    this.memory = memory;
    this.files = new FileSystem(memory, disk.device);
    memory.mountFileSystem(DISK_MAPPING, this.files, disk);
    this.kswapd = { ...newTask(KSWAPD_PID, KSWAPD_PID, newThreadGroup([])), kernelThread: 'kswapd', state: TaskState.Uninterruptible, comm: 'kswapd0' };
  }

  get waiting(): Scheduler {
    return this.scheduler;
  }

  /** Makes the first program's task; it is executed when the machine runs. */
  start(program: Program): Task {
    const { path, argv, envp, uid, cwd = '/' } = program;
    assert(this.init === null, 'Kernel.start: there is a first program already');
    const pid = this.nextPid++;
    const group = newThreadGroup(defaultLimits());
    Object.assign(group, { processGroup: pid, session: pid });
    const task: Task = { ...newTask(pid, pid, group), uid, cwd, pendingExec: { path, argv, envp } };
    group.threads.push(task);
    [OpenFlag.ReadOnly, OpenFlag.WriteOnly, OpenFlag.WriteOnly].forEach((flags, descriptor) => {
      const inode = this.files.createInode('stdio', TERMINAL_MODE, TERMINAL_MAJOR, descriptor, { descriptor, input: [], consumed: 0 });
      task.files.files.push({ file: openInode(inode, flags, '/dev/pts/0'), closeOnExec: false });
    });
    this.program = program;
    this.init = task;
    this.addTask(task);
    return task;
  }

  addTask(task: Task): void {
    this.tasks.set(task.pid, task);
    this.scheduler.start(task);
  }

  /** Instructions executed by all CPUs. */
  instructions(): number {
    let sum = 0;
    for (const cpu of this.machine.cpus) sum += cpu.retired;
    return sum;
  }

  /** The live registers of a task: on its CPU, or in its record. */
  registersOf(task: Task): RegisterFile {
    return this.loaded[task.cpu] === task ? this.machine.cpus[task.cpu]!.registers : task.registers;
  }

  /** Makes a CPU ready to work for its current task. */
  load(slot: CpuSlot): void {
    const task = slot.current!;
    this.memory.currentCpu = slot.index;
    if (this.loaded[slot.index] === task) return;
    this.loaded[slot.index] = task;
    this.machine.cpus[slot.index]!.loadContext(task.registers);
    if (task.mm !== null) this.machine.cpus[slot.index]!.setPageDirectory(task.mm.pgd);
  }

  /** Takes the registers of the current task off a CPU. */
  unload(slot: CpuSlot): void {
    const task = this.loaded[slot.index];
    if (task === null || task === undefined) return;
    this.machine.cpus[slot.index]!.saveContext(task.registers);
    this.loaded[slot.index] = null;
  }

  /** The task has another address space now. */
  loadMm(task: Task): void {
    if (this.loaded[task.cpu] === task) this.machine.cpus[task.cpu]!.setPageDirectory(task.mm!.pgd);
  }

  /** The registers say that the call of `task` is done: result in a0, pc behind the ecall; null leaves both as they are. */
  completeCall(task: Task, result: number | null): void {
    const cpu = this.machine.cpus[task.cpu]!;
    assert(this.loaded[task.cpu] === task, `completeCall: task ${task.pid} is not on CPU ${task.cpu}`);
    const { pc } = cpu;
    cpu.completeSyscall();
    if (result === null) cpu.pc = pc;
    else cpu.registers[RegisterIndex.X + Reg.A0] = result;
  }

  runKernelThread(task: Task): void {
    assert(task === this.kswapd, `runKernelThread: no thread ${task.comm}`);
    runKswapd(this.memory);
    this.scheduler.sleepUntil(task, this.memory.reclaim.kswapdWakeTime);
  }

  /** Lets kswapd know that it is wanted. */
  callKernelThreads(): void {
    const { kswapdWakeTime } = this.memory.reclaim;
    if (kswapdWakeTime !== Infinity && this.kswapd.state !== TaskState.Running && this.kswapd.wakeTime > kswapdWakeTime) {
      this.scheduler.sleepUntil(this.kswapd, kswapdWakeTime);
    }
  }

  /** A signal from the kernel itself, such as SIGPIPE. */
  sendSignal(task: Task, signo: number): void {
    sendSignal(this, task, signalInfo({ signo, code: SiCode.SI_KERNEL }), 'thread');
  }

  kill(task: Task): void {
    killGroup(this, task.group, killedStatus(Signal.SIGKILL));
  }

  fillRandom(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) bytes[index] = this.random.below(256);
  }

  saveRandom(): Int32Array {
    return this.random.saveState();
  }

  restoreRandom(state: Int32Array): void {
    this.random.restoreState(state);
  }
}
