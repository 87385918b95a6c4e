/** Constant folding and identities of single operations, on 32-bit words. */
import { Ty, type Cond, type Op, type Value } from './ir.ts';

const isConst = (value: Value, imm: number): boolean => value.op === 'const' && value.imm === imm;

/** The result of an integer operation on constants; null for those that trap or that we do not compute. */
export function evaluate(op: Op, a: number, b: number): number | null {
  switch (op) {
    case 'add': return (a + b) | 0;
    case 'sub': return (a - b) | 0;
    case 'mul': return Math.imul(a, b);
    case 'mulhu': return Number((BigInt(a >>> 0) * BigInt(b >>> 0)) >> 32n) | 0;
    case 'mulh': return Number((BigInt(a) * BigInt(b)) >> 32n) | 0;
    case 'and': return a & b;
    case 'or': return a | b;
    case 'xor': return a ^ b;
    case 'sll': return b >>> 0 < 32 ? a << b : null;
    case 'srl': return b >>> 0 < 32 ? (a >>> b) | 0 : null;
    case 'sra': return b >>> 0 < 32 ? a >> b : null;
    case 'slt': return a < b ? 1 : 0;
    case 'sltu': return a >>> 0 < b >>> 0 ? 1 : 0;
    case 'div': return b === 0 ? null : (a / b) | 0;
    case 'rem': return b === 0 ? null : a % b | 0;
    case 'divu': return b === 0 ? null : Math.floor((a >>> 0) / (b >>> 0)) | 0;
    case 'remu': return b === 0 ? null : ((a >>> 0) % (b >>> 0)) | 0;
    default: return null;
  }
}

const COMMUTATIVE: ReadonlySet<Op> = new Set<Op>(['add', 'mul', 'and', 'or', 'xor', 'mulh', 'mulhu']);

/** What an operation on these operands is without computing it at run time, or null. */
export function foldBinary(op: Op, a: Value, b: Value, constant: (imm: number) => Value, add: (x: Value, imm: number) => Value): Value | null {
  if (a.op === 'const' && b.op === 'const') {
    const result = evaluate(op, a.imm, b.imm);
    return result === null ? null : constant(result);
  }
  if (a.op === 'const' && COMMUTATIVE.has(op)) return foldRight(op, b, a, constant, add);
  if (b.op === 'const') return foldRight(op, a, b, constant, add);
  if (a === b && (op === 'sub' || op === 'xor' || op === 'slt' || op === 'sltu')) return constant(0);
  if (a === b && (op === 'and' || op === 'or')) return a;
  return null;
}

/** Identities with a constant on the right. */
function foldRight(op: Op, x: Value, c: Value, constant: (imm: number) => Value, add: (x: Value, imm: number) => Value): Value | null {
  switch (op) {
    case 'add':
    case 'sub':
      if (isConst(c, 0)) return x;
      // (x + k) - 1 is x + (k - 1), but addresses keep what they are made of.
      if (x.ty === Ty.I32 && (x.op === 'add' || x.op === 'sub') && x.args[1]!.op === 'const') {
        const sum = (x.op === 'add' ? x.args[1]!.imm : -x.args[1]!.imm) + (op === 'add' ? c.imm : -c.imm);
        return add(x.args[0]!, sum | 0);
      }
      return null;
    case 'or':
    case 'xor':
    case 'sll':
    case 'srl':
    case 'sra':
      if (isConst(c, 0)) return x;
      if (op === 'or' && isConst(c, -1)) return c;
      return null;
    case 'and':
      if (isConst(c, 0)) return constant(0);
      return isConst(c, -1) ? x : null;
    case 'mul':
      if (isConst(c, 0)) return constant(0);
      return isConst(c, 1) ? x : null;
    case 'mulhu':
    case 'mulh':
      return isConst(c, 0) ? constant(0) : null;
    case 'div':
    case 'divu':
      return isConst(c, 1) ? x : null;
    case 'sltu':
      return isConst(c, 0) ? constant(0) : null;
    default:
      return null;
  }
}

/** Whether a branch is decided already. */
export function foldCondition(cond: Cond, a: Value, b: Value): boolean | null {
  if (a === b) return cond === 'eq' || cond === 'ge' || cond === 'geu';
  if (a.op !== 'const' || b.op !== 'const') return null;
  switch (cond) {
    case 'eq': return a.imm === b.imm;
    case 'ne': return a.imm !== b.imm;
    case 'lt': return a.imm < b.imm;
    case 'ge': return a.imm >= b.imm;
    case 'ltu': return a.imm >>> 0 < b.imm >>> 0;
    case 'geu': return a.imm >>> 0 >= b.imm >>> 0;
  }
}
