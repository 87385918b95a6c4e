/** The recordings of test/golden/go-more are what the Go installed here does. With RECORD=1 they are written anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { comparableTrace } from '../../support/comparable-trace.ts';
import { hasRealGo, RealGo } from '../../support/real-go.ts';
import { endOf, recordedPrograms } from '../../support/recorded-programs.ts';

test.runIf(hasRealGo())('recordings are what real Go does', () => {
  const real = new RealGo();
  const programs = recordedPrograms();
  const results = real.runAll(programs.map(({ path }) => readFileSync(path, 'utf8')), programs);
  real.close();
  for (const [i, { name, path, stdout: recorded, stderr: recordedEnd }] of programs.entries()) {
    const { stdout, stderr, code } = results[i]!;
    // Traces name the file in which a program was built.
    const end = endOf(comparableTrace(stderr).replaceAll('main.go:', `${name}.go:`), code);
    if (process.env['RECORD'] === '1') {
      writeFileSync(path.replace(/\.go$/, '.out'), stdout, 'latin1');
      writeFileSync(path.replace(/\.go$/, '.err'), end, 'latin1');
    } else expect({ name, stdout, end }).toEqual({ name, stdout: recorded, end: recordedEnd });
  }
});
