import { expect, test } from 'vitest';
import { type DefinedOp, Flag, OPCODES } from '../../src/isa/opcodes.ts';
import { Exit } from '../../src/machine/exit.ts';
import { compare, type ComparisonMode } from '../support/reference-comparison.ts';

/** Compares many programs; the first difference fails. */
function compareMany(count: number, mode: Omit<ComparisonMode, 'seed'>, firstSeed: number): { executed: Map<number, number>; exits: Map<Exit, number> } {
  const executed = new Map<number, number>();
  const exits = new Map<Exit, number>();
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const report = compare({ ...mode, seed });
    expect(report.difference).toBeNull();
    for (const [op, times] of report.executed) executed.set(op, (executed.get(op) ?? 0) + times);
    for (const [exit, times] of report.exits) exits.set(exit, (exits.get(exit) ?? 0) + times);
  }
  return { executed, exits };
}

test('random programs run as on the plain interpreter, compared after every instruction, and reach every opcode and fault', () => {
  const { executed, exits } = compareMany(1000, { instructions: 400, budgets: 'single' }, 1);
  const unreached = Object.entries(OPCODES).filter(([op, { flags }]) => (flags & Flag.Reserved) === 0 && (executed.get(Number(op) as DefinedOp) ?? 0) < 20);
  expect(unreached.map(([, { mnemonic }]) => mnemonic)).toEqual(['ebreak']);
  for (const exit of [Exit.Syscall, Exit.Breakpoint, Exit.PageFault, Exit.IllegalInstruction, Exit.Misaligned]) expect(exits.get(exit)).toBeGreaterThan(100);
});

test('random programs are the same at the ends of random budgets', () => {
  compareMany(1000, { instructions: 1000, budgets: 'random' }, 10_001);
});

test('flushing the TLB at every instruction, taking pages away and single steps change nothing but the counters of both', () => {
  compareMany(60, { instructions: 400, budgets: 'single', flush: true, evict: true }, 20_001);
});

test('taking pages away all the time makes no difference', () => {
  compareMany(300, { instructions: 1000, budgets: 'random', evict: true }, 30_001);
});

test('a run that is snapshot every 1000 instructions, led astray and restored goes on as if nothing had happened', () => {
  compareMany(100, { instructions: 5000, budgets: 'random', snapshotEvery: 1000 }, 40_001);
});
