import { expect, test } from 'vitest';
import { hashSeed, RandomStream } from '../../src/base/random.ts';

const draws = (stream: RandomStream, count: number): number[] => Array.from({ length: count }, () => stream.next());

test('a stream repeats itself and differs from its neighbours', () => {
  const first = draws(new RandomStream(1, 'swap', 0), 8);
  expect(draws(new RandomStream(1, 'swap', 0), 8)).toEqual(first);
  for (const other of [new RandomStream(2, 'swap', 0), new RandomStream(1, 'swaq', 0), new RandomStream(1, 'swap', 1), new RandomStream(2 ** 32 + 1, 'swap', 0)]) {
    expect(draws(other, 8)).not.toEqual(first);
  }
});

test('the numbers of a stream never change: recorded experiments depend on them', () => {
  expect(draws(new RandomStream(1, 'replacement'), 4)).toMatchInlineSnapshot(`
    [
      2245610314,
      1629757213,
      1142583732,
      573214232,
    ]
  `);
  expect(hashSeed(1, 'replacement')).toMatchInlineSnapshot(`-295620457`);
});

test('a restored stream goes on where it was saved', () => {
  const stream = new RandomStream(7, 'x');
  draws(stream, 5);
  const saved = stream.saveState();
  const expected = draws(stream, 5);
  const copy = new RandomStream(8, 'y');
  copy.restoreState(saved);
  expect(draws(copy, 5)).toEqual(expected);
});

test('below and fraction stay in range and are evenly spread', () => {
  const stream = new RandomStream(3, 'spread');
  const counts = new Array<number>(10).fill(0);
  let sum = 0;
  for (let i = 0; i < 20_000; i++) {
    counts[stream.below(10)]!++;
    const fraction = stream.fraction();
    expect(fraction >= 0 && fraction < 1).toBe(true);
    sum += fraction;
  }
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(250);
  expect(sum / 20_000).toBeCloseTo(0.5, 1);
  expect(stream.below(1)).toBe(0);
  expect(() => stream.below(0)).toThrow(/below/);
});
