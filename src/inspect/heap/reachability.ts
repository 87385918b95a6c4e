/**
 * Which objects of the heap the program can reach, found from outside as the collector finds it: from globals, stacks and specials, by the
 * program's own pointer masks and maps. The collector's marks are not looked at, so this checks the collector, at any instant.
 *
 * A function that was stopped between calls has no pointer map: what its frame and the registers hold may be pointers or not. Objects that are
 * reached from there alone are counted apart, as perhaps reachable, and never complained about.
 */
import { Reg } from '../../isa/registers.ts';
import { type RegisterFile, RegisterIndex } from '../../machine/register-file.ts';
import { G_REG } from '../../toolchain/go/layout/abi.ts';
import type { GoProgram } from '../go-program.ts';
import type { GuestMemory } from '../guest-memory.ts';
import { type Frame, framesOfGoroutine, framesOfTask } from '../stack.ts';
import type { Globals, View } from '../view.ts';
import { isTaken, pageSizeOf, type Span } from './spans.ts';

/** Objects and the bytes of their slots. */
export interface ObjectCount {
  readonly objects: number;
  readonly bytes: number;
}

export interface Reachability {
  readonly reachable: ObjectCount;
  /** Only from words that may be pointers or not. */
  readonly perhaps: ObjectCount;
  /** Not reachable, but not swept yet. */
  readonly garbage: ObjectCount;
  /** Reachable objects by span class (size class times two, plus one without pointers). */
  readonly bySpanClass: ReadonlyMap<number, number>;
  /** Pointers that must not be, each a sentence. */
  readonly problems: readonly string[];
  /** Whether the object in a slot is reachable for certain. */
  isReachable(span: Span, index: number): boolean;
}

const WORD = 4;
const BITS_PER_BYTE = 8;
const HEAP_BYTES_PER_BITMAP_BYTE = 16;
/** In a byte of the heap bitmap: the word is a pointer; there may be pointers from here on. */
const POINTER_BIT = 0x01;
const MORE_BIT = 0x10;
const MAX_PROBLEMS = 20;

const hex = (va: number): string => `0x${va.toString(16)}`;

/** Marks everything. `registers` are those of the task that runs the program. */
export function findReachable(program: GoProgram, globals: Globals, spans: readonly Span[], registers: RegisterFile): Reachability {
  const marker = new Marker(globals, spans);
  const roots = new Roots(program, globals, marker, registers);
  roots.markGlobals();
  roots.markSpecials(spans);
  roots.markStacks();
  const reachable = marker.count();
  const bySpanClass = marker.bySpanClass();
  const certain = marker.copyOfMarks();
  roots.markUncertain();
  const all = marker.count();
  const taken = spans.filter(({ state }) => state === 'objects').reduce(
    (sum, { allocCount, elemsize }) => ({ objects: sum.objects + allocCount, bytes: sum.bytes + allocCount * elemsize }), { objects: 0, bytes: 0 });
  const minus = (a: ObjectCount, b: ObjectCount): ObjectCount => ({ objects: a.objects - b.objects, bytes: a.bytes - b.bytes });
  return { reachable, perhaps: minus(all, reachable), garbage: minus(taken, all), bySpanClass, problems: marker.problems, isReachable: (span, index) => certain.get(span)?.[index] === 1 };
}

/** Where a pointer was found, for complaints; called only then. */
type Origin = () => string;

class Marker {
  readonly problems: string[] = [];
  private readonly memory: GuestMemory;
  private readonly bitmap: number;
  private readonly pageSize: number;
  private readonly least: number;
  /** Whether objects of a span that are not marked are about to be freed. */
  private readonly needsMarks: (span: Span) => boolean;
  private readonly owners = new Map<number, Span>();
  private readonly marks = new Map<Span, Uint8Array>();
  private readonly grey: number[] = [];
  private complains = true;

  constructor(globals: Globals, spans: readonly Span[]) {
    this.memory = globals.memory;
    this.bitmap = globals.get('runtime.mheap_').field('meta').address();
    this.pageSize = pageSizeOf(globals);
    this.least = globals.info.constant('runtime.minLegalPointer');
    this.needsMarks = markedSpans(globals);
    // Of freed spans the pages that no other span has taken since.
    for (const isDead of [true, false]) {
      for (const span of spans) {
        if ((span.state === 'dead') !== isDead) continue;
        for (let page = span.base / this.pageSize, end = page + span.npages; page < end; page++) this.owners.set(page, span);
      }
    }
  }

  /** From now on words are taken for pointers that may be none. */
  stopComplaining(): void {
    this.complains = false;
  }

  /** Marks the object that `p` points into, and everything that it leads to. */
  mark(p: number, origin: Origin): void {
    this.point(p, origin);
    for (let base = this.grey.pop(); base !== undefined; base = this.grey.pop()) this.scanObject(base);
  }

  /** Marks what the object at `base` leads to, not the object. */
  scanObject(base: number): void {
    const span = this.owners.get(Math.floor(base / this.pageSize))!;
    const end = base + span.elemsize;
    let byteAt = this.bitmap + Math.floor(base / HEAP_BYTES_PER_BITMAP_BYTE);
    let bits = this.memory.byte(byteAt) >> ((base / WORD) % 4);
    for (let va = base; va < end && (bits & MORE_BIT) !== 0; ) {
      if ((bits & POINTER_BIT) !== 0) this.point(this.memory.word(va), () => `object ${hex(base)}+${va - base}`);
      va += WORD;
      bits = va % HEAP_BYTES_PER_BITMAP_BYTE === 0 ? this.memory.byte(++byteAt) : bits >> 1;
    }
  }

  drain(): void {
    for (let base = this.grey.pop(); base !== undefined; base = this.grey.pop()) this.scanObject(base);
  }

  count(): ObjectCount {
    let [objects, bytes] = [0, 0];
    for (const [span, marks] of this.marks) {
      const count = marks.reduce((sum, mark) => sum + mark, 0);
      objects += count;
      bytes += count * span.elemsize;
    }
    return { objects, bytes };
  }

  copyOfMarks(): Map<Span, Uint8Array> {
    return new Map([...this.marks].map(([span, marks]) => [span, marks.slice()]));
  }

  bySpanClass(): Map<number, number> {
    const counts = new Map<number, number>();
    for (const [{ sizeClass, noscan }, marks] of this.marks) {
      const spanClass = sizeClass * 2 + (noscan ? 1 : 0);
      counts.set(spanClass, (counts.get(spanClass) ?? 0) + marks.reduce((sum, mark) => sum + mark, 0));
    }
    return counts;
  }

  private point(p: number, origin: Origin): void {
    if (p < this.least) return;
    const span = this.owners.get(Math.floor(p / this.pageSize));
    if (span === undefined || span.state === 'manual') return;
    if (span.state === 'dead') return this.complain(`${origin()} points to ${hex(p)}, in a span that was freed`);
    if (p >= span.limit) return this.complain(`${origin()} points to ${hex(p)}, behind the objects of span ${hex(span.base)}`);
    const index = Math.floor((p - span.base) / span.elemsize);
    if (!isTaken(span, index)) return this.complain(`${origin()} points to ${hex(p)}, a free slot of span ${hex(span.base)} (class ${span.sizeClass})`);
    let marks = this.marks.get(span);
    if (marks === undefined) this.marks.set(span, (marks = new Uint8Array(span.nelems)));
    if (marks[index] !== 0) return;
    marks[index] = 1;
    if (this.needsMarks(span) && !span.gcmarkBits.has(index)) this.complain(`${origin()} points to ${hex(p)}, which the collector has not marked`);
    if (!span.noscan) this.grey.push(span.base + index * span.elemsize);
  }

  private complain(text: string): void {
    if (!this.complains || this.problems.length > MAX_PROBLEMS) return;
    this.problems.push(this.problems.length < MAX_PROBLEMS ? text : 'and more pointers of this kind');
  }
}

/** When marking has ended everything must be marked; while spans are being swept, what lies in those that are still to be swept. */
function markedSpans(globals: Globals): (span: Span) => boolean {
  const { info } = globals;
  const phase = globals.get('runtime.gcphase').number();
  if (phase === info.constant('runtime.gcMarkTermination')) return () => true;
  if (phase !== info.constant('runtime.gcOff')) return () => false;
  const sweepgen = globals.get('runtime.mheap_').field('sweepgen').number();
  const unswept = [sweepgen - 2, sweepgen + 1].map((generation) => generation >>> 0);
  return (span) => unswept.includes(span.sweepgen);
}

class Roots {
  private readonly memory: GuestMemory;
  /** Parts of memory, and registers, that may hold pointers. */
  private readonly uncertain: number[] = [];

  constructor(
    private readonly program: GoProgram,
    private readonly globals: Globals,
    private readonly marker: Marker,
    private readonly registers: RegisterFile,
  ) {
    this.memory = globals.memory;
  }

  markGlobals(): void {
    const module = this.globals.get('runtime.firstmoduledata');
    for (const [start, end, mask] of [['data', 'edata', 'gcdata'], ['bss', 'ebss', 'gcbss']] as const) {
      const from = module.field(start).number();
      const words = (module.field(end).number() - from) / WORD;
      const bits = module.field(mask).address();
      if (bits === 0) continue;
      for (let word = 0; word < words; word++) {
        if (((this.memory.byte(bits + Math.floor(word / BITS_PER_BYTE)) >> (word % BITS_PER_BYTE)) & 1) === 0) continue;
        const va = from + word * WORD;
        this.marker.mark(this.memory.word(va), () => this.nameOf(va));
      }
    }
  }

  /** Objects with finalizers lead on, but are not held by them; finalizers that are due hold theirs. */
  markSpecials(spans: readonly Span[]): void {
    for (const { va, state, base, elemsize, noscan } of spans) {
      if (state !== 'objects') continue;
      for (let special = this.globals.at(va, 'runtime.mspan').field('specials').deref(); special !== null; special = special.field('next').deref()) {
        const offset = special.field('offset').number();
        const object = base + offset - (offset % elemsize);
        if (!noscan) this.marker.scanObject(object);
        this.marker.drain();
        this.marker.mark(special.field('fn').address(), () => `the finalizer of ${hex(object)}`);
      }
    }
    for (let special = this.globals.get('runtime.finq').deref(); special !== null; special = special.field('next').deref()) {
      for (const field of ['offset', 'fn']) this.marker.mark(special.field(field).number(), () => 'a finalizer that is due');
    }
  }

  markStacks(): void {
    const { functions, info } = this.program;
    const current = this.registers[RegisterIndex.X + G_REG]! >>> 0;
    const states = ['_Grunnable', '_Grunning', '_Gwaiting'].map((name) => info.constant(`runtime.${name}`));
    for (const each of this.globals.get('runtime.allgs').elements()) {
      const goroutine = each.deref();
      if (goroutine === null || !states.includes(goroutine.field('status').number())) continue;
      const isCurrent = goroutine.va === current;
      const frames = isCurrent ? framesOfTask(functions, this.memory, this.registers) : framesOfGoroutine(functions, this.memory, goroutine);
      if (isCurrent) this.addRegisters();
      const found = new StackScan(goroutine, (p, origin) => this.marker.mark(p, origin));
      for (const frame of frames) this.markFrame(frame, found);
      this.markDeferred(goroutine, found);
      found.markObjects(this.memory);
    }
  }

  /** What points into the stack from outside: deferred calls and panics. */
  private markDeferred(goroutine: View, found: StackScan): void {
    for (let each = goroutine.field('_defer').deref(); each !== null; each = each.field('link').deref()) {
      const { va } = each;
      found.mark(each.field('fn').address(), () => 'a deferred call');
      found.mark(va, () => 'a deferred call');
    }
    found.mark(goroutine.field('_panic').address(), () => 'a panic');
  }

  /** Marks what is reached from words that may be pointers. */
  markUncertain(): void {
    this.marker.stopComplaining();
    for (const word of this.uncertain) this.marker.mark(word, () => '');
  }

  private markFrame(frame: Frame, found: StackScan): void {
    const { func, sp, pc, hasCalled, isMade, name } = frame;
    if (!hasCalled) {
      if (isMade) for (let va = sp; va < sp + func.frameSize; va += WORD) this.uncertain.push(this.memory.word(va));
      return;
    }
    const base = isMade ? sp : sp - func.frameSize;
    const live = this.program.functions.livePointersAt(func, pc - 1);
    if (live === null) return;
    const origin = (): string => `the frame of ${name} in goroutine ${found.goroutine.field('goid').number()}`;
    for (const word of live) found.mark(this.memory.word(base + word * WORD), origin);
    if (!isMade) return;
    for (const { offset, size, pointers } of this.program.functions.stackObjectsOf(func)) found.objects.push({ start: sp + offset, size, pointers, origin });
  }

  private addRegisters(): void {
    for (let x = Reg.Ra; x < Reg.Count; x++) this.uncertain.push(this.registers[RegisterIndex.X + x]! >>> 0);
  }

  private nameOf(va: number): string {
    return this.program.info.variableAt(va)?.name ?? `the variable at ${hex(va)}`;
  }
}

interface FoundObject {
  readonly start: number;
  readonly size: number;
  readonly pointers: readonly number[];
  readonly origin: () => string;
}

/** What is found on one stack: variables in frames that live if a pointer to them is found, and the pointers into the stack that were. */
class StackScan {
  readonly objects: FoundObject[] = [];
  private readonly lo: number;
  private readonly hi: number;
  private readonly inner: number[] = [];

  constructor(
    readonly goroutine: View,
    private readonly markHeap: (p: number, origin: () => string) => void,
  ) {
    const stack = goroutine.field('stack');
    this.lo = stack.field('lo').number();
    this.hi = stack.field('hi').number();
  }

  mark(p: number, origin: () => string): void {
    if (p >= this.lo && p < this.hi) this.inner.push(p);
    else this.markHeap(p, origin);
  }

  /** Marks what the objects hold that are pointed to. */
  markObjects(memory: GuestMemory): void {
    const waiting = new Set(this.objects);
    for (let p = this.inner.pop(); p !== undefined; p = this.inner.pop()) {
      for (const object of waiting) {
        if (p < object.start || p >= object.start + object.size) continue;
        waiting.delete(object);
        for (const offset of object.pointers) this.mark(memory.word(object.start + offset), object.origin);
      }
    }
  }
}
