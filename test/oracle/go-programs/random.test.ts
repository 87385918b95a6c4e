/** Random programs print under our compiler what they print under real Go. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileFile, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { randomGoProgram } from '../../support/random-go.ts';
import { hasRealGo, RealGo } from '../../support/real-go.ts';

const PROGRAMS = 2000;
/** A seed can be given to look at one program: RANDOM_GO_SEED=17. */
const ONLY = process.env['RANDOM_GO_SEED'];

describe.runIf(hasRealGo())('random programs', () => {
  test('print what real Go prints', async () => {
    const real = new RealGo();
    const folder = mkdtempSync(join(tmpdir(), 'pagewalk-random-go-'));
    const differences: string[] = [];
    const seeds = ONLY === undefined ? Array.from({ length: PROGRAMS }, (_, i) => i + 1) : [Number(ONLY)];
    for (const seed of seeds) {
      const file = join(folder, 'main.go');
      writeFileSync(file, randomGoProgram(seed));
      const wanted = real.run(file);
      expect(wanted, `program ${seed} does not build with real Go`).not.toBeNull();
      const { stderr, code } = await runGuest(executableOf(compileFile(file)));
      if (stderr === wanted!.stderr && code === wanted!.code) continue;
      const [ours, theirs] = [stderr.split('\n'), wanted!.stderr.split('\n')];
      const line = ours.findIndex((text, i) => text !== theirs[i]);
      differences.push(`seed ${seed}, line ${line + 1}: ${ours[line]}, not ${theirs[line]}`);
    }
    rmSync(folder, { recursive: true, force: true });
    real.close();
    expect(differences).toEqual([]);
  });
});
