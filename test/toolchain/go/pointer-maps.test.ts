/** The pointer maps of random functions, compared with what a search of all ways through them finds. */
import { expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { allocateRegisters } from '../../../src/toolchain/go/emit/register-allocator.ts';
import { Builder, type SsaVar } from '../../../src/toolchain/go/ssa/builder.ts';
import { computeFrameLiveness } from '../../../src/toolchain/go/ssa/frame-liveness.ts';
import { type Block, type CallInfo, type Func, isRematerializable, type Slot, Ty, type Value } from '../../../src/toolchain/go/ssa/ir.ts';
import { runPasses } from '../../../src/toolchain/go/ssa/pipeline.ts';
import { NO_POS } from '../../../src/toolchain/go/syntax/position.ts';
import { runGoText } from '../../support/go-program.ts';

const FUNCTIONS = 300;
const WORD = 4;
const FIRST_ARGUMENT = 10;

const callOf = (target: string, args: number, results: number): CallInfo => ({
  target, kind: 'direct', argRegs: Array.from({ length: args }, (_, i) => FIRST_ARGUMENT + i), resultRegs: Array.from({ length: results }, (_, i) => FIRST_ARGUMENT + i),
  stackBytes: 4 * args, noReturn: false,
});

/** A function of random blocks that move pointers between variables, slots and calls. */
function randomFunction(random: RandomStream): Func {
  const b = new Builder('main.random', NO_POS);
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  const slots = Array.from({ length: 3 }, (_, i) => b.func.newSlot(`s${i}`, 12, 4, i === 0 ? [0, 4, 8] : [4]));
  const vars: SsaVar[] = Array.from({ length: 4 }, (_, i) => ({ name: `v${i}`, ty: Ty.Ptr }));
  const blocks = Array.from({ length: 6 }, () => b.newBlock());
  const call = (target: string, args: Value[], results: number): Value[] => b.call(callOf(target, args.length, results), args, Array.from({ length: results }, () => Ty.Ptr));
  const address = (): Value => b.slotAddress(pick(slots));
  const statements: readonly (() => void)[] = [
    () => b.store('i32', address(), b.read(pick(vars)), WORD * random.below(3)),
    () => b.write(pick(vars), b.load('i32', Ty.Ptr, address(), WORD * random.below(3))),
    () => void b.emit('zero', Ty.Void, [address()], 12),
    () => void b.emit('move', Ty.Void, [address(), address()], 12),
    () => b.write(pick(vars), call('main.f', [b.read(pick(vars))], 1)[0]!),
    () => b.write(pick(vars), call('runtime.mapassign', [b.read(pick(vars)), address()], 1)[0]!),
    () => void call('main.g', [], 0),
  ];
  for (const variable of vars) b.write(variable, call('main.h', [], 1)[0]!);
  b.jump(blocks[0]!);
  blocks.forEach((block, i) => {
    b.start(block);
    for (let n = random.below(5); n > 0; n--) pick(statements)();
    if (i === blocks.length - 1) b.ret([b.read(pick(vars))], [FIRST_ARGUMENT]);
    else b.branch('eq', b.read(pick(vars)), b.const(0), pick(blocks), blocks[i + 1]!);
  });
  return b.finish();
}

/** Whether the analysis itself has put the store there. */
const isClearing = (value: Value): boolean => value.op === 'store' && value.args[0]!.op === 'const';

/** Where control can be: before the instruction `at` of a block. */
interface Point {
  readonly block: Block;
  readonly at: number;
}

/** Whether some way from `from` meets `goal` before `stop`, which is asked second. */
function reaches(from: Point, goal: (value: Value) => boolean, stop: (value: Value) => boolean, atEnd: (block: Block, succ: number) => boolean): boolean {
  const pending = [from];
  const seen = new Set<Block>();
  for (let point = pending.pop(); point !== undefined; point = pending.pop()) {
    const { block, at } = point;
    let isStopped = false;
    for (let i = at; i < block.values.length && !isStopped; i++) {
      if (goal(block.values[i]!)) return true;
      isStopped = stop(block.values[i]!);
    }
    if (isStopped) continue;
    if (atEnd(block, -1)) return true;
    for (const [i, succ] of block.succs.entries()) {
      if (atEnd(block, i)) return true;
      if (!seen.has(succ)) pending.push({ block: succ, at: 0 });
      seen.add(succ);
    }
  }
  return false;
}

/** Whether the address is the slot's; loops keep addresses in copies. */
function covers(address: Value | undefined, slot: Slot): boolean {
  return address?.op === 'copy' ? covers(address.args[0], slot) : address?.op === 'slot' && address.slot === slot;
}

function readsWord(value: Value, slot: Slot, offset: number): boolean {
  switch (value.op) {
    case 'load': return value.slot === slot && value.imm === offset;
    case 'move': return covers(value.args[1], slot);
    case 'call': return value.args.some((arg) => covers(arg, slot));
    default: return false;
  }
}

function writesWord(value: Value, slot: Slot, offset: number): boolean {
  switch (value.op) {
    case 'store': return value.slot === slot && value.imm === offset;
    case 'move':
    case 'zero': return covers(value.args[0], slot);
    default: return false;
  }
}

test.each(Array.from({ length: 10 }, (_, i) => i))('maps of random functions, part %i of 10', (part) => {
  for (let seed = part; seed < FUNCTIONS; seed += 10) {
    const random = new RandomStream(seed, 'pointer maps');
    const func = randomFunction(random);
    runPasses(func, { verify: true });
    const frame = computeFrameLiveness(func);
    const { pointersAtCall, spillSlots } = allocateRegisters(func);
    for (const block of func.blocks) {
      block.values.forEach((value, at) => {
        if (value.op !== 'call') return;
        const liveWords = (frame.liveAt(value)?.toArray() ?? []).map((i) => frame.groups[i]!).flatMap(({ slot, offsets }) => offsets.map((offset) => ({ slot: slot!, offset })));
        const words = liveWords.map(({ slot, offset }) => `${slot.id}+${offset}`).sort();
        const expected: string[] = [];
        for (const slot of func.slots) {
          for (const offset of slot.pointers) {
            const isOverwritten = (each: Value): boolean => !isClearing(each) && writesWord(each, slot, offset);
            if (reaches({ block, at }, (each) => readsWord(each, slot, offset), isOverwritten, () => false)) expected.push(`${slot.id}+${offset}`);
          }
        }
        expect(words, `seed ${seed}, ${value}`).toEqual(expected.sort());
        const live = pointersAtCall(value);
        expect([...live].map(String).sort(), `seed ${seed}, ${value}`).toEqual(liveValues(func, { block, at: at + 1 }).map(String).sort());
        expect(new Set(live.map((each) => spillSlots.get(each))).size).toBe(live.length);
        for (const { slot, offset } of liveWords) expect(mayBeUnset(func, value, slot, offset), `seed ${seed}, ${value}: slot ${slot.id}+${offset}`).toBe(false);
      });
    }
  }
});

/** Pointers that some way from a point uses. */
function liveValues(func: Func, from: Point): Value[] {
  return func.blocks.flatMap(({ values }) => values).filter((value) => {
    if (value.ty !== Ty.Ptr || isRematerializable(value)) return false;
    const uses = (each: Value): boolean => each.op !== 'phi' && each.args.includes(value);
    const usesAtEnd = (block: Block, succ: number): boolean =>
      succ < 0 ? block.controls.includes(value) : block.succs[succ]!.values.some((phi) => phi.op === 'phi' && phi.args[block.succs[succ]!.preds.indexOf(block)] === value);
    return reaches(from, uses, (each) => each === value, usesAtEnd);
  });
}

/** Whether some way from the entry to the call has not written the word. */
function mayBeUnset(func: Func, call: Value, slot: Slot, offset: number): boolean {
  const fills = (each: Value): boolean => writesWord(each, slot, offset) || (each.op === 'call' && each !== call && each.args.some((arg) => covers(arg, slot)));
  return reaches({ block: func.entry, at: 0 }, (each) => each === call, fills, () => false);
}

test('a recovered panic finds the results of the function although nothing else needed them any more', async () => {
  const { stderr, code } = await runGoText(`package main

func fill() (p *int, list []int) {
	p = new(int)
	defer func() {
		recover()
		*p += 5
		list = append(list, *p)
	}()
	*p = 37
	for i := 0; ; i++ {
		q := new(int)
		*q = i
		if *q == 3 {
			panic(q)
		}
	}
}

func main() {
	p, list := fill()
	println(*p, len(list), list[0])
}
`, { clobberDead: true });
  expect([code, stderr]).toEqual([0, '42 1 42\n']);
});
