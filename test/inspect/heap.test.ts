import { describe, expect, test } from 'vitest';
import { digest } from '../../src/kernel/digest.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { restore, snapshot } from '../../src/kernel/snapshot.ts';
import { type ProgramState, readHeap } from '../../src/inspect/heap/heap-record.ts';
import { GuestMemory } from '../../src/inspect/guest-memory.ts';
import { Globals } from '../../src/inspect/view.ts';
import { compileGuest, lookAtHeap, printedStats, reporting } from '../support/heap-guest.ts';

const TREE = `
type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

var kept [64]*node
`;

/** Collects until a collection has happened, and reports while it is being swept. */
const MID_SWEEP = `${TREE}
func main() {
	runtime.ReadMemStats(&stats)
	for i := 0; stats.NumGC == 0; i++ {
		kept[i%60] = tree(12)
		runtime.ReadMemStats(&stats)
	}
	show()
}
`;

interface ProgramRow {
  readonly name: string;
  readonly text: string;
  readonly imports?: readonly string[];
  readonly flags?: string;
  /** It ends while spans wait for the sweeper. */
  readonly isSweeping?: boolean;
}

const PROGRAMS: readonly ProgramRow[] = [
  { name: 'nothing is allocated', text: 'func main() { report() }' },
  { name: 'small objects of many sizes', text: `
var keep [][]byte
func main() {
	for size := 1; size <= 33000; size += 97 {
		keep = append(keep, make([]byte, size))
	}
	report()
}` },
  { name: 'tiny objects', text: `
var chars []*byte
func main() {
	for i := 0; i < 5000; i++ {
		chars = append(chars, new(byte))
		if i%3 == 0 {
			chars[i/2] = nil
		}
	}
	report()
}` },
  { name: 'large objects that come and go', text: `
var big [8][]int
func main() {
	for i := 0; i < 60; i++ {
		big[i%8] = make([]int, 20000+i*777)
	}
	runtime.GC()
	report()
}` },
  { name: 'maps and strings', imports: ['fmt'], text: `
var table = map[string][]string{}
func main() {
	for i := 0; i < 900; i++ {
		key := fmt.Sprint("key", i%77)
		table[key] = append(table[key], fmt.Sprint(i*i))
		if i%5 == 0 {
			delete(table, fmt.Sprint("key", i%13))
		}
	}
	report()
}` },
  { name: 'goroutines and channels', imports: ['sync'], text: `
func main() {
	var wait sync.WaitGroup
	c := make(chan []byte, 10)
	for i := 0; i < 40; i++ {
		wait.Add(1)
		go func(i int) {
			c <- make([]byte, i*100)
			wait.Done()
		}(i)
	}
	total := 0
	for i := 0; i < 40; i++ {
		total += len(<-c)
	}
	wait.Wait()
	report()
}` },
  { name: 'finalizers', text: `
type thing struct{ data [30]int }
var resurrected []*thing
func main() {
	for i := 0; i < 300; i++ {
		runtime.SetFinalizer(&thing{}, func(t *thing) { resurrected = append(resurrected, t) })
	}
	runtime.GC()
	runtime.GC()
	report()
}` },
  { name: 'memory given back to the kernel', imports: ['runtime/debug'], text: `${TREE}
func main() {
	kept[0] = tree(13)
	kept[1] = tree(10)
	kept[0] = nil
	debug.FreeOSMemory()
	report()
}` },
  { name: 'a fragmented heap', text: `
var keep []*[24]int
func main() {
	for i := 0; i < 4000; i++ {
		keep = append(keep, new([24]int))
	}
	for i := range keep {
		if i%7 != 0 {
			keep[i] = nil
		}
	}
	runtime.GC()
	report()
}` },
  { name: 'the middle of sweeping', text: MID_SWEEP, isSweeping: true },
  { name: 'the middle of sweeping, most of the heap swapped out', text: MID_SWEEP, isSweeping: true, flags: '--ram 1M' },
];

describe('the totals are those that the program prints', () => {
  test.each(PROGRAMS)('$name', async ({ text, imports, flags, isSweeping }) => {
    const { looks, streams, close } = await lookAtHeap(compileGuest(reporting(text, imports)), ['exit'], flags === undefined ? {} : { flags });
    const { heap, isSettled } = looks[0]!;
    expect(heap.memStats).toEqual(printedStats(streams.output[2]));
    expect(heap.problems).toEqual([]);
    expect(isSettled).toBe(true);
    expect(heap.cycle.unsweptSpans > 0).toBe(isSweeping === true);
    const sum = (of: (each: (typeof heap.classes)[0]) => number): number => heap.classes.reduce((total, each) => total + of(each), 0);
    expect(sum(({ objectBytes }) => objectBytes)).toBe(heap.memStats.HeapAlloc);
    expect(sum(({ objects }) => objects)).toBe(heap.memStats.HeapObjects);
    expect(sum(({ bytes }) => bytes)).toBe(heap.memStats.HeapInuse);
    for (const each of heap.classes) expect(each.objectBytes + each.freeBytes + each.tailWaste).toBe(each.bytes);
    close();
  });

  test('in the middle of marking they are those from before the collection', async () => {
    const text = `${TREE}
func main() {
	kept[0] = tree(11)
	runtime.GC()
	kept[1] = tree(9)
	report()
	kept[0] = nil
	runtime.GC()
}`;
    const { looks, streams, close } = await lookAtHeap(compileGuest(reporting(text)), ['gc=2:mark', 'gc=2', 'gc=2:sweep']);
    const printed = printedStats(streams.output[2]);
    expect(looks.map(({ heap }) => heap.cycle.phase)).toEqual(['mark', 'mark termination', 'off']);
    const names = ['TotalAlloc', 'Mallocs', 'Frees', 'HeapAlloc', 'HeapObjects', 'HeapInuse', 'HeapSys', 'HeapReleased', 'Sys', 'NumGC'] as const;
    for (const { heap } of looks.slice(0, 2)) {
      for (const name of names) expect([name, heap.memStats[name]]).toEqual([name, printed[name]]);
    }
    // Marking adds marks and nothing else; the roots are marked when it begins.
    const marked = looks.map(({ heap }) => heap.classes.reduce((total, each) => total + each.marked, 0));
    expect(marked[0]).toBeGreaterThan(0);
    expect(marked[1]).toBeGreaterThan(marked[0]! + 1000);
    expect(marked[1]).toBeLessThan(printed['HeapObjects']! - 4000);
    for (const { heap } of looks) expect(heap.problems).toEqual([]);
    close();
  });
});

describe('looking', () => {
  test.each([['512K'], ['64M']])('changes nothing, with RAM of %s, and sees the same after a snapshot was put back', async (ram) => {
    const text = `${TREE}
func main() {
	for i := 0; i < 60; i++ {
		kept[i%12] = tree(11)
	}
	report()
}`;
    const { looks, kernel, program, close } = await lookAtHeap(compileGuest(reporting(text)), ['gc=1:half'], { flags: `--ram ${ram} --env GOGC=25` });
    const before = digest(kernel);
    const stateNow = (): ProgramState => {
      const { mm } = kernel.init!;
      return { program, globals: new Globals(program.info, new GuestMemory(mm!)), mm: mm!, registers: kernel.registersOf(kernel.init!) };
    };
    const again = (): unknown => readHeap(stateNow());
    const state = snapshot(kernel);
    expect(again()).toEqual(looks[0]!.heap);
    expect(digest(kernel)).toEqual(before);
    run(kernel, { instructions: kernel.instructions() + 1_000_000 });
    expect(again()).not.toEqual(looks[0]!.heap);
    restore(state);
    expect(again()).toEqual(looks[0]!.heap);
    expect(looks[0]!.heap.residence.objects.swapped > 0).toBe(ram === '512K');
    close();
  });

  test('costs the program no instruction', async () => {
    const text = reporting(`${TREE}\nfunc main() {\n\tfor i := 0; i < 60; i++ {\n\t\tkept[i%12] = tree(11)\n\t}\n}`);
    const elf = compileGuest(text);
    const instants = await Promise.all([['exit'], ['exit', 'gc=1', 'gc=1:half', 'instr=3000000', 'call=main.tree:99', 'return=main.tree:1000']].map(async (moments) => {
      const { looks, close } = await lookAtHeap(elf, moments, { flags: '--env GOGC=25' });
      close();
      expect(looks.length).toBe(moments.length);
      return looks.find(({ moment }) => moment.kind === 'exit')!.instructions;
    }));
    expect(instants[0]).toBe(instants[1]);
  });
});
