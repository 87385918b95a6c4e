/** Watching probes: every time counted, every argument right, and nothing else changed. */
import { describe, expect, test } from 'vitest';
import { readProbes } from '../../src/elf/probe-notes.ts';
import { digest } from '../../src/kernel/digest.ts';
import { stopAt, watchProbes } from '../../src/kernel/probe-watch.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { compileTexts, executableOf } from '../support/go-program.ts';
import { bootGuest } from '../support/guest.ts';

/** Probes at stores that fault, in loops of one instruction's distance, in functions that are inlined, and in the runtime. */
const PROGRAM = `package main

import "runtime"

var sink []*[300]byte

func square(x int) int {
	//go:probe squared(x)
	return x * x
}

func main() {
	sum := 0
	for i := -5; i < 20; i++ {
		sum += square(i)
		if i&3 == 0 {
			//go:probe fourth(i)
		}
	}
	block := make([]byte, 1<<18)
	for at := 0; at < len(block); at += 1024 {
		//go:probe touch(at)
		block[at] = 1
	}
	for i := 0; i < 2000; i++ {
		sink = append(sink, new([300]byte))
		if i%500 == 0 {
			sink = nil
			runtime.GC()
		}
	}
	println(sum, len(sink))
}
`;

const elf = executableOf(compileTexts({ 'main.go': PROGRAM }));
const sites = readProbes(elf);

const SETTINGS = ['', '--ram 256K', '--ram 256K --tlb 16 --policy clock', '--cpus 2 --slice 700', '--tlb 4', '--ram 256K --references exact --policy lru'];

describe('watching', () => {
  test.each(SETTINGS)('changes nothing, and sees all (%s)', async (flags) => {
    const unwatched = await bootGuest(elf, { flags });
    const watched = await bootGuest(elf, { flags });
    const seen = new Map<string, number[]>();
    watchProbes(watched.kernel, sites, ({ site, argument }) => {
      const list = seen.get(site.name) ?? [];
      if (list.length === 0) seen.set(site.name, list);
      list.push(argument(0));
    });
    for (const instructions of [10_000, 100_000, 400_000, Infinity]) {
      expect(run(watched.kernel, { instructions })).toEqual(run(unwatched.kernel, { instructions }));
      expect(digest(watched.kernel)).toBe(digest(unwatched.kernel));
    }
    expect(watched.streams.output[2]).toBe('2525 499\n');
    expect(seen.get('squared')).toEqual(Array.from({ length: 25 }, (_, i) => i - 5));
    expect(seen.get('fourth')).toEqual([-4, 0, 4, 8, 12, 16]);
    expect(seen.get('touch')).toEqual(Array.from({ length: 256 }, (_, i) => i * 1024));
    expect(seen.get('gc_start')).toHaveLength(seen.get('gc_sweep_begin')!.length);
    expect(seen.get('malloc_small')!.length).toBeGreaterThan(2000);
    unwatched.close();
    watched.close();
  });

  test('ends when it is told to', async () => {
    const { kernel, close } = await bootGuest(elf, {});
    let count = 0;
    const end = watchProbes(kernel, sites.filter(({ name }) => name === 'touch'), () => {
      if (++count === 10) end();
    });
    run(kernel);
    expect(count).toBe(10);
    close();
  });

  test('can stop the machine at the n-th time, once, while others go on watching', async () => {
    const { kernel, close } = await bootGuest(elf, {});
    const touches = sites.filter(({ name }) => name === 'touch');
    let last = -1;
    let count = 0;
    watchProbes(kernel, touches, ({ argument }) => {
      last = argument(0);
      count++;
    });
    stopAt(kernel, touches.map(({ pc }) => pc), 7);
    expect(run(kernel)).toMatchObject({ reason: 'probe' });
    expect(last).toBe(6 * 1024);
    expect(run(kernel)).toMatchObject({ reason: 'exit' });
    expect(count).toBe(256);
    close();
  });
});
