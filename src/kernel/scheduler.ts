/**
 * Who runs where and when. Several CPUs with a clock each advance in virtual time: the CPU whose next action is earliest
 * acts (the lowest number on ties), so the order of all events is decided by virtual time alone.
 *
 * State: the ready queue (first come first served, one for all CPUs), the sleepers that wake by themselves ordered by time,
 * and a slot per CPU. A task is in exactly one place: on a CPU, on the ready queue, asleep, or ended. A task made ready at
 * time t runs on no CPU whose clock is below t; an idle CPU jumps.
 *
 * All of it is data: wait queues belong to what is waited for, and a sleeping task is a record on them.
 */
import { assert } from '../base/assert.ts';
import { insertAt, removeAt } from '../base/short-list.ts';
import type { Clock, CostModel } from '../machine/clock.ts';
import { TaskState, type Task } from './task.ts';
import { TimeCause } from './time-cause.ts';
import type { WaitQueue, Waiting } from './wait.ts';

/** One CPU as the scheduler sees it. */
export interface CpuSlot {
  readonly index: number;
  readonly clock: Clock;
  current: Task | null;
  /** Whether a task has run here before: then the next one costs a context switch. */
  isUsed: boolean;
  /** Instructions left of the current slice. */
  sliceLeft: number;
}

export interface SchedulerOptions {
  /** Instructions after which another ready task gets the CPU. */
  readonly slice: number;
  /** Instructions of one turn. */
  readonly quantum: number;
  readonly costs: CostModel;
}

export class Scheduler implements Waiting {
  readonly slots: readonly CpuSlot[];
  /** Virtual ns by cause, over all CPUs; {@link TimeCause}. */
  readonly times = new Float64Array(TimeCause.Count);
  contextSwitches = 0;
  /** Instructions that the CPU whose turn it is may still execute before another one may be earlier; 0 between turns. */
  turnLeft = 0;
  private readonly options: SchedulerOptions;
  private readonly ready: Task[] = [];
  /** Tasks with a finite wakeTime, earliest first, first come first on ties. */
  private readonly sleepers: Task[] = [];
  /** The CPU on which the kernel now works. */
  private active = 0;

  constructor(clocks: readonly Clock[], options: SchedulerOptions) {
    this.slots = clocks.map((clock, index) => ({ index, clock, current: null, isUsed: false, sliceLeft: 0 }));
    this.options = options;
  }

  now(): number {
    return this.slots[this.active]!.clock.cycles;
  }

  charge(cause: TimeCause, times = 1): void {
    const cycles = this.price(cause) * times;
    const slot = this.slots[this.active]!;
    slot.clock.cycles += cycles;
    this.times[cause]! += cycles;
    if (slot.current !== null) slot.current.systemTime += cycles;
  }

  sleepOn(task: Task, queue: WaitQueue, deadline = Infinity): void {
    this.beginSleep(task, TaskState.Interruptible, Math.min(deadline, task.wakeTime));
    queue.waiters.push(task);
    task.waitQueues.push(queue);
  }

  sleepUntil(task: Task, time: number): void {
    this.beginSleep(task, TaskState.Uninterruptible, time);
  }

  /** Puts a task to sleep until a time, interruptible by signals: nanosleep. */
  nap(task: Task, deadline: number): void {
    this.beginSleep(task, TaskState.Interruptible, deadline);
  }

  /** Puts a task to sleep until it is woken, deaf to signals: vfork. */
  sleepDeaf(task: Task): void {
    this.beginSleep(task, TaskState.Uninterruptible, Infinity);
    task.sleepCause = TimeCause.Idle;
  }

  wake(queue: WaitQueue, count = Infinity): number {
    let woken = 0;
    while (woken < count && queue.waiters.length > 0) {
      this.wakeTask(queue.waiters[0]!);
      woken++;
    }
    return woken;
  }

  /** Makes a sleeping or stopped task ready now. */
  wakeTask(task: Task): void {
    this.cancelSleep(task);
    this.makeReady(task, this.now());
  }

  /** Undoes a sleep of the task that is still on its CPU: the call was interrupted. */
  cancelSleep(task: Task): void {
    for (const queue of task.waitQueues) removeAt(queue.waiters, queue.waiters.indexOf(task));
    if (task.waitQueues.length > 0) task.waitQueues.length = 0;
    if (task.wakeTime !== Infinity) removeAt(this.sleepers, this.sleepers.indexOf(task));
    task.wakeTime = Infinity;
    task.state = TaskState.Running;
  }

  /** Adds a new task to the ready queue. */
  start(task: Task): void {
    task.state = TaskState.Running;
    this.makeReady(task, this.now());
  }

  /** Whether another task could use this CPU now. */
  hasReady(): boolean {
    const now = this.now();
    return this.ready.some((task) => task.readyTime <= now);
  }

  /**
   * The CPU that acts next, with its current task on it, after waking all sleepers whose time comes before that. null if no
   * task will ever run again: all have ended, or all sleep for ever.
   */
  next(): CpuSlot | null {
    // A turn that was cut short, because somebody wanted to look, goes on as if nothing had been.
    if (this.turnLeft > 0) return this.slots[this.active]!;
    for (;;) {
      const slot = this.earliest();
      const time = slot === null ? Infinity : this.timeOf(slot);
      const sleeper = this.sleepers[0];
      if (sleeper !== undefined && sleeper.wakeTime <= time) {
        const { wakeTime } = sleeper;
        this.cancelSleep(sleeper);
        this.makeReady(sleeper, wakeTime);
        continue;
      }
      if (slot === null) return null;
      this.active = slot.index;
      if (slot.current === null) this.dispatch(slot, time);
      this.turnLeft = this.options.quantum;
      return slot;
    }
  }

  /** Ends a turn; the CPU gets the next one at once if it is still the earliest and nothing is due before it. */
  renewTurn(slot: CpuSlot): boolean {
    const isKept = this.isEarliest(slot);
    this.turnLeft = isKept ? this.options.quantum : 0;
    return isKept;
  }

  private isEarliest(slot: CpuSlot): boolean {
    const { cycles } = slot.clock;
    if (slot.sliceLeft <= 0 || (this.sleepers[0]?.wakeTime ?? Infinity) <= cycles) return false;
    for (const other of this.slots) {
      if (other === slot) continue;
      const time = this.timeOf(other);
      if (time < cycles || (time === cycles && other.index < slot.index)) return false;
    }
    return true;
  }

  /** Ends the slice of a task: sched_yield. */
  yieldSlice(task: Task): void {
    const slot = this.slotOf(task);
    if (slot !== null) slot.sliceLeft = 0;
  }

  /** Takes the current task off its CPU because it sleeps, is stopped or has ended. */
  leave(slot: CpuSlot): void {
    const task = slot.current;
    assert(task !== null, `Scheduler.leave: CPU ${slot.index} has no task`);
    slot.current = null;
    this.turnLeft = 0;
    if (task.state === TaskState.Zombie || task.state === TaskState.Dead) return;
    task.voluntarySwitches++;
    this.contextSwitches++;
  }

  /** Puts the current task at the end of the ready queue. */
  preempt(slot: CpuSlot): void {
    const task = slot.current;
    assert(task !== null, `Scheduler.preempt: CPU ${slot.index} has no task`);
    slot.current = null;
    this.turnLeft = 0;
    task.involuntarySwitches++;
    this.contextSwitches++;
    this.makeReady(task, slot.clock.cycles);
  }

  /** The CPU on which a task is now, or null. */
  slotOf(task: Task): CpuSlot | null {
    return this.slots.find((slot) => slot.current === task) ?? null;
  }

  /** The latest of all clocks: how long the machine has run. */
  elapsed(): number {
    return Math.max(...this.slots.map((slot) => slot.clock.cycles));
  }

  private price(cause: TimeCause): number {
    const { costs } = this.options;
    switch (cause) {
      case TimeCause.KernelEntry: return costs.kernelEntry;
      case TimeCause.MinorFault: return costs.minorFault;
      case TimeCause.PageCopy: return costs.pageCopy;
      case TimeCause.ShootDown: return costs.shootDown;
      case TimeCause.ContextSwitch: return costs.contextSwitch;
      case TimeCause.FutexWake: return costs.futexWake;
      default: return 1;
    }
  }

  private beginSleep(task: Task, state: TaskState, wakeTime: number): void {
    task.state = state;
    task.sleepCause = state === TaskState.Uninterruptible ? TimeCause.Disk : TimeCause.Idle;
    if (task.wakeTime !== Infinity) removeAt(this.sleepers, this.sleepers.indexOf(task));
    task.wakeTime = wakeTime;
    if (wakeTime === Infinity) return;
    const behind = this.sleepers.findIndex((other) => other.wakeTime > wakeTime);
    insertAt(this.sleepers, behind < 0 ? this.sleepers.length : behind, task);
  }

  private makeReady(task: Task, time: number): void {
    task.readyTime = time;
    if (this.slotOf(task) === null) this.ready.push(task);
  }

  private firstReady(): number {
    let first = Infinity;
    for (const { readyTime } of this.ready) if (readyTime < first) first = readyTime;
    return first;
  }

  /** When a CPU can act: now if it has a task, else when it can take a ready one. */
  private timeOf(slot: CpuSlot): number {
    return slot.current !== null ? slot.clock.cycles : Math.max(slot.clock.cycles, this.firstReady());
  }

  private earliest(): CpuSlot | null {
    let best: CpuSlot | null = null;
    let bestTime = Infinity;
    for (const slot of this.slots) {
      const time = this.timeOf(slot);
      if (time >= bestTime) continue;
      best = slot;
      bestTime = time;
    }
    return best;
  }

  private dispatch(slot: CpuSlot, time: number): void {
    const index = this.ready.findIndex((task) => task.readyTime <= time);
    const task = removeAt(this.ready, index);
    this.times[task.sleepCause]! += time - slot.clock.cycles;
    task.sleepCause = TimeCause.Idle;
    slot.clock.cycles = time;
    slot.current = task;
    slot.sliceLeft = this.options.slice;
    task.cpu = slot.index;
    if (slot.isUsed) this.charge(TimeCause.ContextSwitch);
    slot.isUsed = true;
  }
}
