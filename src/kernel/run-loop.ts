/**
 * Running the machine: the CPU whose turn it is executes its task for at most a quantum, then the kernel deals with why it
 * stopped. One turn:
 *
 *  1. The scheduler names the CPU that is earliest in virtual time and puts a ready task on it if it has none.
 *  2. What the task owes the kernel comes first: ending, writing a new program's stack, a call that had to wait, signals.
 *  3. The CPU runs. It stops at the end of the budget, at an ecall, or at a fault.
 *  4. The call is executed, the fault resolved or made a signal.
 *  5. A task that now sleeps, is stopped or has ended leaves the CPU.
 */
import { Errno } from '../abi/errno.ts';
import { Trap } from '../abi/signal-frame.ts';
import { killedStatus } from '../abi/process.ts';
import { SiCode, Signal } from '../abi/signals.ts';
import { assertNever, unreachable } from '../base/assert.ts';
import { Exit } from '../machine/exit.ts';
import { enterCall, resumeCall } from './call.ts';
import { execve } from './exec.ts';
import { finishExit } from './exit.ts';
import { expireTimer } from './itimer.ts';
import type { Kernel } from './kernel.ts';
import { FaultOutcome } from './mm/memory-system.ts';
import { handlePageFault } from './mm/page-fault.ts';
import { copyToUser, putUser32 } from './mm/user-memory.ts';
import type { CpuSlot } from './scheduler.ts';
import { deliverSignals, forceSignal, hasWork, killGroup, signalInfo } from './signal.ts';
import { TaskState, type Task } from './task.ts';
import { TimeCause } from './time-cause.ts';
import { BLOCKED } from './wait.ts';

/** Why the machine stopped. */
export type Stop =
  /** All programs have ended; the wait status of the first. */
  | { readonly reason: 'exit'; readonly status: number }
  /** The first program could not be executed; negative errno. */
  | { readonly reason: 'exec'; readonly error: number }
  /** Every task sleeps and nothing will wake one. */
  | { readonly reason: 'deadlock' }
  /** The instruction count asked for is reached. */
  | { readonly reason: 'instructions' }
  /** A task stands at a watched address. */
  | { readonly reason: 'probe'; readonly task: Task };

/** Bytes of an ebreak: the program goes on behind it, as after an int3. */
const INSTRUCTION = 4;
/** Faults of a task in a row, with no instruction completed anywhere meanwhile, that show that there will never be one. */
const HOPELESS_FAULTS = 1000;

/** Runs until the first program and what it left behind have ended, or until `instructions` have been executed in all, whatever comes first. */
export function run(kernel: Kernel, { instructions = Infinity }: { readonly instructions?: number } = {}): Stop {
  for (;;) {
    const ended = endOf(kernel);
    if (ended !== null) return ended;
    if (kernel.instructions() >= instructions) return { reason: 'instructions' };
    kernel.callKernelThreads();
    const slot = kernel.scheduler.next();
    if (slot === null) {
      if (kernel.initStatus === null) return { reason: 'deadlock' };
      killAll(kernel);
      continue;
    }
    kernel.load(slot);
    if (slot.sliceLeft <= 0 && !renewSlice(kernel, slot)) continue;
    const stop = turn(kernel, slot, instructions);
    if (stop !== null) return stop;
  }
}

/** What the first program left running goes on; the machine stops when the last task is gone. */
function endOf(kernel: Kernel): Stop | null {
  if (kernel.initStatus === null || kernel.tasks.size > 0) return null;
  return kernel.execError !== 0 ? { reason: 'exec', error: kernel.execError } : { reason: 'exit', status: kernel.initStatus };
}

/** Orphans of the first program that sleep and that nothing will wake. */
function killAll(kernel: Kernel): void {
  for (const task of kernel.tasks.values()) killGroup(kernel, task.group, killedStatus(Signal.SIGKILL));
}

/** Gives the CPU to another ready task, or the same task another slice. Returns false if the CPU was given away. */
function renewSlice(kernel: Kernel, slot: CpuSlot): boolean {
  if (kernel.scheduler.hasReady()) {
    kernel.unload(slot);
    kernel.scheduler.preempt(slot);
    return false;
  }
  slot.sliceLeft = kernel.options.slice;
  return true;
}

/** Lets the task of a CPU work until it leaves the CPU, another CPU is earlier, or the limit is reached. */
function turn(kernel: Kernel, slot: CpuSlot, limit: number): Stop | null {
  const task = slot.current!;
  const { scheduler } = kernel;
  for (;;) {
    const exit = step(kernel, slot, task, limit);
    if (exit === Exit.Probe) return { reason: 'probe', task };
    if (task.state !== TaskState.Running) {
      kernel.unload(slot);
      scheduler.leave(slot);
      return null;
    }
    // A turn that was only cut short goes on as if nothing had been.
    const isCut = exit === Exit.Budget && scheduler.turnLeft > 0 && slot.sliceLeft > 0;
    if (!isCut) expireTimer(kernel, task);
    if (!isCut && !scheduler.renewTurn(slot)) return null;
    if (kernel.instructions() >= limit) return null;
  }
}

/** One stay in user mode with what goes before and after it. Gives why the CPU stopped, null if it did not get to run. */
function step(kernel: Kernel, slot: CpuSlot, task: Task, limit: number): Exit | null {
  if (task.kernelThread !== null) {
    kernel.runKernelThread(task);
    return null;
  }
  if (!settle(kernel, task)) return null;
  // A call that has just ended has counted one more instruction.
  const exit = kernel.instructions() >= limit ? Exit.Budget : execute(kernel, slot, task, limit);
  switch (exit) {
    case Exit.Budget:
    case Exit.Probe:
      break;
    case Exit.Syscall:
      enterCall(kernel, task);
      break;
    case Exit.PageFault:
      resolveFault(kernel, slot, task);
      break;
    case Exit.IllegalInstruction:
    case Exit.Misaligned:
    case Exit.Breakpoint:
      trap(kernel, slot, task, exit);
      break;
    default:
      assertNever(exit);
  }
  return exit;
}

/** Step 2 of the head comment. Returns true when the task is ready to execute instructions. */
function settle(kernel: Kernel, task: Task): boolean {
  // A killed process drops what it was about: no call leaves anything half done but in the task's own record.
  if (task.exiting === null && task.group.exitStatus !== null) task.exiting = task.group.exitStatus;
  if (task.exiting === null && task.pendingExec !== null && !executeFirst(kernel, task)) return false;
  if (task.exiting === null && !finishWrites(kernel, task)) return false;
  if (task.exiting === null && task.inCall) resumeCall(kernel, task);
  if (task.exiting === null && task.state === TaskState.Running && hasWork(task)) deliverSignals(kernel, task);
  if (task.exiting !== null) {
    finishExit(kernel, task);
    return false;
  }
  return task.state === TaskState.Running && !task.inCall && task.pendingWrites.length === 0;
}

/** Loads the machine's first program. */
function executeFirst(kernel: Kernel, task: Task): boolean {
  const result = execve(kernel, task, task.pendingExec!);
  if (result === BLOCKED) return false;
  task.pendingExec = null;
  if (result < 0) {
    kernel.execError = result;
    task.exiting = 0;
    return true;
  }
  kernel.observer?.start?.(task, null);
  return true;
}

/** Writes what a new program or a new thread finds in its memory. Returns false if the task sleeps or must die for it. */
function finishWrites(kernel: Kernel, task: Task): boolean {
  while (task.pendingWrites.length > 0) {
    const { va, bytes } = task.pendingWrites[0]!;
    const left = copyToUser(task, va, bytes, 0, bytes.length);
    if (left === BLOCKED) return false;
    if (left > 0) {
      // No memory for the first stack of a program that has no other place to go back to.
      task.pendingWrites.length = 0;
      if (task === kernel.init && kernel.execCount === 1) kernel.execError = -Errno.ENOMEM;
      killGroup(kernel, task.group, killedStatus(Signal.SIGKILL));
      return true;
    }
    task.pendingWrites.shift();
  }
  if (task.setChildTid !== 0) {
    if (putUser32(task, task.setChildTid, task.pid) === BLOCKED) return false;
    task.setChildTid = 0;
  }
  return true;
}

function execute(kernel: Kernel, slot: CpuSlot, task: Task, limit: number): Exit {
  const cpu = kernel.machine.cpus[slot.index]!;
  const { scheduler } = kernel;
  const { tlbFlush } = kernel.options.stress;
  if (tlbFlush) cpu.flushTlb();
  const budget = Math.min(tlbFlush ? 1 : scheduler.turnLeft, slot.sliceLeft, limit - kernel.instructions());
  if (budget <= 0) unreachable(`execute: budget ${budget}`);
  const { retired } = cpu;
  const { cycles } = cpu.clock;
  const exit = kernel.probes === null ? cpu.run(budget) : kernel.probes.run(cpu, task, budget);
  const used = cpu.clock.cycles - cycles;
  scheduler.times[TimeCause.User]! += used;
  task.userTime += used;
  task.group.virtualTimer.left -= used;
  slot.sliceLeft -= cpu.retired - retired;
  scheduler.turnLeft -= cpu.retired - retired;
  return exit;
}

function resolveFault(kernel: Kernel, slot: CpuSlot, task: Task): void {
  const { va, errorCode } = kernel.machine.cpus[slot.index]!.mmu.fault;
  kernel.waiting.charge(TimeCause.KernelEntry);
  if (!noteFault(kernel, task)) return;
  const { majFlt } = task;
  const outcome = handlePageFault(task, va, errorCode);
  kernel.observer?.fault?.(task, { va, errorCode, outcome, isMajor: task.majFlt !== majFlt });
  const raise = (signo: Signal, code: SiCode): void =>
    forceSignal(task, signalInfo({ signo, code, addr: va, trapno: Trap.PageFault, error: errorCode }));
  switch (outcome) {
    case FaultOutcome.Handled:
    case FaultOutcome.Blocked:
      return;
    case FaultOutcome.SegvMapErr:
      return raise(Signal.SIGSEGV, SiCode.SEGV_MAPERR);
    case FaultOutcome.SegvAccErr:
      return raise(Signal.SIGSEGV, SiCode.SEGV_ACCERR);
    case FaultOutcome.BusAdrErr:
      return raise(Signal.SIGBUS, SiCode.BUS_ADRERR);
    case FaultOutcome.OutOfMemory:
      return waitForMemory(kernel, slot, task);
    default:
      return assertNever(outcome);
  }
}

/**
 * An instruction needs a few pages at once. When a fault for one of them always costs another its place, memory is too small
 * for the program, which would fault for ever. Returns false if the task has been ended for it.
 */
function noteFault(kernel: Kernel, task: Task): boolean {
  const instructions = kernel.instructions();
  task.faultStreak = instructions === task.faultInstructions ? task.faultStreak + 1 : 1;
  task.faultInstructions = instructions;
  if (task.faultStreak < HOPELESS_FAULTS) return true;
  killGroup(kernel, task.group, killedStatus(Signal.SIGKILL));
  return false;
}

/** The OOM killer has chosen another: let it end first. With nobody else left to run, this task is the one. */
function waitForMemory(kernel: Kernel, slot: CpuSlot, task: Task): void {
  if (kernel.scheduler.hasReady()) slot.sliceLeft = 0;
  else killGroup(kernel, task.group, killedStatus(Signal.SIGKILL));
}

/** Faults that are not about pages. The saved pc of a breakpoint is behind it, of the others at the instruction. */
function trap(kernel: Kernel, slot: CpuSlot, task: Task, exit: Exit.IllegalInstruction | Exit.Misaligned | Exit.Breakpoint): void {
  const cpu = kernel.machine.cpus[slot.index]!;
  kernel.waiting.charge(TimeCause.KernelEntry);
  const addr = exit === Exit.Misaligned ? cpu.mmu.fault.va : cpu.pc;
  if (exit === Exit.Breakpoint) {
    cpu.pc += INSTRUCTION;
    forceSignal(task, signalInfo({ signo: Signal.SIGTRAP, code: SiCode.TRAP_BRKPT, addr, trapno: Trap.Breakpoint }));
  } else if (exit === Exit.Misaligned) {
    forceSignal(task, signalInfo({ signo: Signal.SIGBUS, code: SiCode.BUS_ADRALN, addr, trapno: Trap.AlignmentCheck }));
  } else {
    forceSignal(task, signalInfo({ signo: Signal.SIGILL, code: SiCode.ILL_ILLOPC, addr, trapno: Trap.InvalidOpcode }));
  }
}
