/** The checks that tests make after every pass and after register allocation: they hold, and fail when something is changed. */
import { expect, test } from 'vitest';
import { checkAllocation } from '../../../src/toolchain/go/emit/check-allocation.ts';
import type { MachineOp } from '../../../src/toolchain/go/emit/machine.ts';
import { allocateRegisters } from '../../../src/toolchain/go/emit/register-allocator.ts';
import { Builder } from '../../../src/toolchain/go/ssa/builder.ts';
import { type Func, Ty } from '../../../src/toolchain/go/ssa/ir.ts';
import { runPasses } from '../../../src/toolchain/go/ssa/pipeline.ts';
import { verify } from '../../../src/toolchain/go/ssa/verify.ts';
import { NO_POS } from '../../../src/toolchain/go/syntax/position.ts';

const [A0, A1] = [10, 11];

/** x and y are needed after a call and in a loop. */
function sample(): Func {
  const b = new Builder('sample', NO_POS);
  const [x, y] = [A0, A1].map((reg) => {
    const param = b.emit('param', Ty.I32, []);
    param.reg = reg;
    return param;
  });
  const total = { name: 'total', ty: Ty.I32 };
  b.write(total, x!);
  b.call({ target: 'other', kind: 'direct', argRegs: [A0], resultRegs: [], stackBytes: 0, noReturn: false }, [y!], []);
  const [head, body, done] = [b.newBlock(), b.newBlock(), b.newBlock()];
  b.jump(head);
  b.start(head);
  b.branch('lt', b.read(total), y!, body, done);
  b.seal(body);
  b.seal(done);
  b.start(body);
  b.write(total, b.binary('mul', b.binary('add', b.read(total), x!), y!));
  b.jump(head);
  b.seal(head);
  b.start(done);
  b.ret([b.binary('sub', b.read(total), x!)], [A0]);
  const func = b.finish();
  runPasses(func, { verify: true });
  return func;
}

test('a sound function passes', () => {
  const func = sample();
  verify(func, 'everything');
  checkAllocation(func, allocateRegisters(func));
});

test('an operand that is computed nowhere is found', () => {
  const func = sample();
  const block = func.blocks.find(({ values }) => values.some(({ op }) => op === 'mul'))!;
  block.values.splice(block.values.findIndex(({ op }) => op === 'add'), 1);
  expect(() => verify(func, 'a change')).toThrow(/which is in no block/);
});

test('values in the wrong order are found', () => {
  const func = sample();
  const { values } = func.blocks.find((each) => each.values.some(({ op }) => op === 'mul'))!;
  values.reverse();
  expect(() => verify(func, 'a change')).toThrow(/does not come before it/);
});

test('every operand in a wrong register is found, and every reload that is left out', () => {
  const func = sample();
  let changes = 0;
  const changed = (ops: MachineOp[], i: number, by: MachineOp[]): void => {
    const [op] = ops.splice(i, 1, ...by);
    expect(() => checkAllocation(func, allocation), `${op!.kind} ${i}`).toThrow(/^checkAllocation: /);
    ops.splice(i, by.length, op!);
    changes++;
  };
  const allocation = allocateRegisters(func);
  for (const { ops } of allocation.blocks) {
    for (let i = 0; i < ops.length; i++) {
      const op = ops[i]!;
      if (op.kind === 'reload') changed(ops, i, []);
      if (op.kind !== 'op' || op.value.op === 'callres') continue;
      op.srcs.forEach((_, k) => changed(ops, i, [{ ...op, srcs: op.srcs.with(k, 25) }]));
    }
  }
  expect(changes).toBeGreaterThan(6);
  checkAllocation(func, allocation);
});
