/**
 * How good the compiled code is: instructions that the programs of test/bench/go retire, over those of their twins in test/bench/c (gcc -O1 for 386 with
 * SSE2) and of real Go's executables, both counted by valgrind. Each program takes its size as an argument; what it takes at size 1 is start-up and not
 * counted.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGo } from '../../src/cli/go-sources.ts';
import { BUILD_ENVIRONMENT } from './real-go.ts';
import { runGuest } from './guest.ts';
import { inRepository } from './repository.ts';

/** Geometric mean and greatest of the ratios to C that are allowed. */
export const MOST_ON_AVERAGE = 2;
export const MOST_OF_ANY = 3;
/** Shorter runs tell too little. */
export const LEAST_INSTRUCTIONS = 20e6;

/** The argument with which each program is measured. */
const SIZES: Readonly<Record<string, number>> = {
  fannkuch: 9, life: 60, mandelbrot: 230, matrix: 170, nbody: 40000, queens: 11, quicksort: 300000, sieve: 1500000, spectral: 240,
};
const START_UP_SIZE = 1;

export interface CodeQuality {
  readonly name: string;
  readonly size: number;
  /** Instructions beyond start-up. */
  readonly ours: number;
  readonly c: number;
  /** Null where there is no real Go. */
  readonly go: number | null;
}

const works = (tool: string, parameter: string): boolean => spawnSync(tool, [parameter]).status === 0;

/** The tools that measuring needs and the host does not have. */
export const missingTools = (): string[] => ['gcc', 'valgrind'].filter((tool) => !works(tool, '--version'));

/** Measures all programs, one after another. */
export async function* measureCodeQuality(): AsyncGenerator<CodeQuality> {
  const folder = mkdtempSync(join(tmpdir(), 'pagewalk-quality-'));
  const hasGo = works('go', 'version');
  try {
    for (const file of readdirSync(inRepository('test/bench/go')).sort()) {
      const name = file.replace(/\.go$/, '');
      const size = SIZES[name];
      if (size === undefined) throw new Error(`measureCodeQuality: ${file} has no size`);
      const [ours, c, go] = [await oursOf(name), cOf(name, folder), hasGo ? realGoOf(name, folder) : null];
      yield { name, size, ours: await beyondStartUp(ours, size), c: await beyondStartUp(c, size), go: go === null ? null : await beyondStartUp(go, size) };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Instructions of a run at a size. */
type Program = (size: number) => number | Promise<number>;

const beyondStartUp = async (program: Program, size: number): Promise<number> => (await program(size)) - (await program(START_UP_SIZE));

async function oursOf(name: string): Promise<Program> {
  const executable = buildGo([inRepository('test/bench/go', `${name}.go`)]);
  return async (size) => {
    const { stderr, code, kernel } = await runGuest(executable, { arguments: [String(size)] });
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}`);
    return kernel.instructions();
  };
}

function cOf(name: string, folder: string): Program {
  const program = join(folder, `${name}-c`);
  build('gcc', ['-O1', '-m32', '-msse2', '-mfpmath=sse', '-static', inRepository('test/bench/c', `${name}.c`), '-o', program, '-lm']);
  return (size) => counted(program, size);
}

function realGoOf(name: string, folder: string): Program {
  const program = join(folder, `${name}-go`);
  build('go', ['build', '-o', program, inRepository('test/bench/go', `${name}.go`)]);
  return (size) => counted(program, size);
}

function build(tool: string, parameters: readonly string[]): void {
  const { status, stderr, error } = spawnSync(tool, parameters, { env: { ...process.env, ...BUILD_ENVIRONMENT }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${tool} ${parameters.join(' ')}: ${error?.message ?? stderr}`);
}

/** A run under lackey, which counts all instructions of the process. */
function counted(program: string, size: number): number {
  const { stderr } = spawnSync('valgrind', ['--tool=lackey', '--basic-counts=yes', program, String(size)], { encoding: 'utf8' });
  const count = /guest instrs:\s+([\d,]+)/.exec(stderr)?.[1];
  if (count === undefined) throw new Error(`valgrind ${program} ${size}: ${stderr}`);
  return Number(count.replaceAll(',', ''));
}

/** The ratios of all programs as lines for people, and their geometric means. */
export function codeQualityTable(results: readonly CodeQuality[]): string[] {
  const mean = (ratios: readonly number[]): number => Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const millions = (count: number): string => (count / 1e6).toFixed(1).padStart(9);
  const ratio = (value: number | null): string => (value === null ? '-' : value.toFixed(2)).padStart(10);
  const lines = results.map(
    ({ name, size, ours, c, go }) => `  ${name.padEnd(12)}${String(size).padStart(8)}${millions(ours)}${millions(c)}${ratio(ours / c)}${ratio(go === null ? null : go / c)}`,
  );
  const means = [mean(results.map(({ ours, c }) => ours / c)), results.some(({ go }) => go === null) ? null : mean(results.map(({ go, c }) => go! / c))];
  return [...lines, `  ${'geometric mean'.padEnd(38)}${means.map(ratio).join('')}   goal: at most ${MOST_ON_AVERAGE.toFixed(1)}, none above ${MOST_OF_ANY.toFixed(1)}`];
}
