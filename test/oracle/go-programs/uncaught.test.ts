/**
 * Ways to end a program badly: what it printed, the message, the trace and the exit code are those of real Go. `uncaught.go.txt` has a program
 * with a hole, and below the line what goes into it, with a name.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { comparableTrace } from '../../support/comparable-trace.ts';
import { compileTexts, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { hasRealGo, RealGo } from '../../support/real-go.ts';
import { inRepository } from '../../support/repository.ts';

const [frame, list] = readFileSync(inRepository('test/oracle/go-programs/uncaught.go.txt'), 'utf8').split('\n----\n') as [string, string];
const programs = list.trimEnd().split('\n').map((line) => {
  const name = line.slice(0, line.indexOf(':'));
  return { name, text: frame.replace('%s', () => line.slice(name.length + 2).split('; ').join('\n\t')) };
});

describe.runIf(hasRealGo())('programs that end badly', () => {
  test('end as under real Go', async () => {
    const real = new RealGo();
    const wanted = real.runAll(programs.map(({ text }) => text));
    real.close();
    for (const [i, { name, text }] of programs.entries()) {
      const { stdout, stderr, code } = await runGuest(executableOf(compileTexts({ 'main.go': text })));
      const { stdout: out, stderr: err, code: status } = wanted[i]!;
      expect({ name, stdout, stderr: comparableTrace(stderr), code }).toEqual({ name, stdout: out, stderr: comparableTrace(err), code: status });
    }
  });
});
