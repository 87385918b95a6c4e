/** Kernel and trace player on many random programs: see test/experiments/kernel-agreement.test.ts. */
import { expect, test } from 'vitest';
import { assembleProgram } from '../support/guest.ts';
import { randomPageProgram } from '../support/random-page-program.ts';
import { AGREEING_POLICIES, loadsAndFaults, recordRun } from '../support/recorded-run.ts';

const PROGRAMS = 150;
const FIRST_SEED = 1000;

test.each(AGREEING_POLICIES)(`%s: ${PROGRAMS} programs under three sizes of RAM`, async (policy) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed++) {
    const program = assembleProgram(randomPageProgram(seed, 20 + (seed % 20), seed % 3 === 0 ? 21 : 12));
    const { trace } = await recordRun(program, '--ram 16M');
    for (const ram of ['128K', '192K', '256K']) {
      const { own, faults } = await loadsAndFaults(program, trace, policy, ram);
      expect({ seed, ram, faults }).toEqual({ seed, ram, faults: [own.loads, own.loads] });
    }
  }
});
