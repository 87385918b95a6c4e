/**
 * The programs of programs/go at sizes that keep them busy for at least 50 million instructions: what they print, and how they end, is what real Go's build
 * of them does; with 64 MiB of RAM and with 1 MiB, where those with data to speak of page.
 */
import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { buildGo } from '../../../src/cli/go-sources.ts';
import { runGuest } from '../../support/guest.ts';
import { hasRealGo, RealGo } from '../../support/real-go.ts';
import { inRepository } from '../../support/repository.ts';

const LEAST_INSTRUCTIONS = 50e6;

/** Arguments of each program; hello prints what it is given. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  binary_tree: ['80000'],
  external_sort: ['40000'],
  fannkuch: ['9'],
  go_map: ['70000'],
  hash_map: ['60000'],
  hello: Array.from({ length: 36_000 }, (_, i) => `number ${i}`),
  interpreter: ['2500'],
  json_reader: ['6000'],
  life: ['1800'],
  linked_list: ['13000'],
  lru_cache: ['150000'],
  mandelbrot: ['620'],
  matrix_multiply: ['150'],
  n_body: ['100000'],
  n_queens: ['12'],
  quicksort: ['400000'],
  sieve: ['5000000'],
  spectral_norm: ['360'],
  word_count: ['60000'],
};

/** Those that keep more than a MiB, and so must swap when they have no more. */
const LARGER_THAN_A_MEBIBYTE: ReadonlySet<string> = new Set(['binary_tree', 'go_map', 'hash_map', 'hello', 'json_reader', 'quicksort', 'sieve']);

describe.runIf(hasRealGo())('at a large size', () => {
  const real = new RealGo();
  afterAll(() => real.close());
  const names = readdirSync(inRepository('programs/go')).filter((name) => name.endsWith('.go')).map((name) => name.slice(0, -'.go'.length)).sort();

  describe.each(names)('%s', (name) => {
    const path = inRepository(`programs/go/${name}.go`);
    const parameters = ARGUMENTS[name] ?? [];
    const expected = real.run(path, parameters);

    test.each(['', '--ram 1M'])('does what real Go does %s', async (flags) => {
      const { stdout, stderr, code, kernel } = await runGuest(buildGo([path]), { flags, arguments: parameters });
      expect({ stdout, stderr, code }).toEqual(expected);
      expect(kernel.instructions()).toBeGreaterThanOrEqual(LEAST_INSTRUCTIONS);
      if (flags !== '' && LARGER_THAN_A_MEBIBYTE.has(name)) expect(Math.min(kernel.memory.counters.pswpin, kernel.memory.counters.pswpout)).toBeGreaterThan(100);
    });
  });
});
