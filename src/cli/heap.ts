/** `pagewalk heap FILE`: the heap of a Go program at chosen moments, read through the program's own type information, and checked. */
import { InvalidArgumentError, type Command } from 'commander';
import { AllocationLog } from '../inspect/allocation-log.ts';
import { GoProgram } from '../inspect/go-program.ts';
import { readHeap } from '../inspect/heap/heap-record.ts';
import { type Moment, MomentRun, parseMoment, type Sight } from '../inspect/moments.ts';
import { formatHeap } from '../report/heap-report.ts';
import { DebugInfoError } from '../toolchain/dwarf/debug-info.ts';
import { bootImage, loadImage } from './boot.ts';
import { CommandError, ExitCode } from './command-error.ts';
import { addMachineOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import { outcomeOf, runToEnd } from './outcome.ts';
import { ReportSink } from './report-sink.ts';
import { hostStreams } from '../host/standard-streams.ts';

interface HeapFlags extends MachineFlags {
  readonly at: readonly Moment[];
  readonly output?: string;
  readonly json?: boolean;
  readonly types?: boolean;
}

/** A program whose heap cannot be looked at ends as if it could not be executed. */
const NO_HEAP = 'no heap to look at: it was not compiled from Go, or without its debugging information';

function momentOption(text: string, before: readonly Moment[] | undefined): readonly Moment[] {
  const moment = parseMoment(text);
  if (moment === null) throw new InvalidArgumentError('Expected exit, instr=N, gc=N, gc=N:PART, call=FUNCTION or return=FUNCTION, the last two with :N.');
  return [...(before ?? []), moment];
}

/** How a moment is written. */
export function momentText(moment: Moment): string {
  switch (moment.kind) {
    case 'exit': return 'exit';
    case 'instructions': return `instr=${moment.count}`;
    case 'collection': return `gc=${moment.number}${moment.part === 'end' ? '' : `:${moment.part}`}`;
    default: return `${moment.kind}=${moment.name}${moment.nth === 1 ? '' : `:${moment.nth}`}`;
  }
}

function programOf(file: string, executable: Uint8Array): GoProgram {
  const program = GoProgram.of(executable);
  if (program === null) throw new CommandError(`${file}: ${NO_HEAP}`, ExitCode.NotExecutable);
  return program;
}

async function heap(file: string, guestArguments: string[], flags: HeapFlags): Promise<void> {
  const settings = await machineSettings(flags);
  const image = await loadImage(file, { clobberDead: settings.flags.stress.clobberDead });
  const program = programOf(file, image.bytes);
  const sink = new ReportSink(flags.output);
  const booted = bootImage(image, guestArguments, settings, hostStreams);
  const { kernel } = booted;
  let problems = 0;
  const look = (sight: Sight): void => {
    const record = readHeap({ ...sight, log });
    if (sight.isSettled) problems += record.problems.length;
    const at = momentText(sight.moment);
    if (flags.json === true) sink.write(`${JSON.stringify({ schema: 'pagewalk.heap/1', program: file, at, instructions: sight.instructions, settled: sight.isSettled, ...record })}\n`);
    else sink.write(formatHeap(`${file} at ${at}, after ${sight.instructions} instructions${sight.isSettled ? '' : ', inside of the allocator'}`, record));
  };
  let log: AllocationLog | null = null;
  try {
    if (flags.types === true) log = new AllocationLog(kernel, image.bytes, program.info);
    const moments = makeRun();
    const stop = moments.run(flags.maxSteps);
    if (stop !== null) {
      const { code, message } = outcomeOf(kernel, stop.reason === 'instructions' ? runToEnd(kernel, flags.maxSteps) : stop, file);
      if (message !== '') process.stderr.write(`${message}\n`);
      process.exitCode = code;
      if (moments.missed.length > 0) throw new CommandError(`${file}: ended before ${moments.missed.map(momentText).join(' and ')}`, ExitCode.BadInput);
    }
  } finally {
    booted.close();
    sink.close();
  }
  if (problems > 0) process.exitCode = ExitCode.BadInput;

  function makeRun(): MomentRun {
    try {
      const moments = new MomentRun(kernel, program, flags.at, look);
      kernel.observer = moments.observer;
      return moments;
    } catch (error) {
      if (error instanceof DebugInfoError) throw new CommandError(`${file}: ${error.message}`, ExitCode.BadInput);
      throw error;
    }
  }
}

export function registerHeap(program: Command): void {
  const command = program
    .command('heap')
    .summary('show the heap of a Go program and check it')
    .description(
      'Run a Go program and print its heap on standard error at a moment: spans by size class, caches, lists, pages, fragmentation, and where ' +
        'the pages are; and check that the heap is in order. With several moments it is printed at each. Exit code 1 if it is not in order or a moment never comes.',
    )
    .argument('<file>', 'program')
    .argument('[arguments...]', 'arguments of the program; put -- before the first')
    .option(
      '--at <moment>',
      'exit; instr=N: after so many instructions; gc=N: the N-th collection has marked; gc=N:mark, :sweep, :half: it has marked the roots, begins to ' +
        'sweep, has swept half; call=FUNCTION:N, return=FUNCTION:N: the N-th call (default: exit)',
      momentOption,
    )
    .option('--types', 'count objects by type too; slower, since every allocation is written down')
    .option('--json', 'one line of JSON for each moment')
    .option('-o, --output <file>', 'print to a file instead of standard error');
  addMachineOptions(command).action((file: string, guestArguments: string[], flags: Omit<HeapFlags, 'at'> & { readonly at?: readonly Moment[] }) =>
    heap(file, guestArguments, { ...flags, at: flags.at ?? [{ kind: 'exit' }] }));
}
