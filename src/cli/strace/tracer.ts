/**
 * Prints calls and signals as strace does, from the kernel's events. A call's line is printed when the call has ended; if
 * another task's event comes in between, the line is cut with `<unfinished ...>` and taken up with `<... name resumed>`.
 */
import { Fcntl, OpenFlag } from '../../abi/fcntl.ts';
import { MremapFlag } from '../../abi/mman.ts';
import { SignalFrame } from '../../abi/signal-frame.ts';
import { siCodeName, SiCode, Signal, signalName } from '../../abi/signals.ts';
import { Clone, exitCodeOf, Futex, termSignalOf } from '../../abi/process.ts';
import { latin1Bytes } from '../../base/latin1.ts';
import { Reg } from '../../isa/registers.ts';
import { RegisterIndex } from '../../machine/register-file.ts';
import { Sys } from '../../abi/syscall-numbers.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { peekUser } from '../../kernel/mm/user-memory.ts';
import type { KernelObserver } from '../../kernel/observer.ts';
import { NO_RESULT, type Syscall } from '../../kernel/syscalls/syscall.ts';
import type { SignalInfo, Task } from '../../kernel/task.ts';
import type { ReportSink } from '../report-sink.ts';
import { CALLS } from '../../kernel/syscalls/table.ts';
import { DECODERS, hexAddress, resultText } from './decode.ts';
import type { CallFilter } from './filter.ts';
import { signalSetText } from './flag-names.ts';
import { quoteBytes } from './quote.ts';
import { CallSummary } from './summary.ts';

export interface TraceOptions {
  /** Children and threads too (-f). */
  readonly follow?: boolean;
  /** Which calls (-e trace=). */
  readonly filter?: CallFilter;
  /** How long each call took (-T), and when it began: since the last line (-r), or in virtual time of day (-t once, twice). */
  readonly times?: boolean;
  readonly relative?: boolean;
  readonly stamps?: number;
  /** A table instead of lines (-c). */
  readonly summary?: boolean;
  /** Lines go to a file: pids are not bracketed. */
  readonly toFile?: boolean;
}

/** Column of the ` = `. */
const RESULT_COLUMN = 39;
const EXEC_STRING_LIMIT = 4096;
const NS_PER_SECOND = 1e9;
const NS_PER_MICROSECOND = 1e3;

/** A call under way. */
interface OpenCall {
  readonly call: Syscall | undefined;
  readonly args: Int32Array;
  /** Name and what could be decoded at the beginning. */
  readonly text: string;
  /** Index of the first argument that is not in the text. */
  readonly next: number;
  readonly startTime: number;
  isCut: boolean;
}

class Tracer implements KernelObserver {
  private readonly open = new Map<Task, OpenCall>();
  /** The task whose call's line has been begun. */
  private writing: Task | null = null;
  private readonly calls = new CallSummary();
  private lastStamp = 0;
  /** Tasks that are alive: with more than one, lines name theirs. */
  private alive = 0;
  /** Ignored signals, shown when their task's call has ended. */
  private readonly ignored = new Map<Task, SignalInfo[]>();

  constructor(
    private readonly kernel: Kernel,
    private readonly sink: ReportSink,
    private readonly options: TraceOptions,
  ) {}

  callEnter(task: Task, call: Syscall | undefined, number: number, args: Int32Array): void {
    if (!this.isTraced(task) || !(this.options.filter?.(call) ?? true)) return;
    this.interruptLine(task);
    const name = call?.name ?? `syscall_0x${(number >>> 0).toString(16)}`;
    const count = shownCount(call, args);
    let next = 0;
    const parts: string[] = [];
    while (next < count && !(call !== undefined && DECODERS[call.arguments[next]!.kind].isOutput)) {
      parts.push(this.argument(task, call, args, next, 0));
      next += width(call, next);
    }
    if (number === Sys.rt_sigreturn) parts.push(this.returnMask(task));
    const text = `${this.stamp()}${name}(${parts.join(', ')}`;
    this.open.set(task, { call, args, text, next, startTime: this.kernel.waiting.now(), isCut: false });
    this.writing = task;
  }

  callExit(task: Task, call: Syscall | undefined, _number: number, _args: Int32Array, result: number | null): void {
    const open = this.open.get(task);
    if (open === undefined) return;
    this.open.delete(task);
    this.interruptLine(task);
    this.writing = null;
    const shown = result === NO_RESULT ? 0 : result;
    this.calls.count(call?.name ?? 'unknown', this.kernel.waiting.now() - open.startTime, shown !== null && shown < 0);
    const count = shownCount(call, open.args);
    const rest: string[] = [];
    for (let index = open.next; index < count; index += width(call, index)) rest.push(this.argument(task, call, open.args, index, shown ?? 0));
    const head = open.isCut ? `${this.stamp()}<... ${call?.name ?? 'syscall'} resumed>` : open.text;
    const separator = open.next > 0 && rest.length > 0 && !open.isCut ? ', ' : '';
    const line = this.prefix(task) + head + separator + rest.join(', ') + (shown === null ? ') ' : ')');
    const value = call?.number === Sys.rt_sigreturn ? String(this.kernel.registersOf(task)[RegisterIndex.X + Reg.A0]) : resultText(shown, call);
    this.print(`${line.padEnd(RESULT_COLUMN)} = ${value}${this.duration(open)}`);
    for (const info of this.ignored.get(task) ?? []) this.signal(task, info);
    this.ignored.delete(task);
  }

  ignoredSignal(task: Task, info: SignalInfo): void {
    if (!this.isTraced(task)) return;
    if (this.open.has(task)) this.ignored.set(task, [...(this.ignored.get(task) ?? []), info]);
    else this.signal(task, info);
  }

  signal(task: Task, info: SignalInfo): void {
    if (!this.isTraced(task)) return;
    this.interruptLine(null);
    this.print(`${this.prefix(task)}${this.stamp()}--- ${signalName(info.signo)} ${signalFields(info)} ---`);
  }

  start(task: Task, parent: Task | null): void {
    if (this.options.follow === true) this.interruptLine(null);
    this.alive++;
    if (parent === null) return this.printFirstExec(task);
    if (this.options.follow !== true) return;
    if (this.options.toFile !== true) this.print(`strace: Process ${task.pid} attached`);
  }

  exit(task: Task, status: number): void {
    this.showEnd(task, status);
    this.alive--;
  }

  private showEnd(task: Task, status: number): void {
    if (!this.isTraced(task)) return;
    this.interruptLine(null);
    this.open.delete(task);
    const code = exitCodeOf(status);
    this.print(`${this.prefix(task)}${this.stamp()}+++ ${code === null ? `killed by ${signalName(termSignalOf(status))}` : `exited with ${code}`} +++`);
  }

  /** The table of -c. */
  summaryText(): string {
    return this.calls.text();
  }

  private isTraced(task: Task): boolean {
    return this.options.follow === true || task.tgid === this.kernel.init?.pid;
  }

  /** The call that put the first program in place was the machine's own. */
  private printFirstExec(task: Task): void {
    const call = CALLS[Sys.execve]!;
    if (!(this.options.filter?.(call) ?? true)) return;
    const { path, argv, envp } = this.kernel.program!;
    const quote = (text: string): string => quoteBytes(latin1Bytes(text), EXEC_STRING_LIMIT);
    const environment = `${hexAddress(task.mm!.startStack + (argv.length + 2) * 4)} /* ${envp.length} vars */`;
    const line = `${this.prefix(task)}${this.stamp()}execve(${quote(path)}, [${argv.map(quote).join(', ')}], ${environment})`;
    this.print(`${line.padEnd(RESULT_COLUMN)} = 0`);
  }

  private argument(task: Task, call: Syscall | undefined, args: Int32Array, index: number, result: number): string {
    const value = args[index]!;
    if (call === undefined) return value === 0 ? '0' : hexAddress(value);
    const { kind } = call.arguments[index]!;
    return labelOf(call, index) + DECODERS[kind].show({ mm: task.mm, call, args, result }, value, index);
  }

  /** The mask that a handler's return restores, from its frame. */
  private returnMask(task: Task): string {
    const sp = this.kernel.registersOf(task)[RegisterIndex.X + Reg.Sp]! >>> 0;
    const bytes = task.mm === null ? null : peekUser(task.mm, sp + SignalFrame.Mask, 8);
    if (bytes === null) return hexAddress(sp);
    const [low, high] = new Int32Array(bytes.slice().buffer);
    return `{mask=${signalSetText(low!, high!)}}`;
  }

  /** Ends the line of another task's call that is being written. */
  private interruptLine(task: Task | null): void {
    const { writing } = this;
    if (writing === null || writing === task) return;
    const open = this.open.get(writing);
    this.writing = null;
    if (open === undefined || open.isCut) return;
    open.isCut = true;
    const separator = open.next > 0 && open.next < shownCount(open.call, open.args) ? ', ' : '';
    this.print(`${this.prefix(writing)}${open.text}${separator} <unfinished ...>`);
  }

  private prefix(task: Task): string {
    if (this.options.follow !== true) return '';
    if (this.options.toFile === true) return `${String(task.pid).padEnd(5)} `;
    return this.alive > 1 ? `[pid ${String(task.pid).padStart(5)}] ` : '';
  }

  private stamp(): string {
    const now = this.kernel.waiting.now();
    if (this.options.relative === true) {
      const since = (now - this.lastStamp) / NS_PER_SECOND;
      this.lastStamp = now;
      return `${since.toFixed(6).padStart(12)} `;
    }
    const { stamps = 0 } = this.options;
    if (stamps === 0) return '';
    const seconds = Math.floor(now / NS_PER_SECOND);
    const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
    const micros = String(Math.floor((now % NS_PER_SECOND) / NS_PER_MICROSECOND)).padStart(6, '0');
    return stamps > 1 ? `${clock}.${micros} ` : `${clock} `;
  }

  private duration(open: OpenCall): string {
    if (this.options.times !== true) return '';
    return ` <${((this.kernel.waiting.now() - open.startTime) / NS_PER_SECOND).toFixed(6)}>`;
  }

  private print(line: string): void {
    if (this.options.summary !== true) this.sink.write(`${line}\n`);
  }
}

/** How many arguments mean something: some calls have trailing ones that only certain flags use. */
export function shownCount(call: Syscall | undefined, args: Int32Array): number {
  if (call === undefined) return args.length;
  const all = call.arguments.length;
  switch (call.number) {
    case Sys.open:
    case Sys.openat:
      return (args[all - 2]! & (OpenFlag.Create | (OpenFlag.TemporaryFile & ~OpenFlag.Directory))) !== 0 ? all : all - 1;
    case Sys.mremap:
      return (args[3]! & ~MremapFlag.MayMove) !== 0 ? all : all - 1;
    case Sys.fcntl64:
      return args[1] === Fcntl.GetFd || args[1] === Fcntl.GetFlags ? all - 1 : all;
    case Sys.futex:
    case Sys.futex_time64:
      return FUTEX_ARGUMENTS[args[1]! & Futex.CommandMask & ~Futex.FUTEX_PRIVATE_FLAG] ?? all;
    case Sys.clone:
      return (args[0]! & (Clone.CLONE_CHILD_SETTID | Clone.CLONE_CHILD_CLEARTID)) !== 0 ? all : (args[0]! & Clone.CLONE_SETTLS) !== 0 ? all - 1 : 2;
    default:
      return all;
  }
}

/** Arguments of the futex operations that use fewer than all. */
const FUTEX_ARGUMENTS: Readonly<Record<number, number>> = { [Futex.FUTEX_WAIT]: 4, [Futex.FUTEX_WAKE]: 3, [Futex.FUTEX_REQUEUE]: 5 };

/** clone alone names its arguments, since their order differs between architectures. */
const CLONE_LABELS: readonly string[] = ['flags=', 'child_stack=', 'parent_tid=', 'tls=', 'child_tidptr='];
const labelOf = (call: Syscall, index: number): string => (call.number === Sys.clone ? CLONE_LABELS[index]! : '');

/** A 64-bit argument takes two registers. */
export const width = (call: Syscall | undefined, index: number): number => (call?.arguments[index]?.kind === 'long64' ? 2 : 1);

function signalFields(info: SignalInfo): string {
  const head = `{si_signo=${signalName(info.signo)}, si_code=${siCodeName(info.signo, info.code)}`;
  if (info.trapno !== 0) return `${head}, si_addr=${hexAddress(info.addr)}}`;
  if (info.signo === Signal.SIGCHLD) {
    const status = info.code === SiCode.CLD_EXITED ? String(info.status) : signalName(info.status);
    return `${head}, si_pid=${info.pid}, si_uid=${info.uid}, si_status=${status}, si_utime=0, si_stime=0}`;
  }
  if (info.code === SiCode.SI_KERNEL) return `${head}}`;
  return `${head}, si_pid=${info.pid}, si_uid=${info.uid}}`;
}

/** An observer that prints to `sink`. */
export function traceCalls(kernel: Kernel, sink: ReportSink, options: TraceOptions): KernelObserver & { summaryText(): string } {
  return new Tracer(kernel, sink, options);
}
