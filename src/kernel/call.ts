/**
 * The life of a system call: entered at an ecall, executed, perhaps blocked and executed again when the task next runs,
 * perhaps interrupted by a signal, ended with a result in a0 and pc behind the ecall.
 */
import { Errno } from '../abi/errno.ts';
import { killedStatus } from '../abi/process.ts';
import { SigAction, Signal } from '../abi/signals.ts';
import { Reg } from '../isa/registers.ts';
import { RegisterIndex } from '../machine/register-file.ts';
import type { Kernel } from './kernel.ts';
import { hasWork, killGroup, nextHandler } from './signal.ts';
import { NO_RESULT, type Syscall } from './syscalls/syscall.ts';
import { CALLS } from './syscalls/table.ts';
import { TaskState, type Task } from './task.ts';
import { TimeCause } from './time-cause.ts';
import { BLOCKED } from './wait.ts';

const ARGUMENTS = 6;
/** Waits for the disk in a row without getting further that show that a call never will. */
const HOPELESS_WAITS = 1000;

interface Call {
  readonly number: number;
  readonly row: Syscall | undefined;
  readonly args: Int32Array;
}

/** The call at which the task stands: its number and arguments are in the registers until it ends. */
function currentCall(kernel: Kernel, task: Task): Call {
  const registers = kernel.registersOf(task);
  const number = registers[RegisterIndex.X + Reg.A7]!;
  const first = RegisterIndex.X + Reg.A0;
  return { number, row: CALLS[number], args: registers.slice(first, first + ARGUMENTS) };
}

/** A task on its CPU stands at an ecall. */
export function enterCall(kernel: Kernel, task: Task): void {
  task.inCall = true;
  const call = currentCall(kernel, task);
  kernel.observer?.callEnter?.(task, call.row, call.number, call.args);
  kernel.waiting.charge(TimeCause.KernelEntry);
  execute(kernel, task, call);
}

/** Executes a call that has begun once more. */
export function resumeCall(kernel: Kernel, task: Task): void {
  execute(kernel, task, currentCall(kernel, task));
}

function execute(kernel: Kernel, task: Task, call: Call): void {
  const result = call.row === undefined ? -Errno.ENOSYS : call.row.handler(kernel, task, call.args);
  if (result !== BLOCKED) return end(kernel, task, call, result);
  if (task.state === TaskState.Interruptible && hasWork(task)) interrupt(kernel, task, call);
  else if (task.state === TaskState.Uninterruptible && task.sleepCause === TimeCause.Disk) noteWait(kernel, task);
}

/**
 * A call may need several pages at once. When each one that comes from disk costs another its place, memory is too small for
 * the call, which would be executed again for ever: the task is killed as for a fault without end (run-loop.ts).
 */
function noteWait(kernel: Kernel, task: Task): void {
  const done = task.progress?.done ?? 0;
  task.callWaits = done === task.callDone ? task.callWaits + 1 : 1;
  task.callDone = done;
  if (task.callWaits >= HOPELESS_WAITS) killGroup(kernel, task.group, killedStatus(Signal.SIGKILL));
}

function end(kernel: Kernel, task: Task, call: Call, result: number): void {
  task.inCall = false;
  task.progress = null;
  task.callWaits = 0;
  kernel.completeCall(task, result === NO_RESULT ? null : result);
  const isSilent = result === NO_RESULT && task.exiting !== null;
  kernel.observer?.callExit?.(task, call.row, call.number, call.args, isSilent ? null : result === NO_RESULT ? 0 : result);
}

/** A signal is there and the call would go on sleeping. */
function interrupt(kernel: Kernel, task: Task, call: Call): void {
  kernel.scheduler.cancelSleep(task);
  const handler = nextHandler(task);
  // Without a handler the task stops or dies, or the signal comes to nothing: then the call goes on where it was.
  if (handler === null) return;
  const special = call.row?.interrupted?.(kernel, task, call.args) ?? BLOCKED;
  if (special !== BLOCKED) return end(kernel, task, call, special);
  const done = task.progress?.done ?? 0;
  if (done > 0) return end(kernel, task, call, done);
  if ((handler.flags & SigAction.SA_RESTART) === 0) return end(kernel, task, call, -Errno.EINTR);
  // pc still stands at the ecall, and so will the pc in the handler's frame.
  task.inCall = false;
  task.progress = null;
  kernel.observer?.callExit?.(task, call.row, call.number, call.args, BLOCKED);
}
