/** The counters of a run: as `perf stat` prints them, and as JSON. */
import type { Kernel } from '../kernel/kernel.ts';
import { TIME_CAUSE_NAMES, TimeCause } from '../kernel/time-cause.ts';
import { Access } from '../machine/exit.ts';
import { formatSize } from './size.ts';
import type { GoStat } from './stat-go.ts';

/** Counters by name, in the order in which they are printed; names as perf's where it has them. */
export interface StatCounters {
  readonly instructions: number;
  readonly 'page-faults': number;
  readonly 'minor-faults': number;
  readonly 'major-faults': number;
  readonly 'swap-in': number;
  readonly 'swap-out': number;
  readonly 'tlb-load-misses': number;
  readonly 'tlb-store-misses': number;
  readonly 'tlb-fetch-misses': number;
  readonly 'context-switches': number;
}

export interface StatRecord {
  readonly schema: 'pagewalk.stat/1';
  readonly program: string;
  readonly exit: number;
  readonly counters: StatCounters;
  readonly 'virtual-time-ns': number;
  /** Time of all CPUs by what it went to; sums to CPUs x virtual time, the CPUs' idle tails apart. */
  readonly 'time-by-cause-ns': Readonly<Record<string, number>>;
  readonly 'shoot-downs': number;
  /** What the replacement policy saw: times that a page came into memory, most pages there at once. */
  readonly 'page-loads': number;
  readonly 'page-frames': number;
  readonly machine: Readonly<Record<string, string | number>>;
  /** Of a Go program that was watched. */
  readonly go?: GoStat;
}

/** Time by cause. Shoot-downs are charged by the machine; what is left over are the walks of the kernel's own copies. */
function timesOf(kernel: Kernel): Record<string, number> {
  const { scheduler, machine } = kernel;
  const times: Record<string, number> = {};
  TIME_CAUSE_NAMES.forEach((name, cause) => (times[name] = scheduler.times[cause]!));
  times[TIME_CAUSE_NAMES[TimeCause.ShootDown]!] = machine.shootDowns * machine.costs.shootDown;
  const attributed = Object.values(times).reduce((sum, ns) => sum + ns, 0);
  const total = scheduler.slots.reduce((sum, { clock }) => sum + clock.cycles, 0);
  times['kernel-walk'] = total - attributed;
  return times;
}

export function collectStat(kernel: Kernel, program: string, exit: number): StatRecord {
  const { machine, memory, scheduler, options } = kernel;
  const misses = (access: Access): number => machine.cpus.reduce((sum, cpu) => sum + cpu.mmu.misses[access]!, 0);
  const { pgfault, pgmajfault, pswpin, pswpout } = memory.counters;
  return {
    schema: 'pagewalk.stat/1',
    program,
    exit,
    counters: {
      instructions: kernel.instructions(),
      'page-faults': pgfault,
      'minor-faults': pgfault - pgmajfault,
      'major-faults': pgmajfault,
      'swap-in': pswpin,
      'swap-out': pswpout,
      'tlb-load-misses': misses(Access.Load),
      'tlb-store-misses': misses(Access.Store),
      'tlb-fetch-misses': misses(Access.Fetch),
      'context-switches': scheduler.contextSwitches,
    },
    'virtual-time-ns': scheduler.elapsed(),
    'time-by-cause-ns': timesOf(kernel),
    'shoot-downs': machine.shootDowns,
    'page-loads': memory.reclaim.loads,
    'page-frames': memory.reclaim.residentPeak,
    machine: { ram: machine.memory.length, swap: options.memory.swapBytes, policy: options.memory.policy, cpus: machine.cpus.length, seed: options.seed },
  };
}

const COUNT_WIDTH = 18;
const NAME_WIDTH = 24;
const NS_PER_SECOND = 1e9;
const PAGE_KIB = 4;

const withCommas = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
const perSecond = (value: number, ns: number): string => {
  const rate = ns === 0 ? 0 : (value * NS_PER_SECOND) / ns;
  if (rate >= 1e6) return `${(rate / 1e6).toFixed(3).padStart(8)} M/sec`;
  return rate >= 1e3 ? `${(rate / 1e3).toFixed(3).padStart(8)} K/sec` : `${rate.toFixed(3).padStart(8)} /sec`;
};

/** What stands behind the # of a row. */
function remark(name: keyof StatCounters, { counters, 'virtual-time-ns': ns }: StatRecord): string {
  const value = counters[name];
  switch (name) {
    case 'instructions': return perSecond(value, ns);
    case 'swap-in': return `${withCommas(value * PAGE_KIB).padStart(8)} KiB read`;
    case 'swap-out': return `${withCommas(value * PAGE_KIB).padStart(8)} KiB written`;
    default: return perSecond(value, ns);
  }
}

const row = (count: string, name: string, remarked = ''): string =>
  `${count.padStart(COUNT_WIDTH)}      ${name.padEnd(NAME_WIDTH)}${remarked === '' ? '' : ` #  ${remarked}`}`.trimEnd();

const seconds = (ns: number): string => (ns / NS_PER_SECOND).toFixed(9);

export function statText(record: StatRecord): string {
  const { counters, machine, program } = record;
  const names = Object.keys(counters) as (keyof StatCounters)[];
  const causes = Object.entries(record['time-by-cause-ns']).filter(([, ns]) => ns > 0);
  return [
    '',
    ` Performance counter stats for '${program}' (${formatSize(machine.ram as number)} RAM, ${machine.policy as string}):`,
    '',
    ...names.map((name) => row(withCommas(counters[name]), name, remark(name, record))),
    '',
    `${seconds(record['virtual-time-ns']).padStart(COUNT_WIDTH)} seconds of virtual time elapsed`,
    '',
    ...causes.map(([name, ns]) => `${seconds(ns).padStart(COUNT_WIDTH)} seconds ${name}`),
    '',
    '',
  ].join('\n');
}

/** One line. */
export const statJson = (record: StatRecord): string => `${JSON.stringify(record)}\n`;
