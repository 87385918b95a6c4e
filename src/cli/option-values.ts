/**
 * Parsers of option values, for commander's third argument of `option`. A value that is none of what is expected is a
 * usage error naming the expectation; commander puts the option and the value before it.
 */
import { InvalidArgumentError } from 'commander';

/** The longest list that a range may stand for. */
const MAX_RANGE = 10_000;

/** A parser of whole numbers from `least` to `most`. */
export function parseWhole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^[0-9]+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

/** A number from 0 to 1. */
export function parseFraction(text: string): number {
  const value = /^[0-9]*\.?[0-9]+$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a number from 0 to 1.');
}

/** A list of positive whole numbers and ranges: `3,4`, `1-10`, `4-64:4`. */
export function parseCounts(text: string): number[] {
  const counts = text.split(',').flatMap(parseRange);
  if (counts.length > MAX_RANGE) throw new InvalidArgumentError(`More than ${MAX_RANGE} numbers.`);
  return counts;
}

function parseRange(text: string): number[] {
  const parts = /^([0-9]+)(?:-([0-9]+)(?::([0-9]+))?)?$/.exec(text.trim());
  const first = Number(parts?.[1] ?? NaN);
  const last = Number(parts?.[2] ?? first);
  const step = Number(parts?.[3] ?? 1);
  if (!(first >= 1 && last >= first && step >= 1 && Number.isSafeInteger(last))) {
    throw new InvalidArgumentError('Expected whole numbers from 1 on, such as 3,4 or 1-10 or 4-64:4.');
  }
  if ((last - first) / step >= MAX_RANGE) throw new InvalidArgumentError(`More than ${MAX_RANGE} numbers.`);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}
