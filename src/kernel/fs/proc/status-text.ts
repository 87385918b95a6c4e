/** /proc/PID/status. */
import { SIG_DFL, SIG_IGN } from '../../../abi/signals.ts';
import { PAGE_SIZE, Rss, type Mm } from '../../mm/mm.ts';
import type { SignalInfo, Task } from '../../task.ts';

const KILOBYTES_PER_PAGE = PAGE_SIZE / 1024;
const STATE_WORDS: Readonly<Record<string, string>> = { R: 'running', S: 'sleeping', D: 'disk sleep', Z: 'zombie', X: 'dead' };
const LAST_SIGNAL = 64;

const kilobytes = (name: string, pages: number): string => `${name}:\t${String(pages * KILOBYTES_PER_PAGE).padStart(8)} kB\n`;

function memoryLines(mm: Mm): string {
  const file = mm.rss[Rss.File]!;
  const anon = mm.rss[Rss.Anon]!;
  const shmem = mm.rss[Rss.Shmem]!;
  const resident = file + anon + shmem;
  const text = Math.min(Math.ceil(mm.endCode / PAGE_SIZE) - Math.floor(mm.startCode / PAGE_SIZE), mm.execVm);
  return [
    kilobytes('VmPeak', Math.max(mm.hiwaterVm, mm.totalVm)),
    kilobytes('VmSize', mm.totalVm),
    kilobytes('VmLck', mm.lockedVm),
    kilobytes('VmPin', 0),
    kilobytes('VmHWM', Math.max(mm.hiwaterRss, resident)),
    kilobytes('VmRSS', resident),
    kilobytes('RssAnon', anon),
    kilobytes('RssFile', file),
    kilobytes('RssShmem', shmem),
    kilobytes('VmData', mm.dataVm),
    kilobytes('VmStk', mm.stackVm),
    kilobytes('VmExe', text),
    kilobytes('VmLib', mm.execVm - text),
    kilobytes('VmPTE', mm.pageTables),
    kilobytes('VmSwap', mm.rss[Rss.Swap]!),
  ].join('');
}

/** Sixteen hexadecimal digits, bit n-1 for signal n. */
function mask(contains: (signo: number) => boolean): string {
  let bits = 0n;
  for (let signo = 1; signo <= LAST_SIGNAL; signo++) if (contains(signo)) bits |= 1n << BigInt(signo - 1);
  return bits.toString(16).padStart(16, '0');
}

const pendingMask = (queue: readonly SignalInfo[]): string => mask((signo) => queue.some((info) => info.signo === signo));

function signalLines(task: Task): string {
  const handler = (signo: number): number => task.group.actions[signo]?.handler ?? SIG_DFL;
  const isBlocked = (signo: number): boolean => ((signo <= 32 ? task.blockedLow >>> (signo - 1) : task.blockedHigh >>> (signo - 33)) & 1) === 1;
  return [
    `SigQ:\t${task.pending.length + task.group.pending.length}/0\n`,
    `SigPnd:\t${pendingMask(task.pending)}\n`,
    `ShdPnd:\t${pendingMask(task.group.pending)}\n`,
    `SigBlk:\t${mask(isBlocked)}\n`,
    `SigIgn:\t${mask((signo) => handler(signo) === SIG_IGN)}\n`,
    `SigCgt:\t${mask((signo) => handler(signo) !== SIG_IGN && handler(signo) !== SIG_DFL)}\n`,
  ].join('');
}

export function statusText(task: Task, state: string): string {
  const ids = [task.uid, task.uid, task.uid, task.uid].join('\t');
  return [
    `Name:\t${task.comm}\n`,
    `Umask:\t${task.umask.toString(8).padStart(4, '0')}\n`,
    `State:\t${state} (${STATE_WORDS[state]})\n`,
    `Tgid:\t${task.tgid}\nNgid:\t0\nPid:\t${task.pid}\nPPid:\t${task.parent?.tgid ?? 0}\nTracerPid:\t0\n`,
    `Uid:\t${ids}\nGid:\t${ids}\n`,
    `FDSize:\t${Math.max(64, task.files.files.length)}\n`,
    task.mm === null ? '' : memoryLines(task.mm),
    `Threads:\t${task.group.threads.length}\n`,
    signalLines(task),
  ].join('');
}
