/** Several observers as one. */
import type { KernelObserver } from '../kernel/observer.ts';

export function combineObservers(observers: readonly KernelObserver[]): KernelObserver | null {
  if (observers.length <= 1) return observers[0] ?? null;
  return {
    callEnter: (...event) => observers.forEach((observer) => observer.callEnter?.(...event)),
    callExit: (...event) => observers.forEach((observer) => observer.callExit?.(...event)),
    signal: (...event) => observers.forEach((observer) => observer.signal?.(...event)),
    ignoredSignal: (...event) => observers.forEach((observer) => observer.ignoredSignal?.(...event)),
    start: (...event) => observers.forEach((observer) => observer.start?.(...event)),
    ending: (...event) => observers.forEach((observer) => observer.ending?.(...event)),
    exit: (...event) => observers.forEach((observer) => observer.exit?.(...event)),
    fault: (...event) => observers.forEach((observer) => observer.fault?.(...event)),
  };
}
