/** Ordinary Go programs, each about many things: what they print, how they end and their traces are as recorded from real Go (386, one processor). */
import { describe, expect, test } from 'vitest';
import { buildGo } from '../src/cli/go-sources.ts';
import { comparableTrace } from './support/comparable-trace.ts';
import { runGuest } from './support/guest.ts';
import { endOf, recordedPrograms } from './support/recorded-programs.ts';

describe.each(recordedPrograms())('$name', ({ path, input, arguments: list, stdout: wanted, stderr: end }) => {
  test('prints what real Go prints', async () => {
    const { stdout, stderr, code } = await runGuest(buildGo([path]), { input, arguments: list });
    expect({ stdout, end: endOf(comparableTrace(stderr), code) }).toEqual({ stdout: wanted, end });
  });
});
