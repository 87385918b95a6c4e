/** Instructions per second on the loops, beside the plain interpreter in the same run, and the cost of a TLB miss. */
import type { Cpu } from '../../src/machine/cpu.ts';
import { Exit } from '../../src/machine/exit.ts';
import { interpret } from '../../src/machine/interpreter.ts';
import type { MachineOptions } from '../../src/machine/machine.ts';
import { type Candidate, measureInTurns } from './compare.ts';
import { type Loop, loadLoop, LOOPS, MISS_LOOP } from './loops.ts';
import { plainInterpret } from './plain-interpreter.ts';

type Interpreter = (cpu: Cpu, budget: number) => Exit;

/** Instructions of one measured call. */
const BUDGET = 500_000;

/** A loop on a machine of its own; an event is an instruction. */
function candidate(interpreter: Interpreter, loop: Loop, options: Partial<MachineOptions> = {}): Candidate {
  const { cpu } = loadLoop(loop, options);
  return {
    call() {
      if (interpreter(cpu, BUDGET) !== Exit.Budget) throw new Error(`${loop.name} stopped at ${cpu.pc.toString(16)}`);
    },
    eventsPerCall: () => BUDGET,
  };
}

const mips = (nanoseconds: number): string => (1000 / nanoseconds).toFixed(0).padStart(8);

export async function benchInterpreter(): Promise<void> {
  console.log('interpreter               MIPS   plain switch   ratio');
  let product = 1;
  for (const loop of LOOPS) {
    const [plain, own] = await measureInTurns([candidate(plainInterpret, loop), candidate(interpret, loop)]);
    product *= plain / own;
    console.log(`  ${loop.name.padEnd(18)}  ${mips(own)}       ${mips(plain)}   ${(plain / own).toFixed(2).padStart(5)}`);
  }
  console.log(`  geometric mean of the ratio                   ${(product ** (1 / LOOPS.length)).toFixed(2).padStart(5)}   goal: at least 1.4`);

  const [hit, miss] = await measureInTurns([1024, 64].map((entries) => candidate(interpret, MISS_LOOP, { tlb: { entries, ways: 1 } })));
  const instructionsPerLoad = 3;
  console.log(`  a TLB miss                        ${((miss - hit) * instructionsPerLoad).toFixed(0).padStart(8)} ns`);
}
