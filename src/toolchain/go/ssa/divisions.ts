/**
 * Signed divisions by powers of two as shifts and masks. They round towards zero, which shifts do not: 2^k - 1 is added to what is negative first. What is
 * known not to be negative needs no such care.
 */
import { Ty, type Func, type Op, type Value } from './ir.ts';

/** Whether a value is a division that {@link expandDivisions} replaces. */
export function isExpanded(value: Value): boolean {
  return (value.op === 'div' || value.op === 'rem') && exponentOf(value.args[1]!) !== null;
}

/** The k of a constant 2^k in the range of positive words, or null. */
function exponentOf(divisor: Value): number | null {
  const exponent = divisor.op === 'const' && divisor.imm > 0 ? Math.log2(divisor.imm) : NaN;
  return Number.isInteger(exponent) ? exponent : null;
}

/** `notNegative`: the divisions whose dividend is not. */
export function expandDivisions(func: Func, notNegative: ReadonlySet<Value>): void {
  for (const block of func.blocks) {
    if (!block.values.some(isExpanded)) continue;
    const values = [...block.values];
    block.values.length = 0;
    for (const value of values) {
      if (isExpanded(value)) new Expansion(func, value).run(notNegative.has(value));
      block.values.push(value);
    }
  }
}

/** Rewrites one division, putting what it needs in front of it. */
class Expansion {
  private readonly x: Value;
  private readonly exponent: number;

  constructor(
    private readonly func: Func,
    private readonly value: Value,
  ) {
    this.x = value.args[0]!;
    this.exponent = exponentOf(value.args[1]!)!;
  }

  run(isNotNegative: boolean): void {
    const { value, x, exponent } = this;
    const isQuotient = value.op === 'div';
    const mask = 2 ** exponent - 1;
    if (exponent === 0) this.become(isQuotient ? 'copy' : 'and', isQuotient ? [x] : [x, this.constant(0)]);
    else if (isNotNegative) this.become(isQuotient ? 'srl' : 'and', [x, this.constant(isQuotient ? exponent : mask)]);
    else if (isQuotient) this.become('sra', [this.biased(), this.constant(exponent)]);
    else this.become('sub', [x, this.before('and', this.biased(), this.constant(~mask))]);
  }

  private become(op: Op, args: Value[]): void {
    this.value.op = op;
    this.value.args = args;
  }

  /** x, with 2^k - 1 added if it is negative: the upper bits of its sign, shifted down. */
  private biased(): Value {
    const { x, exponent } = this;
    // Of one bit, the sign itself is what to add.
    const bias = exponent === 1 ? this.before('srl', x, this.constant(31)) : this.before('srl', this.before('sra', x, this.constant(31)), this.constant(32 - exponent));
    return this.before('add', x, bias);
  }

  private before(op: Op, a: Value, b: Value): Value {
    const { block, pos, inline } = this.value;
    const made = this.func.newValue(block, op, Ty.I32, [a, b], 0, pos);
    made.inline = inline;
    block.values.push(made);
    return made;
  }

  /** Constants stand at the start of the function. */
  private constant(imm: number): Value {
    const { entry, pos } = this.func;
    const made = this.func.newValue(entry, 'const', Ty.I32, [], imm, pos);
    entry.values.unshift(made);
    return made;
  }
}
