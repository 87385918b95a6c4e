/**
 * `pagewalk policy`: plays a reference string, a trace or a generated workload through replacement policies.
 *
 * Results go to standard output, or into the file of `-o`; with `--json` as one document, otherwise as a table.
 */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { curveFrames, playGrid, type GridResult } from '../experiments/policy-grid.ts';
import { detectFormat, parseTrace, TRACE_FORMATS, type TraceFormat } from '../experiments/trace-format.ts';
import { TracePlayer, type PlayOptions, type PolicyParameters } from '../experiments/trace-player.ts';
import { generate, WORKLOADS } from '../experiments/workloads.ts';
import { findPolicy, POLICIES, POLICY_NAMES, type PolicyName } from '../kernel/mm/replacement/policy-table.ts';
import type { ReferenceTrace } from '../observe/reference-trace.ts';
import { TraceFormatError } from '../observe/trace-format-error.ts';
import { describeTrace, formatCurve, formatResults, formatSteps, plotCurve, policyDocument, type StepRecord } from '../report/policy-report.ts';
import { CommandError, ExitCode } from './command-error.ts';
import { processIo, type CommandIo } from './command-io.ts';
import { parseCounts, parseFraction, parseWhole } from './option-values.ts';
import { parseSize } from './size.ts';

const DEFAULT_POLICIES: readonly PolicyName[] = ['fifo', 'clock', 'lru', 'linux', 'opt'];
const DEFAULT_PAGE_SIZE = 4096;
const LEAST_PAGE_SIZE = 16;
const LARGEST_PAGE_SIZE = 2 ** 30;
const DEFAULT_WORKLOAD_PAGES = 100;
const DEFAULT_WORKLOAD_REFERENCES = 10_000;
const MOST_REFERENCES = 2 ** 28;
const MAX_SWAPPINESS = 200;
const MOST_AGING_BITS = 31;

/** The options as commander gives them. */
interface PolicyCommandOptions {
  readonly policy: PolicyName[];
  readonly frames?: number[];
  readonly format?: TraceFormat;
  readonly page: number;
  readonly dataOnly?: true;
  readonly workload?: string;
  readonly pages: number;
  readonly references: number;
  readonly writes: number;
  readonly seed: number;
  readonly tick?: number;
  readonly window?: number;
  readonly agingBits?: number;
  readonly swappiness?: number;
  readonly steps?: true;
  readonly curve?: true;
  readonly svg?: string;
  readonly json?: true;
  readonly output?: string;
}

function parsePolicies(text: string): PolicyName[] {
  if (text === 'all') return [...POLICY_NAMES];
  return text.split(',').map((word) => {
    const info = findPolicy(word.trim());
    if (info === undefined) throw new InvalidArgumentError(`No policy is called "${word}"; there are ${POLICY_NAMES.join(', ')}.`);
    return info.name;
  });
}

function parsePageSize(text: string): number {
  const size = parseSize(text);
  if (size >= LEAST_PAGE_SIZE && size <= LARGEST_PAGE_SIZE && Number.isInteger(Math.log2(size))) return size;
  throw new InvalidArgumentError(`Expected a power of two from ${LEAST_PAGE_SIZE} bytes to 1G.`);
}

const listNames = (rows: readonly { readonly name: string; readonly summary: string }[]): string =>
  rows.map(({ name, summary }) => `  ${name.padEnd(16)}${summary}`).join('\n');

const HELP = `
Examples:
  echo 1 2 3 4 1 2 5 1 2 3 4 5 | pagewalk policy - --policy fifo,lru,opt --frames 3,4
  pagewalk policy - --policy clock --frames 3 --steps < string.txt
  pagewalk policy --workload 80-20 --policy all --frames 10-100:10 --svg curve.svg
  valgrind --tool=lackey --trace-mem=yes --log-file=ls.trace ls
  pagewalk policy ls.trace --format lackey --page 4096 --data-only

Policies, by the page they evict:
${listNames(POLICIES)}

Workloads:
${listNames(WORKLOADS)}
`;

/** Adds the command to a program. */
export function registerPolicy(program: Command, io: CommandIo = processIo): void {
  program
    .command('policy')
    .summary('play reference strings and traces through replacement policies')
    .description('Plays a reference string, a memory trace or a generated workload through page replacement policies.')
    .argument('[file]', 'page numbers separated by blanks or commas (7w is a write), a lackey trace, or recorded references; - is standard input')
    .addOption(new Option('--policy <names>', 'policies, separated by commas, or all').argParser(parsePolicies).default([...DEFAULT_POLICIES], DEFAULT_POLICIES.join(',')))
    .option('--frames <counts>', 'numbers of frames: 3,4 or 1-10 or 4-64:4 (default: spread over the pages of the trace)', parseCounts)
    .addOption(new Option('--format <format>', 'format of the file (default: seen from its beginning)').choices(TRACE_FORMATS))
    .option('--page <size>', 'bytes of a page, for traces of addresses', parsePageSize, DEFAULT_PAGE_SIZE)
    .option('--data-only', 'leave out the instruction fetches of a lackey trace')
    .addOption(new Option('--workload <name>', 'play a generated workload instead of a file').choices(WORKLOADS.map(({ name }) => name)))
    .option('--pages <count>', 'pages of the workload', parseWhole(1, MOST_REFERENCES), DEFAULT_WORKLOAD_PAGES)
    .option('--references <count>', 'references of the workload', parseWhole(1, MOST_REFERENCES), DEFAULT_WORKLOAD_REFERENCES)
    .option('--writes <share>', 'share of the references of the workload that write, 0 to 1', parseFraction, 0)
    .option('--seed <number>', 'seed of the random policy and of workloads', parseWhole(0), 1)
    .option('--tick <references>', 'references between clock ticks (default: as many as there are frames)', parseWhole(1))
    .option('--window <references>', 'window of working-set and wsclock (default: two ticks)', parseWhole(0))
    .option('--aging-bits <count>', 'bits of the counters of aging (default: 8)', parseWhole(1, MOST_AGING_BITS))
    .option('--swappiness <weight>', 'weight of anonymous pages in linux (default: 60)', parseWhole(0, MAX_SWAPPINESS))
    .option('--steps', 'show every reference and the state after it')
    .option('--curve', 'show the miss ratio by number of frames')
    .option('--svg <file>', 'write the miss-ratio curve as a plot')
    .option('--json', 'print one JSON document')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: PolicyCommandOptions) => runPolicyCommand(file, options, io));
}

function runPolicyCommand(file: string | undefined, options: PolicyCommandOptions, io: CommandIo): void {
  const trace = readTrace(file, options, io);
  const parameters: PolicyParameters = {
    seed: options.seed,
    tickInterval: options.tick,
    window: options.window,
    agingBits: options.agingBits,
    swappiness: options.swappiness,
  };
  const frames = options.frames ?? curveFrames(trace);
  const tooFew = frames.find((count) => count <= trace.pinned);
  if (tooFew !== undefined) throw new CommandError(`policy: ${tooFew} frames are too few: page tables take up to ${trace.pinned}`, ExitCode.Usage);
  const results = playGrid(trace, { policies: options.policy, frames, parameters }, options.json === undefined);
  const title = `${file ?? options.workload}: ${describeTrace(trace)}`;
  if (options.svg !== undefined) io.writeOutput(options.svg, plotCurve(title, results));
  const text = options.json === true ? `${JSON.stringify(policyDocument(trace, results))}\n` : formatText(title, trace, results, options, parameters);
  if (options.output === undefined) io.print(text);
  else io.writeOutput(options.output, text);
}

function formatText(title: string, trace: ReferenceTrace, results: readonly GridResult[], options: PolicyCommandOptions, parameters: PolicyParameters): string {
  const blocks = [[title], formatResults(results)];
  if (options.curve === true) blocks.push(formatCurve(results));
  if (options.steps === true) {
    for (const { policy, frames } of results) blocks.push(traceSteps(trace, { ...parameters, policy, frames }));
  }
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function traceSteps(trace: ReferenceTrace, run: PlayOptions): string[] {
  const player = new TracePlayer(trace, run);
  const steps: StepRecord[] = [];
  for (let step = player.step(); step !== null; step = player.step()) {
    steps.push({ ...step, frames: player.frames(), state: player.describePolicy() });
  }
  return formatSteps(trace, run, steps);
}

/** The trace that the command line names: a file or a workload, never both. */
function readTrace(file: string | undefined, options: PolicyCommandOptions, io: CommandIo): ReferenceTrace {
  const workload = WORKLOADS.find(({ name }) => name === options.workload);
  if (workload !== undefined) {
    if (file !== undefined) throw new CommandError('policy: a file and --workload exclude each other', ExitCode.Usage);
    return generate(workload, { pages: options.pages, references: options.references, writes: options.writes, seed: options.seed });
  }
  if (file === undefined) throw new CommandError('policy: expected a file, - for standard input, or --workload', ExitCode.Usage);
  const bytes = io.readInput(file);
  const trace = parseFile(file, bytes, options);
  if (trace.references === 0) throw new CommandError(`${file}: expected at least one reference, found none`, ExitCode.BadInput);
  return trace;
}

function parseFile(file: string, bytes: Uint8Array, options: PolicyCommandOptions): ReferenceTrace {
  try {
    return parseTrace(bytes, options.format ?? detectFormat(bytes), { pageSize: options.page, dataOnly: options.dataOnly === true });
  } catch (error) {
    if (!(error instanceof TraceFormatError)) throw error;
    throw new CommandError(`${file}:${error.line}:${error.column}: ${error.message}`, ExitCode.BadInput);
  }
}
