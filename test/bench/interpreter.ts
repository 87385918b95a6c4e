/** Instructions per second on the loops, beside the plain interpreter in the same run, and the cost of a TLB miss. */
import { measure } from 'mitata';
import type { Cpu } from '../../src/machine/cpu.ts';
import { Exit } from '../../src/machine/exit.ts';
import { interpret } from '../../src/machine/interpreter.ts';
import { type Loop, loadLoop, LOOPS, MISS_LOOP } from './loops.ts';
import { plainInterpret } from './plain-interpreter.ts';

type Interpreter = (cpu: Cpu, budget: number) => Exit;

/** Instructions of one measured call. */
const BUDGET = 1_000_000;

/** Nanoseconds per instruction. */
async function timeOf(interpreter: Interpreter, loop: Loop, options = {}): Promise<number> {
  const { cpu } = loadLoop(loop, options);
  const { p50 } = await measure(() => {
    if (interpreter(cpu, BUDGET) !== Exit.Budget) throw new Error(`${loop.name} stopped at ${cpu.pc.toString(16)}`);
  });
  return p50 / BUDGET;
}

const mips = (nanoseconds: number): string => (1000 / nanoseconds).toFixed(0).padStart(8);

export async function benchInterpreter(): Promise<void> {
  console.log('interpreter               MIPS   plain switch   ratio');
  let product = 1;
  for (const loop of LOOPS) {
    const plain = await timeOf(plainInterpret, loop);
    const own = await timeOf(interpret, loop);
    product *= plain / own;
    console.log(`  ${loop.name.padEnd(18)}  ${mips(own)}       ${mips(plain)}   ${(plain / own).toFixed(2).padStart(5)}`);
  }
  console.log(`  geometric mean of the ratio                   ${(product ** (1 / LOOPS.length)).toFixed(2).padStart(5)}`);

  const hit = await timeOf(interpret, MISS_LOOP, { tlb: { entries: 1024, ways: 1 } });
  const miss = await timeOf(interpret, MISS_LOOP, { tlb: { entries: 64, ways: 1 } });
  const instructionsPerLoad = 3;
  console.log(`  a TLB miss                        ${((miss - hit) * instructionsPerLoad).toFixed(0).padStart(8)} ns`);
}
