import { describe, expect, test } from 'vitest';
import { parseFilter } from '../../src/cli/strace/filter.ts';
import { flagText, signalSetText } from '../../src/cli/strace/flag-names.ts';
import { cloneFlags, openFlags, resultText, waitStatus } from '../../src/cli/strace/decode.ts';
import { quoteBytes } from '../../src/cli/strace/quote.ts';
import { CallSummary } from '../../src/cli/strace/summary.ts';
import { SYSCALLS } from '../../src/kernel/syscalls/table.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const callNamed = (name: string) => SYSCALLS.find((call) => call.name === name)!;

describe('strace prints', () => {
  test.each([
    ['plain', 'abc', '"abc"'],
    ['escapes', 'a\n\t"\\', '"a\\n\\t\\"\\\\"'],
    ['octal as short as the next byte allows', '\x01a\x012', '"\\1a\\0012"'],
    ['high bytes', '\xff\x7f', '"\\377\\177"'],
    ['long strings cut', 'x'.repeat(40), `"${'x'.repeat(32)}"...`],
  ])('strings: %s', (_name, text, quoted) => {
    expect(quoteBytes(bytes(text), 32)).toBe(quoted);
  });

  test.each([
    [0, 'O_RDONLY'],
    [0o102, 'O_RDWR|O_CREAT'],
    [0o2000001, 'O_WRONLY|O_CLOEXEC'],
  ])('open flags %o', (value, text) => {
    expect(openFlags(value)).toBe(text);
  });

  test('flags of clone with the exit signal', () => {
    expect(cloneFlags(0x4111)).toBe('CLONE_VM|CLONE_VFORK|SIGCHLD');
    expect(cloneFlags(0)).toBe('0');
  });

  test('unknown bits in hexadecimal', () => {
    expect(flagText(0x5, [{ value: 1, name: 'A' }], '???')).toBe('A|0x4');
    expect(flagText(0x4, [{ value: 1, name: 'A' }], '???')).toBe('0x4 /* ??? */');
  });

  test('sets of signals', () => {
    expect(signalSetText(0, 0)).toBe('[]');
    expect(signalSetText((1 << 1) | (1 << 14), 0)).toBe('[INT TERM]');
    expect(signalSetText(-1, -1)).toBe('~[]');
    expect(signalSetText(~(1 << 8), -1)).toBe('~[KILL]');
  });

  test('wait status', () => {
    expect(waitStatus(3 << 8)).toBe('{WIFEXITED(s) && WEXITSTATUS(s) == 3}');
    expect(waitStatus(9)).toBe('{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}');
    expect(waitStatus(0x137f)).toBe('{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}');
  });

  test('results', () => {
    expect(resultText(-12, callNamed('mmap2'))).toBe('-1 ENOMEM (Cannot allocate memory)');
    expect(resultText(0xb7fff000 | 0, callNamed('mmap2'))).toBe('0xb7fff000');
    expect(resultText(7, callNamed('read'))).toBe('7');
    expect(resultText(null, callNamed('exit'))).toBe('?');
    expect(resultText(-512, callNamed('read'))).toBe('? ERESTARTSYS (To be restarted if SA_RESTART is set)');
  });

  test.each([
    ['trace=memory', ['brk', 'mmap2', 'mincore'], ['write', 'open']],
    ['trace=%memory', ['brk'], ['write']],
    ['brk,mmap2', ['brk', 'mmap2'], ['munmap']],
    ['trace=file', ['open', 'execve', 'stat64'], ['read', 'memfd_create']],
    ['trace=desc', ['read', 'mmap2'], ['open', 'brk']],
    ['trace=process', ['fork', 'wait4', 'exit_group'], ['getpid']],
    ['trace=signal', ['rt_sigaction', 'kill'], ['read']],
    ['trace=!write', ['read'], ['write']],
    ['trace=/^m', ['mmap2', 'madvise'], ['brk']],
    ['trace=all', ['read'], []],
    ['trace=none', [], ['read']],
  ] as const)('the filter %s', (text, shown, hidden) => {
    const filter = parseFilter(text);
    for (const name of shown) expect(filter(callNamed(name)), name).toBe(true);
    for (const name of hidden) expect(filter(callNamed(name)), name).toBe(false);
  });

  test('the summary of -c', () => {
    const summary = new CallSummary();
    summary.count('read', 3_000_000, false);
    summary.count('read', 1_000_000, true);
    summary.count('brk', 1_000_000, false);
    expect(summary.text()).toBe([
      '% time     seconds  usecs/call     calls    errors syscall',
      '------ ----------- ----------- --------- --------- ----------------',
      ' 80.00    0.004000        2000         2         1 read',
      ' 20.00    0.001000        1000         1           brk',
      '------ ----------- ----------- --------- --------- ----------------',
      '100.00    0.005000        1666         3         1 total',
      '',
    ].join('\n'));
  });
});
