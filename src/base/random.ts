/**
 * Seeded random numbers. Every random choice of the project is drawn from a named stream, `new RandomStream(seed, name,
 * index)`: streams with different names are independent, so that one more draw here never shifts the numbers there.
 *
 * The generator is sfc32 (four words of state, period at least 2^32, passes PractRand); the state comes from a
 * murmur-style hash of seed, name and index.
 */
import { assert } from './assert.ts';

const WORDS = 4;
/** Draws thrown away after seeding, as the author of sfc32 advises. */
const WARM_UP = 12;
const TWO_TO_32 = 4294967296;
const TWO_TO_53 = 9007199254740992;

/** Mixes one word into a running hash (the body of murmur3). */
function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  let h = hash ^ Math.imul(k, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

/** Spreads every input bit over the word (the finaliser of murmur3). */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A 32-bit hash of a seed (any safe integer), a stream's name and an index. */
export function hashSeed(seed: number, name: string, index = 0): number {
  assert(Number.isSafeInteger(seed) && Number.isSafeInteger(index), `hashSeed: seed ${seed} and index ${index} must be integers`);
  let hash = mix(mix(0, seed | 0), Math.floor(seed / TWO_TO_32) | 0);
  for (let i = 0; i < name.length; i++) hash = mix(hash, name.charCodeAt(i));
  hash = mix(mix(hash, index | 0), Math.floor(index / TWO_TO_32) | 0);
  return finish(hash ^ name.length);
}

/** A stream of random numbers, decided by seed, name and index. */
export class RandomStream {
  readonly #state = new Int32Array(WORDS);

  constructor(seed: number, name: string, index = 0) {
    let word = hashSeed(seed, name, index);
    for (let i = 0; i < WORDS - 1; i++) {
      word = finish(mix(word, i));
      this.#state[i] = word;
    }
    this.#state[WORDS - 1] = 1;
    for (let i = 0; i < WARM_UP; i++) this.next();
  }

  /** The next 32 random bits as an unsigned number. */
  next(): number {
    const state = this.#state;
    const a = state[0]!;
    const b = state[1]!;
    const c = state[2]!;
    const counter = state[3]!;
    const result = (a + b + counter) | 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  }

  /** A number from 0 to `limit` - 1, each equally likely; `limit` from 1 to 2^32. */
  below(limit: number): number {
    assert(limit >= 1 && limit <= TWO_TO_32, `RandomStream.below: limit ${limit} is not between 1 and 2^32`);
    const fair = TWO_TO_32 - (TWO_TO_32 % limit);
    let draw = this.next();
    while (draw >= fair) draw = this.next();
    return draw % limit;
  }

  /** A number in [0, 1) with 53 random bits. */
  fraction(): number {
    const high = this.next() >>> 11;
    return (high * TWO_TO_32 + this.next()) / TWO_TO_53;
  }

  /** The four words that decide all further numbers. */
  saveState(): Int32Array {
    return this.#state.slice();
  }

  restoreState(state: Int32Array): void {
    assert(state.length === WORDS, `RandomStream.restoreState: ${state.length} words instead of ${WORDS}`);
    this.#state.set(state);
  }
}
