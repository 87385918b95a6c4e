/**
 * `pagewalk overlay FILE... --tree TREE`: the same objects overlaid, on bare memory, and paged, as a process, with the same
 * memory and the same disk.
 */
import { fstatSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { compareOverlays } from '../experiments/overlay-comparison.ts';
import { readAll } from '../host/standard-streams.ts';
import { findPolicy, POLICY_NAMES } from '../kernel/mm/replacement/policy-table.ts';
import { DISK_MODELS } from '../machine/disk-queue.ts';
import { formatOverlayComparison, overlayDocument, plotOverlayComparison } from '../report/overlay-report.ts';
import { processIo } from './command-io.ts';
import { parseWhole } from './option-values.ts';
import { linkOverlayObjects, readOverlayTree } from './overlay-files.ts';
import { loadObject, readProgramFile } from './program-files.ts';
import { parseSize } from './size.ts';

interface OverlayFlags {
  readonly tree: string;
  readonly memory?: number[];
  readonly disk: keyof typeof DISK_MODELS;
  readonly policy: string;
  readonly pageCluster: number;
  readonly faultAround: number;
  readonly input?: string;
  readonly maxSteps: number;
  readonly json?: true;
  readonly svg?: string;
  readonly output?: string;
}

const PAGE_SIZE = 4096;
const LEAST_MEMORY = 2 * PAGE_SIZE;
const MOST_MEMORY = 16 * 2 ** 20;
const MOST_SIZES = 256;
const MOST_PAGE_CLUSTER = 8;
const DEFAULT_MAX_STEPS = 1e9;
const STDIN = 0;

/** `24K`, `16K,32K` or `16K-64K:4K` (default step: a page). */
function parseMemories(text: string): number[] {
  const sizes = text.split(',').flatMap((part) => {
    const [range, step = '4K'] = part.split(':') as [string, string?];
    const [first, last = first] = range.split('-').map(parseSize) as [number, number?];
    const stride = parseSize(step);
    if (stride <= 0 || last < first || (last - first) / stride > MOST_SIZES) throw new InvalidArgumentError('Expected sizes such as 24K or 16K,32K or 16K-64K:4K.');
    return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, index) => first + index * stride);
  });
  const wrong = sizes.find((size) => size < LEAST_MEMORY || size > MOST_MEMORY);
  if (wrong !== undefined) throw new InvalidArgumentError('Expected sizes from 8K to 16M.');
  return sizes;
}

function parseKernelPolicy(text: string): string {
  const info = findPolicy(text);
  if (info !== undefined && !info.needsFuture) return info.name;
  throw new InvalidArgumentError(`Expected one of ${POLICY_NAMES.filter((name) => findPolicy(name)?.needsFuture === false).join(', ')}.`);
}

/** The program's input: a file, standard input if it is `-` or has been redirected from a file, else nothing. */
function readInput(file: string | undefined): Uint8Array {
  if (file !== undefined && file !== '-') return readProgramFile(file);
  if (file === '-' || fstatSync(STDIN).isFile()) return readAll();
  return new Uint8Array(0);
}

/** Lines of a tree file that say something. */
const countTreeLines = (text: string): number => text.split('\n').filter((line) => line.replace(/#.*/, '').trim() !== '').length;

function overlay(files: string[], flags: OverlayFlags): void {
  const tree = readOverlayTree(flags.tree);
  const treeLines = countTreeLines(new TextDecoder().decode(readProgramFile(flags.tree)));
  const objects = files.map((file) => loadObject(file));
  const { bytes, report } = linkOverlayObjects(objects, { tree });
  const comparison = compareOverlays({
    objects,
    overlaid: { bytes, report: report! },
    input: readInput(flags.input),
    disk: DISK_MODELS[flags.disk],
    policy: flags.policy,
    pageCluster: flags.pageCluster,
    faultAround: flags.faultAround,
    maxInstructions: flags.maxSteps,
    memories: flags.memory ?? null,
  });
  const title = `${files.join(' ')} with ${flags.tree}, disk ${flags.disk}, policy ${flags.policy}`;
  if (flags.svg !== undefined) processIo.writeOutput(flags.svg, plotOverlayComparison(title, comparison));
  const text = flags.json === true ? `${JSON.stringify(overlayDocument(files.join(' '), comparison, treeLines))}\n` : formatOverlayComparison(title, comparison, treeLines);
  if (flags.output === undefined) processIo.print(text);
  else processIo.writeOutput(flags.output, text);
}

const HELP = `
Examples:
  pagewalk overlay programs/overlays/three_pass_compiler.s --tree programs/overlays/three_pass_compiler.tree < programs/overlays/primes.min
  pagewalk overlay programs/overlays/ping_pong_between_siblings.s --tree programs/overlays/ping_pong_between_siblings.tree --memory 12K-40K:4K --disk hdd
`;

/** Adds the command to a program. */
export function registerOverlay(program: Command): void {
  program
    .command('overlay')
    .summary('compare a program overlaid with the same program paged')
    .description('Link objects with overlays and without, run both with the same memory and disk over a range of memory sizes, and compare.')
    .argument('<files...>', 'assembly sources and objects')
    .requiredOption('--tree <file>', 'which segments there are, and which may be in memory together')
    .option('--memory <sizes>', 'sizes of memory: 24K or 16K,32K or 16K-64K:4K (default: around what the program needs)', parseMemories)
    .addOption(new Option('--disk <model>', 'time that the disk takes').choices(Object.keys(DISK_MODELS)).default('ssd'))
    .option('--policy <name>', 'page replacement', parseKernelPolicy, 'linux')
    .option('--page-cluster <n>', 'log2 of the pages read ahead from swap', parseWhole(0, MOST_PAGE_CLUSTER), 0)
    .option('--fault-around <size>', 'bytes mapped around a fault on a file', parseSize, PAGE_SIZE)
    .option('--input <file>', 'standard input of the program; - for that of pagewalk (default: that of pagewalk if it is a file)')
    .option('--max-steps <n>', 'instructions after which a run has failed', parseWhole(1), DEFAULT_MAX_STEPS)
    .option('--json', 'print one JSON document')
    .option('--svg <file>', 'write virtual time by size of memory as a plot')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .addHelpText('after', HELP)
    .action(overlay);
}
