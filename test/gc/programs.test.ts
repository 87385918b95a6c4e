/** Every program of programs/go and programs/runtime, at its small size, under collections of all kinds: what it prints does not change. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
import { runGuest } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

/** Machine options; whether the program decides itself when it collects. */
const CONDITIONS: readonly (readonly [string, 'own collections' | 'more collections'])[] = [
  ['--stress gc=1', 'more collections'],
  ['--stress gc=7', 'more collections'],
  ['--stress gc=7 --env GODEBUG=clobberfree=1,gccheckmark=1', 'more collections'],
  ['--env GODEBUG=clobberfree=1,checkheap=1', 'own collections'],
  ['--env GODEBUG=gccheckmark=1', 'own collections'],
  ['--env GODEBUG=efence=1', 'more collections'],
  ['--env GOGC=1', 'more collections'],
  ['--stress move-stack,gc=7', 'more collections'],
  ['--ram 128K', 'own collections'],
];

/** These count collections or print what lies where: with more collections it is something else, and only that they end well is looked at. */
const TELL_OF_COLLECTIONS: ReadonlySet<string> = new Set([
  'a_collection_phase_by_phase', 'finalizer_and_resurrection', 'gogc', 'gomemlimit', 'heap_grows_by_mmap', 'large_objects_come_from_the_heap', 'leaks', 'mark_bits_find_every_object',
  'mcache_refill', 'mcentral_two_lists', 'slots_are_reused_lowest_first', 'tiny_objects_share_a_block',
]);
/** These print how large stacks are, which is another thing where stacks are moved at every call or never given back. */
const TELL_OF_STACKS: ReadonlySet<string> = new Set(['goroutine_stack_growth']);
const CHANGES_STACKS = /move-stack|efence/;
/** These take their size as an argument: at the usual one they allocate too much for a collection at each. */
const SMALL_SIZES: Readonly<Record<string, string>> = { a_collection_phase_by_phase: '300', binary_trees: '3', gcbench: '3', gogc: '6', gomemlimit: '4', mark_under_memory_pressure: '300' };

const programs = ['go', 'runtime'].flatMap((folder) =>
  readdirSync(inRepository('programs', folder))
    .filter((file) => file.endsWith('.go'))
    .map((file) => ({ folder, name: file.slice(0, -'.go'.length) })),
);

describe.each(CONDITIONS)('%s', (flags, collections) => {
  test.each(programs)('$folder/$name', async ({ folder, name }) => {
    const size = collections === 'more collections' ? SMALL_SIZES[name] : undefined;
    const { stdout, stderr, code } = await runGuest(buildGo([inRepository(`programs/${folder}/${name}.go`)]), { flags, arguments: size === undefined ? [] : [size] });
    const isOther = CHANGES_STACKS.test(flags) && TELL_OF_STACKS.has(name);
    if (collections === 'own collections' || (size === undefined && !TELL_OF_COLLECTIONS.has(name) && !isOther)) {
      const expected = readFileSync(inRepository(`test/golden/${folder}/${name}.out`), 'latin1');
      expect(stdout + stderr).toBe(expected);
    }
    expect({ code, failure: /fatal error:.*/.exec(stderr)?.[0] ?? '' }).toEqual({ code: 0, failure: '' });
  });
});
