import { Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { CommandError } from '../../src/cli/command-error.ts';
import { registerPolicy } from '../../src/cli/policy.ts';

const BELADY = '1 2 3 4 1 2 5 1 2 3 4 5\n';

interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly files: Readonly<Record<string, string>>;
  readonly exitCode: number;
}

/** Runs the command over one input; a usage error has the code that main.ts gives it. */
function policy(args: readonly string[], input = BELADY): Outcome {
  let out = '';
  let err = '';
  const files: Record<string, string> = {};
  const program = new Command('pagewalk').exitOverride();
  registerPolicy(program, {
    readInput: () => new TextEncoder().encode(input),
    print: (text) => (out += text),
    writeOutput: (file, text) => (files[file] = text),
  });
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: (text) => (err += text), writeOut: (text) => (out += text) });
  try {
    program.parse(['policy', ...args], { from: 'user' });
    return { out, err, files, exitCode: 0 };
  } catch (error) {
    if (error instanceof CommandError) return { out, err: error.message, files, exitCode: error.exitCode };
    if (error instanceof CommanderError) return { out, err, files, exitCode: error.exitCode === 0 ? 0 : 2 };
    throw error;
  }
}

describe('pagewalk policy', () => {
  test('prints one JSON document with the results in the order policies, then frames', () => {
    const { out } = policy(['-', '--policy', 'fifo,lru,opt', '--frames', '4,3', '--json']);
    expect(out.endsWith('}\n')).toBe(true);
    const row = (name: string, frames: number, faults: number): object => ({ policy: name, frames, faults, cold: 5, 'write-backs': 0 });
    expect(JSON.parse(out)).toEqual({
      schema: 'pagewalk.policy/1',
      references: 12,
      distinct: 5,
      results: [row('fifo', 4, 10), row('fifo', 3, 9), row('lru', 4, 8), row('lru', 3, 10), row('opt', 4, 6), row('opt', 3, 7)],
    });
  });

  test('prints a table, on request with curve and steps', async () => {
    const { out } = policy(['-', '--policy', 'fifo,clock', '--frames', '3', '--curve', '--steps'], '1w 2 3 2 1 5 2w 4 5 3 2 5');
    await expect(out).toMatchFileSnapshot('../golden/policy-steps.txt');
  });

  test('plots the miss-ratio curve', async () => {
    const { files } = policy(['--workload', '80-20', '--policy', 'fifo,lru,opt', '--frames', '10-100:10', '--svg', 'curve.svg']);
    await expect(files['curve.svg']).toMatchFileSnapshot('../golden/policy-curve.svg');
  });

  test('counts dirty evictions of a lackey trace as write-backs, but nothing at the end', () => {
    const trace = 'I  1000,4\n S 2000,4\n M 3000,4\n L 4ffe,4\n S 6000,4\n';
    const { out } = policy(['-', '--format', 'lackey', '--page', '4096', '--data-only', '--policy', 'fifo', '--frames', '2', '--json'], trace);
    expect(JSON.parse(out)).toMatchObject({ references: 5, distinct: 5, results: [{ faults: 5, cold: 5, 'write-backs': 2 }] });
  });

  test('takes the page size of the command line', () => {
    const distinct = (size: string): unknown => JSON.parse(policy(['-', '--page', size, '--frames', '1', '--json'], ' L 0,4\n L 3000,4\n L 4000,4\n').out).distinct;
    expect([distinct('4K'), distinct('16K'), distinct('64KiB')]).toEqual([3, 2, 1]);
  });

  test('spreads numbers of frames over the pages of the trace if none are given', () => {
    const { out } = policy(['-', '--policy', 'lru', '--json']);
    expect(JSON.parse(out).results.map(({ frames }: { frames: number }) => frames)).toEqual([1, 2, 3, 4, 5]);
  });

  test('knows all policies and the other names of some', () => {
    const names = (list: string): string[] => JSON.parse(policy(['-', '--policy', list, '--frames', '3', '--json']).out).results.map((row: { policy: string }) => row.policy);
    expect(names('all')).toHaveLength(17);
    expect(names('ws,min,clock-ad')).toEqual(['working-set', 'opt', 'enhanced-clock']);
  });

  test('writes to a file', () => {
    const { out, files } = policy(['-', '--frames', '3', '--json', '-o', 'result.json']);
    expect(out).toBe('');
    expect(JSON.parse(files['result.json']!).schema).toBe('pagewalk.policy/1');
  });

  test('help lists policies and workloads', () => {
    const { out, exitCode } = policy(['--help']);
    expect(exitCode).toBe(0);
    for (const word of ['second-chance', 'wsclock', '80-20', '--data-only']) expect(out).toContain(word);
  });
});

describe('pagewalk policy refuses', () => {
  test.each([
    { why: 'no input', args: [], says: 'expected a file', code: 2 },
    { why: 'a file and a workload', args: ['-', '--workload', 'zipf'], says: 'exclude each other', code: 2 },
    { why: 'an unknown policy', args: ['-', '--policy', 'fifo,lrux'], says: 'No policy is called "lrux"', code: 2 },
    { why: 'no frames', args: ['-', '--frames', '0'], says: 'whole numbers from 1', code: 2 },
    { why: 'frames that are no number', args: ['-', '--frames', '3,x'], says: 'whole numbers from 1', code: 2 },
    { why: 'a range that runs backwards', args: ['-', '--frames', '9-3'], says: 'whole numbers from 1', code: 2 },
    { why: 'a page size that is no power of two', args: ['-', '--page', '1000'], says: 'power of two', code: 2 },
    { why: 'a page size that is no size', args: ['-', '--page', 'big'], says: 'Not a size', code: 2 },
    { why: 'an unknown format', args: ['-', '--format', 'pin'], says: 'Allowed choices', code: 2 },
    { why: 'an unknown workload', args: ['--workload', 'chaos'], says: 'Allowed choices', code: 2 },
    { why: 'a share above 1', args: ['--workload', 'zipf', '--writes', '1.5'], says: 'from 0 to 1', code: 2 },
    { why: 'an unknown option', args: ['-', '--frame', '3'], says: 'unknown option', code: 2 },
    { why: 'two files', args: ['-', 'x'], says: 'too many arguments', code: 2 },
  ])('$why', ({ args, says, code }) => {
    const outcome = policy(args);
    expect(outcome.err).toContain(says);
    expect(outcome.exitCode).toBe(code);
    expect(outcome.out).toBe('');
  });

  test('a malformed trace, saying where', () => {
    expect(policy(['-'], '1 2\n3 four')).toMatchObject({ err: '-:2:3: expected a page number, such as 7 or 7w, found "four"', exitCode: 1, out: '' });
  });

  test('a trace without references', () => {
    expect(policy(['-'], '# nothing\n')).toMatchObject({ err: '-: expected at least one reference, found none', exitCode: 1 });
  });
});
