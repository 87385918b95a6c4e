/**
 * Instruction selection: operations whose operand is a small constant, addresses that are part of loads and stores, indexed accesses. After
 * it, a value maps to one instruction or a short fixed sequence.
 */
import { Limit } from '../../../isa/encoding.ts';
import { countUses, Ty, type Func, type Mem, type Op, type Value } from './ir.ts';

const fits = (imm: number): boolean => imm >= Limit.Imm15Min && imm <= Limit.Imm15Max;

const IMMEDIATE: Readonly<Partial<Record<Op, Op>>> = {
  add: 'addi', and: 'andi', or: 'ori', xor: 'xori', sll: 'slli', srl: 'srli', sra: 'srai', slt: 'slti', sltu: 'sltiu',
};
const COMMUTATIVE: ReadonlySet<Op> = new Set<Op>(['add', 'and', 'or', 'xor', 'mul']);

/** Forms with an index register, by what they load or store. */
const INDEXED: ReadonlySet<Mem> = new Set<Mem>(['u8', 'i32', 'f64']);

export function selectInstructions(func: Func): void {
  for (const block of func.blocks) for (const value of block.values) selectImmediate(value);
  countUses(func);
  for (const block of func.blocks) {
    for (const value of block.values) {
      if (value.op === 'load' || value.op === 'store') foldAddress(value);
    }
  }
  countUses(func);
  for (const block of func.blocks) for (const value of block.values) if (value.op === 'load' || value.op === 'store') foldIndex(value);
}

function selectImmediate(value: Value): void {
  const { op, args } = value;
  if (args.length !== 2) return;
  const [a, b] = args as [Value, Value];
  if (a.op === 'const' && b.op !== 'const' && COMMUTATIVE.has(op)) value.args = [b, a];
  const [x, c] = value.args as [Value, Value];
  if (c.op !== 'const') return;
  if (op === 'sub' && fits(-c.imm)) {
    value.op = 'addi';
    value.imm = -c.imm;
    value.args = [x];
    return;
  }
  const immediate = IMMEDIATE[op];
  if (immediate === undefined || !fits(c.imm)) return;
  value.op = immediate;
  value.imm = c.imm;
  value.args = [x];
}

/** Takes constants and the addresses of symbols and slots into the access. */
function foldAddress(value: Value): void {
  for (;;) {
    const address = value.args[0]!;
    if (address.op === 'addi' && fits(value.imm + address.imm)) {
      value.imm += address.imm;
      value.args[0] = address.args[0]!;
      continue;
    }
    if (address.op === 'sym') {
      value.sym = address.sym;
      value.imm += address.imm;
      value.args.shift();
    } else if (address.op === 'slot') {
      value.slot = address.slot;
      value.imm += address.imm;
      value.args.shift();
    } else if (address.op === 'const' && address.imm === 0) {
      // A pointer known to be nil faults at its own address, as Go's check of it does.
      value.imm = 0;
    }
    return;
  }
}

function foldIndex(value: Value): void {
  if (value.sym !== null || value.slot !== null || value.imm !== 0 || !INDEXED.has(value.mem)) return;
  const address = value.args[0]!;
  // The address is only worth taking apart if nobody else needs it.
  if (address.op !== 'add' || address.useCount !== 1 || address.ty === Ty.F64) return;
  const [base, index] = address.args as [Value, Value];
  const shift = index.op === 'slli' && index.imm <= 3 ? index.imm : 0;
  value.op = value.op === 'load' ? 'loadx' : 'storex';
  value.args = [base, shift === 0 ? index : index.args[0]!, ...value.args.slice(1)];
  value.imm = shift;
}

