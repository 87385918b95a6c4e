import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peekPage } from '../../src/kernel/mm/peek.ts';
import { restore, snapshot, type Snapshot } from '../../src/kernel/snapshot.ts';
import { type HeapRecord, type ProgramState, readHeap } from '../../src/inspect/heap/heap-record.ts';
import { GuestMemory } from '../../src/inspect/guest-memory.ts';
import { parseMoment } from '../../src/inspect/moments.ts';
import { Globals, type View } from '../../src/inspect/view.ts';
import { compileGuest, type HeapRun, lookAtHeap } from '../support/heap-guest.ts';

const TREE = `
type node struct {
	left, right *node
	value       int
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1), depth}
}
`;

const PROGRAM = `package main

import "runtime"
${TREE}
var kept, dropped *node
var large []byte

//go:noinline
func work() { println(kept.value) }

func main() {
	kept = tree(9)
	dropped = tree(8)
	large = make([]byte, 50000)
	work()
	dropped = nil
	runtime.GC()
	work()
	runtime.GC()
	for i := 0; i < 100; i++ {
		kept.left = tree(3)
	}
}
`;

/** A heap at one instant, which tests damage in RAM and put back. */
class DamagedHeap {
  private constructor(
    private readonly guest: HeapRun,
    private readonly state: Snapshot,
  ) {}

  static async at(moment: string): Promise<DamagedHeap> {
    const guest = await lookAtHeap(compileGuest(PROGRAM), [moment]);
    expect(guest.looks.length).toBe(1);
    expect(guest.looks[0]!.heap.problems).toEqual([]);
    return new DamagedHeap(guest, snapshot(guest.kernel));
  }

  private now(): ProgramState {
    const { kernel, program } = this.guest;
    const mm = kernel.init!.mm!;
    return { program, mm, globals: new Globals(program.info, new GuestMemory(mm)), registers: kernel.registersOf(kernel.init!) };
  }

  /** What is found after words have been changed. */
  after(damage: (heap: View, write: (view: View, value: number) => void, globals: Globals) => void): string[] {
    const { globals, mm } = this.now();
    const write = ({ va, type }: View, value: number): void => {
      const page = peekPage(mm, va)!;
      for (let byte = 0; byte < type.size; byte++) page[(va & 0xfff) + byte] = (value >>> (8 * byte)) & 0xff;
      this.guest.kernel.machine.memory.frameWritten(page.byteOffset >>> 12);
    };
    damage(globals.get('runtime.mheap_'), write, globals);
    const { problems } = readHeap(this.now());
    restore(this.state);
    return [...problems];
  }

  get heap(): HeapRecord {
    return this.guest.looks[0]!.heap;
  }

  close(): void {
    this.guest.close();
  }
}

/** The first span of objects of a size class. */
function spanOf(heap: View, sizeClass: number): View {
  for (let i = 0; i < heap.field('nspans').number(); i++) {
    const span = heap.field('allspans').index(i).deref()!;
    if (span.field('state').number() === 1 && span.field('spanclass').number() >> 1 === sizeClass) return span;
  }
  throw new Error(`no span of class ${sizeClass}`);
}

/** The class of a node: 12 bytes in slots of 16. */
const NODE_CLASS = 2;

describe('what is broken is found', () => {
  let damaged: DamagedHeap;
  beforeAll(async () => {
    damaged = await DamagedHeap.at('call=main.work:2');
  });
  afterAll(() => damaged.close());

  test.each<[string, RegExp, Parameters<DamagedHeap['after']>[0]]>([
    ['a wrong count of objects', /counts \d+ objects, but has \d+/, (heap, write) => write(spanOf(heap, NODE_CLASS).field('allocCount'), 3)],
    ['a sweepgen that does not exist', /has sweepgen 99/, (heap, write) => write(spanOf(heap, NODE_CLASS).field('sweepgen'), 99)],
    ['a span that says it is cached', /counts as cached, but is not/, (heap, write) => write(spanOf(heap, 0).field('sweepgen'), heap.field('sweepgen').number() + 3)],
    ['a page that is free in the bitmap', /is free in the bitmap, but in span/, (heap, write, globals) => {
      const page = spanOf(heap, NODE_CLASS).field('startAddr').number() / 8192;
      const word = globals.get('runtime.pallocChunks').index(Math.floor(page / 512)).field('taken').index(Math.floor((page % 512) / 32));
      write(word, word.number() & ~(1 << (page % 32)));
    }],
    ['a page that is taken by nobody', /is taken in the bitmap, but in no span/, (heap, write, globals) => {
      const arena = heap.field('arenas').index(0).number();
      write(globals.get('runtime.pallocChunks').index(arena).field('taken').index(15), -1);
    }],
    ['an entry of the table of spans', /the table of spans does not lead/, (heap, write) => {
      const span = spanOf(heap, NODE_CLASS);
      write(heap.field('meta').field('spans').index(span.field('startAddr').number() / 8192), spanOf(heap, 0).va);
    }],
    ['a bit of first pages', /no span of objects begins there, but one does/, (heap, write) => {
      const page = spanOf(heap, 0).field('startAddr').number() / 8192;
      const word = heap.field('meta').field('pageInUse').index(Math.floor(page / 512)).index(Math.floor((page % 512) / 32));
      write(word, word.number() & ~(1 << (page % 32)));
    }],
    ['a list whose links differ', /does not lead back/, (heap, write) => write(spanOf(heap, 0).field('prev'), spanOf(heap, NODE_CLASS).va)],
    ['a span that names another list', /is in the list 0x[0-9a-f]+ but names/, (heap, write) => write(spanOf(heap, 0).field('list'), heap.field('central').index(9).va)],
    ['a counter that is off', /HeapInuse is \d+, but counting gives/, (_, write, globals) => write(globals.get('runtime.gcController').field('heapInUse'), 4096)],
    ['a slot that is freed while it is reachable', /points to 0x[0-9a-f]+, a free slot of span/, (heap, write, globals) => {
      const kept = globals.get('main.kept').address();
      const span = spanAt(heap, kept);
      const index = Math.floor((kept - span.field('startAddr').number()) / 16);
      write(span.field('freeindex'), 0);
      const word = span.field('allocBits').field('words').index(Math.floor(index / 32));
      write(word, word.number() & ~(1 << (index % 32)));
    }],
    ['a pointer behind the objects', /main\.large points to 0x[0-9a-f]+, behind the objects/, (heap, write, globals) => {
      write(globals.get('main.large').field('array'), spanAt(heap, globals.get('main.large').field('array').address()).field('limit').number());
    }],
  ])('%s', (_, expected, damage) => {
    expect(damaged.after(damage).join('\n')).toMatch(expected);
  });

  test('the undamaged heap is in order again', () => {
    expect(damaged.after(() => {})).toEqual([]);
  });
});

function spanAt(heap: View, va: number): View {
  return heap.field('meta').field('spans').index(Math.floor(va / 8192)).deref()!;
}

describe('at the end of marking', () => {
  let damaged: DamagedHeap;
  beforeAll(async () => {
    damaged = await DamagedHeap.at('gc=2');
  });
  afterAll(() => damaged.close());

  test('what the host finds reachable is what the collector has marked, in every class', () => {
    const { classes, reachability } = damaged.heap;
    expect(classes.map(({ sizeClass, reachable }) => [sizeClass, reachable])).toEqual(classes.map(({ sizeClass, marked }) => [sizeClass, marked]));
    expect(reachability!.reachable.objects).toBeGreaterThan(1023);
  });

  test('an object that is not marked is found', () => {
    const problems = damaged.after((heap, write, globals) => {
      const kept = globals.get('main.kept').address();
      const index = Math.floor((kept - spanAt(heap, kept).field('startAddr').number()) / 16);
      const word = spanAt(heap, kept).field('gcmarkBits').field('words').index(Math.floor(index / 32));
      write(word, word.number() & ~(1 << (index % 32)));
    });
    expect(problems.join('\n')).toMatch(/main\.kept points to 0x[0-9a-f]+, which the collector has not marked/);
  });
});

test('an object hidden from the collector in a number is found dangling', async () => {
  const text = `package main

import (
	"runtime"
	"unsafe"
)

var hidden uintptr
var dangling *[5]int

//go:noinline
func hide() {
	dangling = new([5]int)
	hidden = uintptr(unsafe.Pointer(dangling))
	dangling = nil
}

func main() {
	hide()
	runtime.GC()
	dangling = (*[5]int)(unsafe.Pointer(hidden))
}
`;
  const { looks, close } = await lookAtHeap(compileGuest(text), ['exit']);
  const [problem] = looks[0]!.heap.problems;
  // The span had no other object: it was freed as a whole.
  expect(problem).toMatch(/^main\.dangling points to 0x[0-9a-f]+, (in a span that was freed|a free slot of span)/);
  close();
});

test.each([
  ['exit', { kind: 'exit' }],
  ['instr=12', { kind: 'instructions', count: 12 }],
  ['12', { kind: 'instructions', count: 12 }],
  ['gc=3', { kind: 'collection', number: 3, part: 'end' }],
  ['gc=3:half', { kind: 'collection', number: 3, part: 'half' }],
  ['call=main.f', { kind: 'call', name: 'main.f', nth: 1 }],
  ['return=runtime.(*mspan).sweep:7', { kind: 'return', name: 'runtime.(*mspan).sweep', nth: 7 }],
  ['gc=0', null],
  ['gc=1:soon', null],
  ['call=main.f:0', null],
  ['later', null],
])('%s as a moment', (text, moment) => {
  expect(parseMoment(text)).toEqual(moment);
});
