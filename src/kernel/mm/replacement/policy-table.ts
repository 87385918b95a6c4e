/**
 * All replacement policies by name: what `--policy` accepts, what the documentation lists, and how each is built.
 */
import { ClockPolicy } from './clock.ts';
import { FifoPolicy } from './fifo.ts';
import { LinuxPolicy } from './linux.ts';
import { LruPolicy } from './lru.ts';
import { RandomPolicy } from './random.ts';
import type { PolicyOptions, ReplacementPolicy } from './replacement-policy.ts';
import { SecondChancePolicy } from './second-chance.ts';

/** One row of the table. */
export interface PolicyInfo {
  /** What it evicts, in one sentence. */
  readonly summary: string;
  /** Whether it must know the future, which only a recorded trace has. */
  readonly needsFuture?: boolean;
  readonly create: (options: PolicyOptions) => ReplacementPolicy;
}

/** Every policy, in the order in which lists show them. */
export const POLICIES = {
  fifo: { summary: 'the page that was loaded first', create: (options) => new FifoPolicy(options) },
  lru: { summary: 'the page whose last use is longest ago', create: (options) => new LruPolicy(options) },
  random: { summary: 'any page, each equally likely (--seed)', create: (options) => new RandomPolicy(options) },
  clock: { summary: 'the first page past the hand that was not used since the hand last passed', create: (options) => new ClockPolicy(options) },
  'second-chance': { summary: 'as fifo, but a used page becomes the youngest instead', create: (options) => new SecondChancePolicy(options) },
  linux: { summary: 'inactive and active lists, with refaults activating pages', create: (options) => new LinuxPolicy(options) },
} satisfies Readonly<Record<string, PolicyInfo>>;

/** Name of a policy. */
export type PolicyName = keyof typeof POLICIES;

/** All names, in the table's order. */
export const POLICY_NAMES = Object.keys(POLICIES) as readonly PolicyName[];

/** Whether `name` names a policy. */
export function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(POLICIES, name);
}

/** The table's row for a name. */
export function policyInfo(name: PolicyName): PolicyInfo {
  return POLICIES[name];
}

/** Builds a policy. */
export function createPolicy(name: PolicyName, options: PolicyOptions): ReplacementPolicy {
  return POLICIES[name].create(options);
}
