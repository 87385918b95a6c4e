/**
 * ITIMER_VIRTUAL: counts the time that the threads of a process spend in user mode and sends SIGVTALRM when it has run down. As on Linux,
 * where the tick of the clock looks, it goes off a little late: the run loop looks at the end of a turn and when the kernel was entered.
 */
import { SiCode, Signal } from '../abi/signals.ts';
import type { Kernel } from './kernel.ts';
import { sendSignal, signalInfo } from './signal.ts';
import type { Task } from './task.ts';

/** Virtual ns. */
export interface IntervalTimer {
  /** Until it goes off; Infinity if it is not armed. */
  left: number;
  /** What it starts with again; 0 for never. */
  interval: number;
}

export const idleTimer = (): IntervalTimer => ({ left: Infinity, interval: 0 });

/** Sends what is due to the process of a task that has just left user mode. */
export function expireTimer(kernel: Kernel, task: Task): void {
  const timer = task.group.virtualTimer;
  if (timer.left > 0) return;
  const { left, interval } = timer;
  // However many periods have passed, one signal tells of them.
  timer.left = interval === 0 ? Infinity : interval - (-left % interval);
  sendSignal(kernel, task, signalInfo({ signo: Signal.SIGVTALRM, code: SiCode.SI_KERNEL }), 'process');
}
