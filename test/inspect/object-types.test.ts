import { expect, test } from 'vitest';
import { compileGuest, lookAtHeap } from '../support/heap-guest.ts';

const PROGRAM = `package main

import "runtime"

type pair struct {
	first, second *pair
	tag           byte
}

type wide [100]int32

var pairs []*pair
var wides []wide
var text []byte
var bytes [40]*byte
var table = map[string]int16{}

func main() {
	pairs = make([]*pair, 300)
	for i := range pairs {
		pairs[i] = &pair{tag: byte(i)}
	}
	wides = make([]wide, 7)
	text = make([]byte, 5000)
	for i := range bytes {
		bytes[i] = new(byte)
	}
	table["one"] = 1
	for i := 0; i < 250; i++ {
		pairs[i] = nil
	}
	if len(text) == 1 {
		runtime.GC()
	}
}
`;

test('objects are counted by type, with what was asked for', async () => {
  const elf = compileGuest(PROGRAM);
  const { looks, close } = await lookAtHeap(elf, ['exit'], { logged: true });
  const { objectTypes, memStats } = looks[0]!.heap;
  const { types, rounding } = objectTypes!;
  const row = (name: string): number[] => {
    const { objects, reachable, asked, bytes } = types.find(({ type }) => type === name)!;
    return [objects, reachable, asked, bytes];
  };
  // Nine bytes, padded to 12, in slots of 16; 250 are garbage.
  expect(row('main.pair')).toEqual([300, 50, 3600, 4800]);
  expect(row('[]*main.pair')).toEqual([1, 1, 1200, 1280]);
  expect(row('[]main.wide')).toEqual([1, 1, 2800, 3072]);
  expect(row('[]uint8')).toEqual([1, 1, 5000, 5376]);
  expect(row('map.bucket[string]int16').slice(0, 2)).toEqual([1, 1]);
  // Sixteen in a block.
  const [objects, , asked] = row('uint8');
  expect([objects, asked]).toEqual([40, 40]);
  const sum = (of: (each: (typeof types)[0]) => number): number => types.reduce((total, each) => total + of(each), 0);
  expect(sum(({ bytes }) => bytes)).toBe(memStats.HeapAlloc);
  expect(rounding).toBe(memStats.HeapAlloc - sum(({ asked: size }) => size));
  expect(types.some(({ type }) => type === '?')).toBe(false);
  close();
});

test('writing allocations down changes nothing', async () => {
  const elf = compileGuest(PROGRAM);
  const [plain, logged] = await Promise.all([false, true].map((isLogged) => lookAtHeap(elf, ['exit'], { logged: isLogged })));
  expect(logged!.looks[0]!.instructions).toBe(plain!.looks[0]!.instructions);
  expect({ ...logged!.looks[0]!.heap, objectTypes: null }).toEqual(plain!.looks[0]!.heap);
  plain!.close();
  logged!.close();
});
