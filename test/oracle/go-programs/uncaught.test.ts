/**
 * Ways to end a program badly: what it printed, the message, the trace and the exit code are those of real Go.
 */
import { describe, expect, test } from 'vitest';
import { comparableTrace } from '../../support/comparable-trace.ts';
import { compileTexts, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { hasRealGo, RealGo } from '../../support/real-go.ts';
import { UNCAUGHT_PROGRAMS } from '../../support/uncaught-programs.ts';

describe.runIf(hasRealGo())('programs that end badly', () => {
  test('end as under real Go', async () => {
    const real = new RealGo();
    const wanted = real.runAll(UNCAUGHT_PROGRAMS.map(({ text }) => text));
    real.close();
    for (const [i, { name, text }] of UNCAUGHT_PROGRAMS.entries()) {
      const { stdout, stderr, code } = await runGuest(executableOf(compileTexts({ 'main.go': text })));
      const { stdout: out, stderr: err, code: status } = wanted[i]!;
      expect({ name, stdout, stderr: comparableTrace(stderr), code }).toEqual({ name, stdout: out, stderr: comparableTrace(err), code: status });
    }
  });
});
