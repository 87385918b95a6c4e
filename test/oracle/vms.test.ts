/**
 * Fresh random scripts on the real kernel of this machine and on ours. Needs Linux 6.18 for x86-64 with the 32-bit interface, gcc,
 * python3 and the right to become user 65534 (whose errnos the scripts expect); without them it says so and compares nothing.
 * SEED moves on to other scripts.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replayScript } from '../../src/cli/vms.ts';
import { inRepository } from '../support/repository.ts';
import { faultLines, normaliseVms, vmsBlocks } from '../support/vms-output.ts';

const SCRIPTS = 100;
const OPERATIONS = 150;
const FIRST_SEED = 1000 * (1 + Number(process.env['SEED'] ?? 0));
const NOBODY = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
const PLAIN = { legacy: false, swap: 0, pageCluster: 3 };

let oracle = '';
let whyNot = '';

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'vmoracle-'));
  chmodSync(folder, 0o755);
  for (const name of ['vmoracle.c', 'build.sh', 'gen.py']) copyFileSync(inRepository('test/oracle/linux', name), join(folder, name));
  try {
    execFileSync('sh', ['build.sh'], { cwd: folder });
    oracle = join(folder, 'vmoracle');
    if (!runOracle('brk 0\n').startsWith('# layout: text=08048000')) whyNot = 'the real kernel does not lay the program out as recorded';
  } catch (error) {
    whyNot = `the oracle cannot be built or run here: ${(error as Error).message}`;
  }
});

function runOracle(script: string): string {
  const { stdout, status, error } = spawnSync('setpriv', [...NOBODY, oracle], { input: script, encoding: 'latin1' });
  if (error !== undefined || status !== 0) throw new Error(`vmoracle: ${error?.message ?? `exit ${status}`}`);
  return stdout;
}

const generate = (seed: number): string =>
  execFileSync('python3', [inRepository('test/oracle/linux/gen.py'), String(seed), String(OPERATIONS)], { encoding: 'latin1' });

const score = { operations: 0, equal: 0, faultLines: 0, equalFaultLines: 0 };
const differences: string[] = [];

/** Whether the lines differ in data or errno and not in mappings. */
const differsOutsideMaps = (real: readonly string[], ours: readonly string[]): boolean =>
  real.filter((line) => !line.startsWith('    ')).join('\n') !== ours.filter((line) => !line.startsWith('    ')).join('\n');

function compare(seed: number, real: string, ours: string): void {
  const realBlocks = vmsBlocks(normaliseVms(real));
  const ourBlocks = vmsBlocks(normaliseVms(ours));
  let isFirst = true;
  for (const [index, block] of realBlocks.entries()) {
    const other = ourBlocks[index] ?? { operation: '', lines: [] };
    score.operations++;
    if (block.operation === other.operation && block.lines.join('\n') === other.lines.join('\n')) {
      score.equal++;
    } else if (isFirst) {
      isFirst = false;
      const kind = differsOutsideMaps(block.lines, other.lines) ? 'data or errno' : 'maps';
      differences.push(`seed ${seed}: ${kind}: ${block.operation}\n  real ${block.lines[0]}\n  ours ${other.lines[0]}`);
    }
  }
  const realFaults = faultLines(real);
  const ourFaults = faultLines(ours);
  score.faultLines += realFaults.length;
  score.equalFaultLines += realFaults.filter((line, index) => line === ourFaults[index]).length;
}

test('fresh random scripts behave as on the real kernel', async (context) => {
  if (whyNot !== '') {
    process.stderr.write(`${whyNot}\n`);
    context.skip();
  }
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCRIPTS; seed++) {
    const script = generate(seed);
    const { output } = await replayScript(script, PLAIN);
    compare(seed, runOracle(script), output);
  }
  expect(score.operations).toBeGreaterThan(SCRIPTS * OPERATIONS);
  expect(differences.filter((text) => text.includes('data or errno'))).toEqual([]);
  expect(score.equal / score.operations).toBeGreaterThanOrEqual(0.99);
  expect(score.equalFaultLines / score.faultLines).toBeGreaterThanOrEqual(0.98);
});

afterAll(() => {
  if (score.operations === 0) return;
  process.stderr.write(`vms: ${score.equal} of ${score.operations} operations and ${score.equalFaultLines} of ${score.faultLines} lines with fault counts are equal\n`);
  for (const text of differences) process.stderr.write(`${text}\n`);
});
