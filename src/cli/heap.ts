/** `pagewalk heap FILE`: the heap of a Go program at chosen moments, read through the program's own type information, and checked. */
import { InvalidArgumentError, type Command } from 'commander';
import { AllocationLog } from '../inspect/allocation-log.ts';
import { GoProgram } from '../inspect/go-program.ts';
import { type HeapRecord, type ProgramState, readHeap } from '../inspect/heap/heap-record.ts';
import { UnmappedError } from '../inspect/guest-memory.ts';
import { type Moment, MomentRun, parseMoment, type Sight } from '../inspect/moments.ts';
import { formatHeap } from '../report/heap-report.ts';
import { DebugInfoError } from '../toolchain/dwarf/debug-info.ts';
import { bootImage, loadImage } from './boot.ts';
import { namedProgram } from './program-files.ts';
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
  readonly stop?: boolean;
}

/** A program whose heap cannot be looked at ends as if it could not be executed. */
const NO_HEAP = 'no heap to look at: it was not compiled from Go, or without its debugging information';

function momentOption(text: string, before: readonly Moment[] | undefined): readonly Moment[] {
  const moment = parseMoment(text);
  if (moment === null) throw new InvalidArgumentError('Expected exit, instr=N, gc=N, gc=N:PART, call=FUNCTION or return=FUNCTION, the last two with :N.');
  return [...(before ?? []), moment];
}

/** How a moment is written. */
function momentText(moment: Moment): string {
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

/** A program that has overwritten its runtime's records may have left nothing that can be read. */
function readOrComplain(state: ProgramState): HeapRecord | { readonly problems: readonly string[] } {
  try {
    return readHeap(state);
  } catch (error) {
    if (error instanceof UnmappedError) return { problems: [`the heap cannot be read: ${error.message}`] };
    throw error;
  }
}

/** Counts what is wrong in all that it prints. */
class HeapPrinter {
  problems = 0;

  constructor(
    private readonly file: string,
    private readonly sink: ReportSink,
    private readonly asJson: boolean,
  ) {}

  print(sight: Sight, log: AllocationLog | null): void {
    const { moment, instructions, isSettled } = sight;
    const { file } = this;
    const record = readOrComplain({ ...sight, log });
    if (isSettled) this.problems += record.problems.length;
    const at = momentText(moment);
    const title = `${file} at ${at}, after ${instructions} instructions${isSettled ? '' : ', inside of the allocator'}`;
    if (this.asJson) this.sink.write(`${JSON.stringify({ schema: 'pagewalk.heap/1', program: file, at, instructions, settled: isSettled, ...record })}\n`);
    else this.sink.write('cycle' in record ? formatHeap(title, record) : `${title}\n${record.problems[0]}\n`);
  }
}

async function heap(file: string, rest: string[], flags: HeapFlags): Promise<void> {
  const { files, guestArguments } = namedProgram(file, rest);
  const settings = await machineSettings(flags);
  const image = await loadImage(files, { clobberDead: settings.flags.stress.clobberDead });
  const program = programOf(file, image.bytes);
  const sink = new ReportSink(flags.output);
  const printer = new HeapPrinter(file, sink, flags.json === true);
  const booted = bootImage(image, guestArguments, settings, hostStreams);
  const { kernel } = booted;
  try {
    const log = flags.types === true ? new AllocationLog(kernel, image.bytes, program.info) : null;
    const moments = new MomentRun(kernel, program, flags.at, (sight) => printer.print(sight, log));
    kernel.observer = moments.observer;
    const stop = moments.run(flags.maxSteps);
    if (stop === null && flags.stop === true) return;
    const { code, message } = outcomeOf(kernel, stop === null || stop.reason === 'instructions' ? runToEnd(kernel, flags.maxSteps) : stop, file);
    if (message !== '') process.stderr.write(`${message}\n`);
    process.exitCode = code;
    if (moments.missed.length > 0) throw new CommandError(`${file}: ended before ${moments.missed.map(momentText).join(' and ')}`, ExitCode.BadInput);
  } catch (error) {
    if (error instanceof DebugInfoError) throw new CommandError(`${file}: ${error.message}`, ExitCode.BadInput);
    throw error;
  } finally {
    booted.close();
    sink.close();
    if (printer.problems > 0) process.exitCode = ExitCode.BadInput;
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
    .option('--stop', 'end the program at the last moment instead of running it to its end')
    .option('--types', 'count objects by type too; slower, since every allocation is written down')
    .option('--json', 'one line of JSON for each moment')
    .option('-o, --output <file>', 'print to a file instead of standard error');
  addMachineOptions(command).action((file: string, guestArguments: string[], flags: Omit<HeapFlags, 'at'> & { readonly at?: readonly Moment[] }) =>
    heap(file, guestArguments, { ...flags, at: flags.at ?? [{ kind: 'exit' }] }));
}
