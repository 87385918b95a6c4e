/**
 * For testing pointer maps: code that overwrites, at every call, the pointer words of the frame that the maps call dead, and after it all
 * registers but those with results. A program that still works did not need them.
 */
import { Op } from '../../../isa/opcodes.ts';
import { Reg } from '../../../isa/registers.ts';
import { CONTEXT_REG } from '../layout/abi.ts';
import { FLOAT_BASE } from '../ssa/ir.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { FLOAT_REGS, INTEGER_REGS, SCRATCH2 } from './machine.ts';

/** As Go's -clobberdead writes it: no address, and easy to see. */
const DEAD = 0xdeaddead | 0;
const WORD = 4;

export function clobberDeadWords(e: FunctionEmitter, words: readonly number[]): void {
  if (words.length === 0) return;
  e.code.loadImmediate(SCRATCH2, DEAD);
  for (const word of words) e.memory(Op.Sw, SCRATCH2, Reg.Sp, word * WORD);
}

export function clobberDeadRegisters(e: FunctionEmitter, results: readonly number[]): void {
  e.code.loadImmediate(SCRATCH2, DEAD);
  for (const reg of [...INTEGER_REGS, CONTEXT_REG]) if (!results.includes(reg)) e.move(reg, SCRATCH2);
  for (const reg of FLOAT_REGS) if (!results.includes(reg)) e.code.r(Op.FmvWX, { rd: reg - FLOAT_BASE, rs1: SCRATCH2 });
}
