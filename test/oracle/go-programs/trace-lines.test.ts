/** The lines in our traces against binutils: `file:line +0x..` names an instruction of the executable, and addr2line must say the same of it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compileTexts, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { randomGoProgram } from '../../support/random-go.ts';
import { inRepository } from '../../support/repository.ts';
import { UNCAUGHT_PROGRAMS } from '../../support/uncaught-programs.ts';

/** Random programs of which many end with a trace. */
const SEEDS = 40;
const STEP_LIMIT = 100_000_000;

const golden = ['deferred_at_returns', 'method_wrappers', 'panics'].map((name) => ({ name, text: readFileSync(inRepository(`test/golden/go-more/${name}.go`), 'utf8') }));
const random = Array.from({ length: SEEDS }, (_, seed) => ({ name: `seed ${seed}`, text: randomGoProgram(seed) }));

interface TracedPlace {
  readonly symbol: string;
  readonly offset: number;
  /** Of the innermost call inlined there: `file:line`. */
  readonly place: string;
}

/** The instructions that a trace names. Calls that were inlined stand before the function that they are in. */
function tracedPlaces(stderr: string): TracedPlace[] {
  const found: TracedPlace[] = [];
  let innermost: string | null = null;
  for (const [, name, place, offset] of stderr.matchAll(/^(\S.*)\n\t(.*:\d+)(?: \+0x([0-9a-f]+))?$/gm)) {
    innermost ??= place!;
    if (offset === undefined) continue;
    const symbol = name!.replace(/^created by /, '').replace(/\((\.\.\.)?\)$/, '');
    found.push({ symbol: symbol === 'panic' ? 'runtime.gopanic' : symbol, offset: parseInt(offset, 16), place: innermost });
    innermost = null;
  }
  return found;
}

const output = (command: string, ...list: string[]): string => spawnSync(command, list, { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout;
const hasBinutils = spawnSync('addr2line', ['--version']).status === 0;

describe.runIf(hasBinutils)('traces', () => {
  const folder = mkdtempSync(join(tmpdir(), 'traces-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([...UNCAUGHT_PROGRAMS, ...golden, ...random])('$name: names the lines that addr2line names', async ({ text }) => {
    const elf = executableOf(compileTexts({ 'main.go': text }));
    const { stderr } = await runGuest(elf, { flags: `--max-steps ${STEP_LIMIT}` });
    const places = tracedPlaces(stderr);
    if (places.length === 0) return;
    const file = join(folder, 'a.out');
    writeFileSync(file, elf);
    const symbols = new Map([...output('nm', file).matchAll(/^(\w+) . (.*)$/gm)].map(([, address, name]) => [name!, parseInt(address!, 16)]));
    for (const { symbol, offset, place } of places) {
      const pc = symbols.get(symbol)! + offset;
      // A faulting instruction itself, or the one behind a call.
      const told = output('addr2line', '-e', file, pc.toString(16), (pc - 1).toString(16)).replace(/ \(discriminator \d+\)/g, '').trimEnd().split('\n');
      expect(told, `${symbol} at ${pc.toString(16)}`).toContain(place);
    }
  });
});
