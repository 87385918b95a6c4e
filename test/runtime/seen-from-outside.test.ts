/** What programs of programs/runtime show only to who looks at the machine: in stat, in strace, in the heap itself. */
import { expect, test } from 'vitest';
import { buildGo } from '../../src/cli/go-sources.ts';
import { collectGoStat, type ClassStat, type GoStat } from '../../src/cli/stat-go.ts';
import { readProbes } from '../../src/elf/probe-notes.ts';
import { GuestMemory } from '../../src/inspect/guest-memory.ts';
import { RuntimeWatch } from '../../src/inspect/runtime-watch.ts';
import { View } from '../../src/inspect/view.ts';
import { stopAt } from '../../src/kernel/probe-watch.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { DebugInfo } from '../../src/toolchain/dwarf/debug-info.ts';
import { bootGuest } from '../support/guest.ts';
import { inRepository } from '../support/repository.ts';

const program = (name: string): Uint8Array => buildGo([inRepository(`programs/runtime/${name}.go`)]);

async function statOf(name: string, flags = ''): Promise<GoStat> {
  const executable = program(name);
  const { kernel, close } = await bootGuest(executable, { flags });
  try {
    const watch = RuntimeWatch.start(kernel, executable)!;
    kernel.observer = watch.observer;
    run(kernel);
    return collectGoStat(watch);
  } finally {
    close();
  }
}

const classOf = ({ classes }: GoStat, size: number, noscan: boolean): ClassStat => classes.find((each) => each.size === size && each.noscan === noscan)!;

test('mcache_refill: as many refills as the objects fill spans', async () => {
  const stat = await statOf('mcache_refill');
  for (const [size, perSpan] of [[48, 170], [256, 32], [1024, 8]] as const) {
    const { objects, refills } = classOf(stat, size, true);
    expect(objects).toBeGreaterThanOrEqual(4 * perSpan);
    expect(refills).toBe(Math.ceil(objects / perSpan));
  }
});

test('mcentral_two_lists: four spans change lists at the collection and back', async () => {
  const size = 1024;
  const executable = program('mcentral_two_lists');
  const debug = DebugInfo.of(executable)!;
  const { kernel, close } = await bootGuest(executable, {});
  try {
    const lengths = (): Record<string, number> => {
      const memory = new GuestMemory(kernel.init!.mm!);
      const { va, type } = debug.variable('runtime.mheap_');
      const central = new View(memory, type, va).field('central');
      const sizes = debug.variable('runtime.class_to_size');
      const classes = [...new View(memory, sizes.type, sizes.va).elements()].map((each) => each.number());
      const length = (list: 'nonempty' | 'empty'): number => {
        let count = 0;
        for (let s = central.index(2 * classes.indexOf(size)).field(list).field('list').field('first').deref(); s !== null; s = s.field('next').deref()) count++;
        return count;
      };
      return { nonempty: length('nonempty'), empty: length('empty') };
    };
    const sites = readProbes(executable);
    const stopAtNext = (name: string): void => {
      stopAt(kernel, sites.filter((site) => site.name === name).map(({ pc }) => pc));
      expect(run(kernel).reason).toBe('probe');
    };
    stopAtNext('gc_start');
    const { nonempty, empty } = lengths();
    expect({ nonempty, isFull: empty >= 12 }).toEqual({ nonempty: 0, isFull: true });
    stopAtNext('gc_sweep_done');
    expect(lengths()).toEqual({ nonempty: 4, empty: empty - 4 });
    // The four are full again, and one is new; who reads MemStats takes it from the mcache.
    stopAtNext('gc_start');
    expect(lengths()).toEqual({ nonempty: 1, empty });
  } finally {
    close();
  }
});

test('heap_grows_by_mmap: every arena is made usable by a call of mmap2', async () => {
  const executable = program('heap_grows_by_mmap');
  const { kernel, close } = await bootGuest(executable, {});
  const arenas: number[] = [];
  kernel.observer = {
    callExit(_task, call, _number, args) {
      const length = args[1]! >>> 0;
      if (call?.name === 'mmap2' && args[2] === 3 && length % (4 << 20) === 0) arenas.push(length >> 20);
    },
  };
  run(kernel);
  close();
  expect(arenas).toEqual([4, 4, 4, 4, 4, 12]);
});

test('mark_under_memory_pressure: with little memory most page faults are the mark phase, with enough hardly any', async () => {
  const [little, enough] = [await statOf('mark_under_memory_pressure', '--ram 4M'), await statOf('mark_under_memory_pressure')];
  const all = (stat: GoStat, kind: 'minor' | 'major'): number => Object.values(stat['faults-by-cause']).reduce((sum, counts) => sum + counts[kind], 0);
  expect(little['faults-by-cause']['mark']!.major).toBeGreaterThan(all(little, 'major') / 2);
  expect(little['faults-by-cause']['mark']!.minor).toBeGreaterThan(all(little, 'minor') / 2);
  expect(enough['faults-by-cause']['mark']!.major).toBeLessThan(30);
  expect(little.collections.length).toBe(enough.collections.length);
  const marking = (stat: GoStat): number => stat.collections.reduce((sum, { phases }) => sum + phases.mark['time-ns'], 0);
  expect(marking(little)).toBeGreaterThan(5 * marking(enough));
});

test('a_collection_phase_by_phase: one collection whose sweep frees what is not marked', async () => {
  const { collections } = await statOf('a_collection_phase_by_phase');
  expect(collections).toHaveLength(1);
  const [{ phases, forced, swept, ...counts }] = collections as [GoStat['collections'][number]];
  expect({ forced, swept }).toEqual({ forced: true, swept: true });
  expect(counts['slots-freed']).toBeGreaterThanOrEqual(10000);
  expect(phases.mark.instructions).toBeGreaterThan(phases.sweep.instructions);
});
