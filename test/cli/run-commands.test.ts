import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

const folder = mkdtempSync(join(tmpdir(), 'pagewalk-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function pagewalk(args: readonly string[], input = ''): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRepository('dist', 'src', 'cli', 'main.js'), ...args], { cwd: inRepository(), input, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const HELLO = 'programs/asm/hello.s';
const crash = file('crash.s', '        .globl _start\n_start: sw zero, 0(zero)\n');
const wrong = file('wrong.s', '        .globl _start\n_start: addd a0, a1\n');
/** Copies standard input to standard output, then exits with the number of arguments. */
const cat = file('cat.s', `
        .globl _start
_start: lw      s0, 0(sp)
1:      li      a0, 0
        la      a1, buffer
        li      a2, 100
        li      a7, 3
        ecall
        blez    a0, 2f
        mv      a2, a0
        li      a0, 1
        la      a1, buffer
        li      a7, 4
        ecall
        j       1b
2:      mv      a0, s0
        li      a7, 1
        ecall
        .bss
buffer: .space  100
`);

describe('pagewalk run', () => {
  test('runs a source, passes standard input on, and gives the guest\'s exit code', () => {
    expect(pagewalk(['run', HELLO])).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
    expect(pagewalk(['run', cat, '--', '-x', 'two'], 'some\ninput')).toEqual({ code: 3, stdout: 'some\ninput', stderr: '' });
  });

  test('a killed guest gives 128 + signal and the words of a shell', () => {
    expect(pagewalk(['run', crash])).toEqual({ code: 139, stdout: '', stderr: 'Segmentation fault\n' });
  });

  test.each([
    ['no file', ['run'], 2, "missing required argument 'file'"],
    ['an unknown command', ['frob'], 2, "unknown command 'frob'"],
    ['an unknown option', ['run', HELLO, '--frob'], 2, "unknown option '--frob'"],
    ['a size that is none', ['run', HELLO, '--ram', '64Q'], 2, 'Not a size'],
    ['no memory at all', ['run', HELLO, '--ram', '0'], 2, 'Expected a size'],
    ['a policy that needs the future', ['run', HELLO, '--policy', 'opt'], 2, 'expected one of fifo'],
    ['a TLB that is none', ['run', HELLO, '--tlb', '3'], 2, 'power of two'],
    ['a stress that is none', ['run', HELLO, '--stress', 'hard'], 2, 'slice=N'],
    ['a filter that is none', ['strace', '-e', 'trace=frob', HELLO], 2, "invalid system call 'frob'"],
    ['a source with an error', ['run', wrong], 1, 'wrong.s:2:9: Error'],
    ['a file that is not there', ['run', 'nowhere.s'], 127, 'nowhere.s: No such file or directory'],
    ['a directory', ['run', 'programs'], 126, 'programs: Is a directory'],
    ['a file that is no program', ['run', 'package.json'], 126, 'package.json: cannot execute'],
    ['a machine that is too small', ['run', 'programs/asm/array_sum.s', '--ram', '64K', '--swap', '64K'], 126, '64K of RAM and 64K of swap are too little'],
  ] as const)('%s ends with the right code and a message', (_name, args, code, message) => {
    const result = pagewalk(args);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test('a reader that goes away ends it quietly', () => {
    const main = inRepository('dist', 'src', 'cli', 'main.js');
    const loop = file('loop.s', '        .globl _start\n_start: li a0, 1\n la a1, text\n li a2, 2\n li a7, 4\n ecall\n j _start\n .data\ntext: .ascii "y\\n"\n');
    const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" run "${loop}" | head -n 2`], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: 'y\ny\n', stderr: '' });
  });
});

describe('a host that does not take part', () => {
  const main = inRepository('dist', 'src', 'cli', 'main.js');
  const shell = (command: string): Result => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', cwd: inRepository() });
    return { code: status, stdout, stderr };
  };

  test.runIf(existsSync('/dev/full'))('a full disk behind standard output is a message, not a stack trace', () => {
    expect(shell(`"${process.execPath}" "${main}" run ${HELLO} > /dev/full`)).toEqual({
      code: 125, stdout: '', stderr: 'pagewalk: cannot write to standard output: ENOSPC: no space left on device, write\n',
    });
  });

  test.each([
    ['a report', ['stat', '-o', '/nowhere/report', HELLO]],
    ['a swap file', ['run', '--swap-file', '/nowhere/swap', HELLO]],
  ])('%s that cannot be made ends with 125', (_name, args) => {
    const { code, stderr } = pagewalk(args);
    expect(code).toBe(125);
    expect(stderr).toMatch(/^pagewalk: .*\/nowhere\/.*ENOENT/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('reports', () => {
  test('stat --json is one line, the last on standard error, or in a file', () => {
    const { stdout, stderr } = pagewalk(['stat', '--json', HELLO]);
    expect(stdout).toBe('hello\n');
    const record = JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { schema: string; program: string; exit: number; counters: Record<string, number> };
    expect(record).toMatchObject({ schema: 'pagewalk.stat/1', program: HELLO, exit: 0 });
    expect(Object.keys(record.counters)).toEqual([
      'instructions', 'page-faults', 'minor-faults', 'major-faults', 'swap-in', 'swap-out', 'tlb-load-misses', 'tlb-store-misses', 'tlb-fetch-misses', 'context-switches',
    ]);
    const output = join(folder, 'stat.json');
    expect(pagewalk(['run', '--stat', '--json', '-o', output, HELLO])).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
    expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual(record);
  });

  test('Ctrl-C ends a run with its report and code 130', async () => {
    const forever = file('forever.s', '        .globl _start\n_start: li a0, 1\n la a1, text\n li a2, 1\n li a7, 4\n ecall\n1:      j 1b\n .data\ntext: .ascii "."\n');
    const child = spawn(process.execPath, [inRepository('dist', 'src', 'cli', 'main.js'), 'stat', '--json', forever], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
    child.stdout.once('data', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(JSON.parse(stderr)).toMatchObject({ schema: 'pagewalk.stat/1', exit: 130 });
  });

  test('stat prints as perf stat does', () => {
    const { stderr } = pagewalk(['stat', HELLO]);
    expect(stderr).toMatch(/^\n Performance counter stats for 'programs\/asm\/hello.s' \(64M RAM, linux\):\n\n {16}10 {6}instructions/);
  });

  test('strace prints calls, results and the end', () => {
    const { stdout, stderr } = pagewalk(['strace', HELLO]);
    expect(stdout).toBe('hello\n');
    expect(stderr.split('\n')).toEqual([
      'execve("/bin/hello", ["/bin/hello"], 0xbfffff1c /* 0 vars */) = 0',
      'write(1, "hello\\n", 6)                  = 6',
      'exit(0)                                 = ?',
      '+++ exited with 0 +++',
      '',
    ]);
  });

  test('strace shows signals and restarts, and filters', () => {
    const { stderr, code } = pagewalk(['strace', '-e', 'trace=memory', crash]);
    expect(code).toBe(139);
    expect(stderr).toContain('--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---\n+++ killed by SIGSEGV +++\n');
    expect(stderr).not.toContain('execve');
  });

  test('strace -f names tasks and takes up unfinished calls', () => {
    const { stderr } = pagewalk(['strace', '-f', '-e', 'trace=fork,wait4,exit_group', 'programs/asm/fork_copies_on_write.s']);
    expect(stderr.split('\n')).toEqual([
      'fork( <unfinished ...>',
      'strace: Process 101 attached',
      '[pid   100] <... fork resumed>)         = 101',
      '[pid   100] wait4(101,  <unfinished ...>',
      '[pid   101] exit_group(6)               = ?',
      '[pid   101] +++ exited with 6 +++',
      '<... wait4 resumed>[{WIFEXITED(s) && WEXITSTATUS(s) == 6}], 0, NULL) = 101',
      '--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=101, si_uid=1000, si_status=6, si_utime=0, si_stime=0} ---',
      'exit_group(0)                           = ?',
      '+++ exited with 0 +++',
      '',
    ]);
  });

  test('strace --json and maps --json print objects with a schema', () => {
    const lines = pagewalk(['strace', '--json', HELLO]).stderr.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ schema: 'pagewalk.strace/1', pid: 100, call: 'write', arguments: ['1', '"hello\\n"', '6'], result: 6 });
    expect(lines.at(-1)).toEqual({ schema: 'pagewalk.strace/1', pid: 100, exited: 0 });
    const maps = JSON.parse(pagewalk(['maps', '--json', HELLO]).stderr) as { schema: string; mappings: { start: number; name: string }[] };
    expect(maps.schema).toBe('pagewalk.maps/1');
    expect(maps.mappings.map(({ start, name }) => [start, name])).toEqual([[0x08048000, '/bin/hello'], [0xbffdf000, '[stack]']]);
  });

  test('maps prints at the exit, at a fault, and at an instruction', () => {
    const MAPS = /^08048000-08049000 r-xp 00000000 08:01 \d+ +\/bin\/\w+\nbffdf000-c0000000 rw-p 00000000 00:00 0 +\[stack\]\n/;
    expect(pagewalk(['maps', HELLO]).stderr).toMatch(MAPS);
    expect(pagewalk(['maps', '--at', 'fault', crash]).stderr).toMatch(MAPS);
    expect(pagewalk(['maps', '--at', '3', HELLO])).toMatchObject({ code: 0, stdout: '' });
  });

  test('examples lists every program with its command', () => {
    const { stdout } = pagewalk(['examples']);
    expect(stdout).toContain('pagewalk run programs/asm/array_sum.s --ram 64K\n    An array eight times larger than RAM');
  });
});
