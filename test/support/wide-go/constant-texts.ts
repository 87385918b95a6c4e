/** Constants where mistakes are likely: at the ends of ranges, and strings that are not UTF-8. */
import type { RandomStream } from '../../../src/base/random.ts';
import type { GoType } from './types.ts';

const FLOATS = ['0.5', '1', '-3.25', '1e10', '0.1', '7', '-2e-3', '1e30', '16777217', '-0.0', '4294967296.5', '-129', '3e9', '1e-40', '255.99'];
const FLOATS_64 = [...FLOATS, '1e300', '9.3e18', '1.8e19', '-9.3e18', '5e-324', '2147483647.5'];
const STRINGS = ['""', '"a"', '"abc"', '"hé世"', '"\\xff\\x00z"', '"a longer string, of more than a word"', '"abd"', '"\\xe4\\xb8"', '"\\xed\\xa0\\x80x"', '"\\U0001F600!"', '"tab\\t\\"quoted\\" `"', '"\\xf4\\x90\\x80\\x80"'];

/** The text of a constant of a basic type. */
export function constantText(type: GoType, random: RandomStream): string {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  switch (type.kind) {
    case 'integer': {
      const most = type.isSigned ? (1n << BigInt(type.bits - 1)) - 1n : (1n << BigInt(type.bits)) - 1n;
      const negative = type.isSigned ? [-1n, -most - 1n, -7n, -100n, -most] : [];
      return String(pick([0n, 1n, 2n, 3n, 7n, 10n, most, most - 1n, most / 3n, BigInt(random.below(100)), BigInt(32 + random.below(95)), ...negative]));
    }
    case 'float': return pick(type.bits === 64 ? FLOATS_64 : FLOATS);
    case 'string': return pick(STRINGS);
    case 'bool': return pick(['true', 'false']);
    default: throw new Error(`constantText: ${type.kind}`);
  }
}
