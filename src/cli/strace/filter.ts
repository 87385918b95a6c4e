/** `-e trace=LIST`: which calls are shown. */
import { InvalidArgumentError } from 'commander';
import { SYSCALLS } from '../../kernel/syscalls/table.ts';
import type { Syscall } from '../../kernel/syscalls/syscall.ts';

/** Decides by call; undefined is a number that is not in the table. */
export type CallFilter = (call: Syscall | undefined) => boolean;

const usesDescriptor = (call: Syscall): boolean => call.arguments.some(({ kind }) => kind === 'fd' || kind === 'dirfd');
/** strace's class of a file name argument, narrower than our family of calls on files. */
const takesPath = (call: Syscall): boolean => call.arguments.some(({ name, kind }) => kind === 'str' && name !== 'name');

const CLASSES: Readonly<Record<string, (call: Syscall) => boolean>> = {
  memory: ({ family }) => family === 'memory',
  file: takesPath,
  process: ({ name }) => /^(fork|vfork|clone|execve|exit|exit_group|wait4|waitpid|kill|tkill|tgkill)$/.test(name),
  signal: ({ family }) => family === 'signal',
  desc: usesDescriptor,
  time: ({ family }) => family === 'time',
};

function matcher(word: string): (call: Syscall) => boolean {
  const name = word.replace(/^%/, '');
  const ofClass = CLASSES[name];
  if (ofClass !== undefined) return ofClass;
  if (word.startsWith('/')) return matchPattern(word.slice(1));
  if (!word.startsWith('%') && SYSCALLS.some((call) => call.name === name)) return (call) => call.name === name;
  throw new InvalidArgumentError(`invalid system call '${word}'`);
}

function matchPattern(source: string): (call: Syscall) => boolean {
  try {
    const pattern = new RegExp(source);
    return (call) => pattern.test(call.name);
  } catch {
    throw new InvalidArgumentError(`invalid regular expression '${source}'`);
  }
}

/** Reads `trace=a,b`, `a,b`, `%memory`, `!a`, `all`, `none`. */
export function parseFilter(text: string): CallFilter {
  let list = text.replace(/^(trace|t)=/, '');
  if (/^[a-z]+=/.test(list)) throw new InvalidArgumentError(`-e ${text}: only trace= is understood`);
  const isInverted = list.startsWith('!');
  if (isInverted) list = list.slice(1);
  if (list === 'all') return () => !isInverted;
  if (list === 'none') return () => isInverted;
  const matchers = list.split(',').map(matcher);
  return (call) => (call !== undefined && matchers.some((matches) => matches(call))) !== isInverted;
}
