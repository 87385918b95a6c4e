/** How a run ends for the one who started it: exit code and last words. */
import { Errno, errnoText } from '../abi/errno.ts';
import { exitCodeOf, killedStatus, termSignalOf } from '../abi/process.ts';
import { Signal, signalText } from '../abi/signals.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { run, type Stop } from '../kernel/run-loop.ts';
import { killGroup } from '../kernel/signal.ts';
import { TaskState } from '../kernel/task.ts';
import { PAGE_SIZE } from '../kernel/mm/mm.ts';
import { ExitCode } from './command-error.ts';
import { formatSize } from './size.ts';

/** All tasks sleep for ever. */
const DEADLOCK_CODE = 124;
/** Added to a signal's number, as shells do. */
const SIGNAL_BASE = 128;
/** Instructions between two looks at whether the user has interrupted. */
const CHUNK = 20_000_000;

export interface Outcome {
  readonly code: number;
  /** Said on standard error; '' for an ordinary end. */
  readonly message: string;
}

/** Runs to the end, or to `maxSteps` instructions, after which SIGXCPU ends the guest. */
export function runToEnd(kernel: Kernel, maxSteps = Infinity): Stop {
  const stop = run(kernel, { instructions: maxSteps });
  return stop.reason === 'instructions' ? endByLimit(kernel) : stop;
}

function endByLimit(kernel: Kernel): Stop {
  for (const task of kernel.tasks.values()) killGroup(kernel, task.group, killedStatus(Signal.SIGXCPU));
  return run(kernel);
}

/** The user has pressed Ctrl-C. */
export interface Interrupted {
  readonly reason: 'interrupted';
}

/** As {@link runToEnd}, but Ctrl-C ends the run and not the host's process, so that what was counted can still be printed. */
export async function runInterruptibly(kernel: Kernel, maxSteps = Infinity): Promise<Stop | Interrupted> {
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt);
  try {
    for (;;) {
      const stop = run(kernel, { instructions: Math.min(maxSteps, kernel.instructions() + CHUNK) });
      if (stop.reason !== 'instructions') return stop;
      if (kernel.instructions() >= maxSteps) return endByLimit(kernel);
      await new Promise(setImmediate);
      if (isInterrupted) return { reason: 'interrupted' };
    }
  } finally {
    process.off('SIGINT', interrupt);
  }
}

export function outcomeOf(kernel: Kernel, stop: Stop | Interrupted, file: string): Outcome {
  switch (stop.reason) {
    case 'exit':
      return ended(stop.status);
    case 'exec':
      return { code: ExitCode.NotExecutable, message: `pagewalk: ${file}: cannot execute: ${execProblem(kernel, -stop.error)}` };
    case 'deadlock':
      return { code: DEADLOCK_CODE, message: describeDeadlock(kernel) };
    case 'interrupted':
      return { code: SIGNAL_BASE + Signal.SIGINT, message: '' };
    default:
      return { code: ExitCode.Success, message: '' };
  }
}

function ended(status: number): Outcome {
  const code = exitCodeOf(status);
  if (code !== null) return { code, message: '' };
  const signo = termSignalOf(status);
  return { code: SIGNAL_BASE + signo, message: signalText(signo) };
}

function execProblem(kernel: Kernel, errno: Errno): string {
  if (errno !== Errno.ENOMEM) return errnoText(errno);
  const { frames, swapBytes } = kernel.options.memory;
  return `${formatSize(frames * PAGE_SIZE)} of RAM and ${formatSize(swapBytes)} of swap are too little`;
}

/** Who sleeps on what. */
function describeDeadlock(kernel: Kernel): string {
  const lines = [...kernel.tasks.values()].filter(({ state }) => state !== TaskState.Zombie).map((task) => {
    const where = task.state === TaskState.Stopped ? 'stopped' : (task.waitQueues[0]?.name ?? 'pause');
    return `  pid ${task.pid} (${task.comm}): ${where}`;
  });
  return ['pagewalk: deadlock: every task is asleep and nothing will wake one', ...lines].join('\n');
}
