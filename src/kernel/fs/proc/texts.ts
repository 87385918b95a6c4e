/** The text of every file under /proc but pagemap, as Linux prints it. */
import { latin1Text } from '../../../base/latin1.ts';
import { PAGE_SIZE, Rss } from '../../mm/mm.ts';
import { mapsText } from '../../mm/maps-text.ts';
import { TaskState, type Task } from '../../task.ts';
import type { FileContext } from '../file.ts';
import { peekUser } from '../../mm/user-memory.ts';
import { smapsText } from './smaps-text.ts';
import { statusText } from './status-text.ts';

const KILOBYTES_PER_PAGE = PAGE_SIZE / 1024;
const NANOSECONDS = 1e9;
/** Linux's USER_HZ. */
const TICKS = 100;

const STATE_LETTERS: Readonly<Record<TaskState, string>> = {
  [TaskState.Running]: 'R',
  [TaskState.Interruptible]: 'S',
  [TaskState.Uninterruptible]: 'D',
  [TaskState.Stopped]: 'T',
  [TaskState.Zombie]: 'Z',
  [TaskState.Dead]: 'X',
};

const ticks = (time: number): number => Math.floor((time / NANOSECONDS) * TICKS);

function residentPages(task: Task): number {
  const rss = task.mm?.rss;
  return rss === undefined ? 0 : rss[Rss.File]! + rss[Rss.Anon]! + rss[Rss.Shmem]!;
}

/** Sizes in pages: total, resident, shared, text, 0, data and stack, 0. */
function statmText(task: Task): string {
  const { mm } = task;
  if (mm === null) return '0 0 0 0 0 0 0\n';
  const text = Math.ceil(mm.endCode / PAGE_SIZE) - Math.floor(mm.startCode / PAGE_SIZE);
  return `${mm.totalVm} ${residentPages(task)} ${mm.rss[Rss.File]! + mm.rss[Rss.Shmem]!} ${text} 0 ${mm.dataVm + mm.stackVm} 0\n`;
}

/** The 52 fields of /proc/PID/stat; what the machine does not have is 0. */
function statText(task: Task): string {
  const { mm, group } = task;
  const fields: (string | number)[] = new Array<number>(53).fill(0);
  const set = (number: number, value: string | number): void => {
    fields[number] = value;
  };
  set(1, task.pid);
  set(2, `(${task.comm})`);
  set(3, STATE_LETTERS[task.state]);
  set(4, task.parent?.tgid ?? 0);
  set(5, task.tgid);
  set(6, task.tgid);
  set(8, -1);
  set(10, task.minFlt);
  set(11, group.children.minFlt);
  set(12, task.majFlt);
  set(13, group.children.majFlt);
  set(14, ticks(task.userTime));
  set(15, ticks(task.systemTime));
  set(18, 20);
  set(20, group.threads.length);
  set(22, ticks(task.startTime));
  set(23, (mm?.totalVm ?? 0) * PAGE_SIZE);
  set(24, residentPages(task));
  set(25, 0xffffffff);
  set(26, mm?.startCode ?? 0);
  set(27, mm?.endCode ?? 0);
  set(28, mm?.startStack ?? 0);
  set(38, 17);
  set(39, task.cpu);
  set(45, mm?.startData ?? 0);
  set(46, mm?.endData ?? 0);
  set(47, mm?.startBrk ?? 0);
  set(48, mm?.argStart ?? 0);
  set(49, mm?.argEnd ?? 0);
  set(50, mm?.envStart ?? 0);
  set(51, mm?.envEnd ?? 0);
  return `${fields.slice(1).join(' ')}\n`;
}

function meminfoText({ memory }: FileContext): string {
  const line = (name: string, pages: number): string => `${`${name}:`.padEnd(16)}${String(pages * KILOBYTES_PER_PAGE).padStart(8)} kB\n`;
  return [
    ...Object.entries(memory.usage()).map(([name, pages]) => line(name, pages)),
    line('Committed_AS', memory.committed),
  ].join('');
}

function vmstatText({ memory }: FileContext): string {
  return Object.entries({ ...memory.pageCounts(), ...memory.counters, ...memory.policyEvents() }).map(([name, count]) => `${name} ${count}\n`).join('');
}

function swapsText({ memory }: FileContext): string {
  const { SwapTotal: total = 0, SwapFree: free = 0 } = memory.usage();
  const head = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n';
  if (total === 0) return head;
  return `${head}${'/swapfile'.padEnd(40)}file\t\t${total * KILOBYTES_PER_PAGE}\t\t${(total - free) * KILOBYTES_PER_PAGE}\t\t-2\n`;
}

function cmdlineText(task: Task): string {
  if (task.mm === null) return '';
  const bytes = peekUser(task.mm, task.mm.argStart, task.mm.argEnd - task.mm.argStart);
  return bytes === null ? '' : latin1Text(bytes);
}

/** Key = `ProcNode.entry`. */
export const TEXTS: Readonly<Record<string, (context: FileContext, task: Task) => string>> = {
  maps: (_context, task) => (task.mm === null ? '' : mapsText(task.mm)),
  smaps: (_context, task) => (task.mm === null ? '' : smapsText(task.mm)),
  status: (_context, task) => statusText(task, STATE_LETTERS[task.state]),
  statm: (_context, task) => statmText(task),
  stat: (_context, task) => statText(task),
  cmdline: (_context, task) => cmdlineText(task),
  comm: (_context, task) => `${task.comm}\n`,
  oom_score: (context, task) => `${context.memory.oomScore(task)}\n`,
  oom_score_adj: (_context, task) => `${task.group.oomScoreAdj}\n`,
  meminfo: meminfoText,
  vmstat: vmstatText,
  swaps: swapsText,
  uptime: ({ waiting }) => `${(waiting.now() / NANOSECONDS).toFixed(2)} 0.00\n`,
  version: () => 'Linux version 6.18.0 (pagewalk)\n',
  overcommit_memory: ({ memory }) => `${memory.options.overcommit}\n`,
  swappiness: ({ memory }) => `${memory.options.swappiness}\n`,
  'page-cluster': ({ memory }) => `${memory.options.pageCluster}\n`,
  min_free_kbytes: ({ memory }) => `${memory.minFreePages() * KILOBYTES_PER_PAGE}\n`,
  mmap_min_addr: ({ memory }) => `${memory.options.mmapMinAddr}\n`,
  max_map_count: ({ memory }) => `${memory.options.maxMapCount}\n`,
};

/** Text of /proc/PID/`name` for tools. */
export function procTextOf(context: FileContext, task: Task, name: 'maps' | 'smaps' | 'status'): string {
  return TEXTS[name]!(context, task);
}
