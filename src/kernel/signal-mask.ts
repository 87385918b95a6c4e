/** Sets of signals as two words: bit n-1 of the first is signal n, the second holds 33 to 64. */
import { Signal } from '../abi/signals.ts';
import type { Task } from './task.ts';

const WORD_BITS = 32;
/** SIGKILL and SIGSTOP, in the low word: they cannot be blocked. */
const UNBLOCKABLE = (1 << (Signal.SIGKILL - 1)) | (1 << (Signal.SIGSTOP - 1));

/** The set that holds one signal. */
export function signalBits(signo: number): { readonly low: number; readonly high: number } {
  return signo <= WORD_BITS ? { low: 1 << (signo - 1), high: 0 } : { low: 0, high: 1 << (signo - WORD_BITS - 1) };
}

export function isBlocked(task: Task, signo: number): boolean {
  const { low, high } = signalBits(signo);
  return ((task.blockedLow & low) | (task.blockedHigh & high)) !== 0;
}

export function setBlocked(task: Task, low: number, high: number): void {
  task.blockedLow = low & ~UNBLOCKABLE;
  task.blockedHigh = high;
}
