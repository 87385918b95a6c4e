/**
 * All replacement policies by name: what `--policy` accepts, what the documentation lists, and how each is built.
 */
import { AgingPolicy } from './aging.ts';
import { ArcPolicy } from './arc.ts';
import { ClockPolicy } from './clock.ts';
import { EnhancedClockPolicy } from './enhanced-clock.ts';
import { FifoPolicy } from './fifo.ts';
import { LfuPolicy } from './lfu.ts';
import { LinuxPolicy } from './linux.ts';
import { LruPolicy } from './lru.ts';
import { MruPolicy } from './mru.ts';
import { NfuPolicy } from './nfu.ts';
import { NruPolicy } from './nru.ts';
import { OptPolicy } from './opt.ts';
import { RandomPolicy } from './random.ts';
import type { PolicyOptions, ReplacementPolicy } from './replacement-policy.ts';
import { SecondChancePolicy } from './second-chance.ts';
import { TwoQPolicy } from './two-q.ts';
import { WorkingSetPolicy } from './working-set.ts';
import { WsClockPolicy } from './wsclock.ts';

/** Name of a policy. */
export type PolicyName =
  | 'fifo'
  | 'lru'
  | 'mru'
  | 'random'
  | 'opt'
  | 'clock'
  | 'second-chance'
  | 'enhanced-clock'
  | 'nru'
  | 'nfu'
  | 'aging'
  | 'lfu'
  | 'working-set'
  | 'wsclock'
  | '2q'
  | 'arc'
  | 'linux';

/** One row of the table. */
export interface PolicyInfo {
  readonly name: PolicyName;
  /** What it evicts, in one phrase. */
  readonly summary: string;
  /** Whether it must know the future, which only a recorded trace has. */
  readonly needsFuture: boolean;
  readonly create: (options: PolicyOptions) => ReplacementPolicy;
}

/** Every policy, in the order in which lists show them. */
export const POLICIES: readonly PolicyInfo[] = [
  { name: 'fifo', summary: 'the page that was loaded first', needsFuture: false, create: (options) => new FifoPolicy(options) },
  { name: 'lru', summary: 'the page whose last use is longest ago', needsFuture: false, create: (options) => new LruPolicy(options) },
  { name: 'mru', summary: 'the page that was used last', needsFuture: false, create: (options) => new MruPolicy(options) },
  { name: 'random', summary: 'any page, each equally likely', needsFuture: false, create: (options) => new RandomPolicy(options) },
  { name: 'opt', summary: 'the page whose next use is farthest away', needsFuture: true, create: (options) => new OptPolicy(options) },
  { name: 'clock', summary: 'the first page past the hand that was not used since the hand passed it', needsFuture: false, create: (options) => new ClockPolicy(options) },
  { name: 'second-chance', summary: 'as fifo, but a used page becomes the youngest instead', needsFuture: false, create: (options) => new SecondChancePolicy(options) },
  { name: 'enhanced-clock', summary: 'as clock, but a page that needs no write goes before one that does', needsFuture: false, create: (options) => new EnhancedClockPolicy(options) },
  { name: 'nru', summary: 'a page of the lowest class: used since the last tick, dirty', needsFuture: false, create: (options) => new NruPolicy(options) },
  { name: 'nfu', summary: 'the page used in the fewest ticks', needsFuture: false, create: (options) => new NfuPolicy(options) },
  { name: 'aging', summary: 'the page with the lowest counter of recent ticks', needsFuture: false, create: (options) => new AgingPolicy(options) },
  { name: 'lfu', summary: 'the page with the fewest references since the beginning', needsFuture: false, create: (options) => new LfuPolicy(options) },
  { name: 'working-set', summary: 'a page not used within the window', needsFuture: false, create: (options) => new WorkingSetPolicy(options) },
  { name: 'wsclock', summary: 'the first page past the hand not used within the window, clean ones first', needsFuture: false, create: (options) => new WsClockPolicy(options) },
  { name: '2q', summary: 'the oldest newcomer, unless newcomers are few; pages that came back are an LRU list', needsFuture: false, create: (options) => new TwoQPolicy(options) },
  { name: 'arc', summary: 'the oldest of the pages seen once or of those seen again, the balance found by itself', needsFuture: false, create: (options) => new ArcPolicy(options) },
  { name: 'linux', summary: 'the oldest unused inactive page; active pages yield slowly, refaults activate', needsFuture: false, create: (options) => new LinuxPolicy(options) },
];

/** All names, in the table's order. */
export const POLICY_NAMES: readonly PolicyName[] = POLICIES.map(({ name }) => name);

/** Other names that books use. */
const ALIASES: Readonly<Record<string, PolicyName>> = {
  min: 'opt',
  belady: 'opt',
  'clock-ad': 'enhanced-clock',
  enhanced: 'enhanced-clock',
  'enhanced-second-chance': 'enhanced-clock',
  ws: 'working-set',
  workingset: 'working-set',
  twoq: '2q',
};

/** The policy that a user's word names, or undefined. */
export function findPolicy(word: string): PolicyInfo | undefined {
  const name = Object.hasOwn(ALIASES, word) ? ALIASES[word] : word;
  return POLICIES.find((info) => info.name === name);
}

/** Builds a policy. */
export function createPolicy(name: PolicyName, options: PolicyOptions): ReplacementPolicy {
  return POLICIES.find((info) => info.name === name)!.create(options);
}
