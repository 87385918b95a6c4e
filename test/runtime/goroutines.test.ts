/**
 * Goroutines, channels, locks and timers: programs print what real Go prints (recorded with GOARCH=386 and GOMAXPROCS=1), traces of goroutines
 * included. Addresses, arguments, and lines inside the library differ and are left out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
import { comparableTrace } from '../support/comparable-trace.ts';
import { runGuest } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

const FOLDER = 'test/golden/go-runtime';
const names = readdirSync(inRepository(FOLDER)).filter((name) => name.endsWith('.go')).map((name) => name.slice(0, -'.go'.length));
const FAILS: ReadonlySet<string> = new Set(['deadlock_traces', 'func_values', 'locks', 'main_goexit', 'panic_in_goroutine']);
/** Tells when collections happen: those that it does not ask for change what it prints. */
const COUNTS_COLLECTIONS: ReadonlySet<string> = new Set(['pool']);
const variantsOf = (name: string): string[] => ['', '--ram 1M', COUNTS_COLLECTIONS.has(name) ? '--stress slice=13' : '--stress slice=13 --env GOGC=1', '--stress move-stack'];

const recorded = (name: string): string => readFileSync(inRepository(FOLDER, name), 'latin1');

describe.each(names)('%s', (name) => {
  const program = buildGo([inRepository(FOLDER, `${name}.go`)]);

  test.each(variantsOf(name))('prints what real Go prints %s', async (flags) => {
    const { stdout, stderr, code } = await runGuest(program, { flags });
    expect({ stdout, stderr: comparableTrace(stderr), code }).toEqual({ stdout: recorded(`${name}.out`), stderr: recorded(`${name}.err`), code: FAILS.has(name) ? 2 : 0 });
  });
});
