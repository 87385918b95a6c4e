/**
 * What virtual time goes to, for `pagewalk stat`. The machine attributes its own cycles (instructions, walks, shoot-downs);
 * the kernel adds its own through `Waiting.charge`, priced by the machine's cost model.
 */

/** Index into the totals of `stat`. */
export const enum TimeCause {
  /** Guest instructions, TLB walks included. */
  User,
  KernelEntry,
  /** A page fault's own work, entry and copies apart. */
  MinorFault,
  /** Copying or zeroing a page. */
  PageCopy,
  ShootDown,
  ContextSwitch,
  FutexWake,
  /** A CPU with nothing to run while a task waits for the disk. */
  Disk,
  /** A CPU with nothing to run otherwise. */
  Idle,
  Count,
}

/** Index = {@link TimeCause}; as `stat` prints them. */
export const TIME_CAUSE_NAMES: readonly string[] = [
  'user', 'kernel-entry', 'minor-fault', 'page-copy', 'shoot-down', 'context-switch', 'futex-wake', 'disk', 'idle',
];
