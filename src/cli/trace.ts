/**
 * `pagewalk trace --references FILE`: runs a program and records which pages it uses, for `pagewalk policy`. The recording
 * is decided by the program alone and not by the RAM that it has, read-ahead apart. `--probe NAME` prints which probes it passes (trace-probes.ts).
 */
import type { Command } from 'commander';
import { recordReferences } from '../experiments/reference-recording.ts';
import { ReferenceKind } from '../observe/reference-trace.ts';
import { ReferenceRecorder, type ReferenceLetter } from '../observe/recorded-references.ts';
import { boot } from './boot.ts';
import { CommandError, ExitCode } from './command-error.ts';
import { addHardwareOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import { outcomeOf, runToEnd } from './outcome.ts';
import { ReportSink } from './report-sink.ts';

interface TraceFlags extends Omit<MachineFlags, 'references'> {
  readonly references?: true;
  readonly probe?: readonly string[];
  readonly json?: boolean;
  readonly output?: string;
}

const LETTERS: Readonly<Record<ReferenceKind, ReferenceLetter>> = {
  [ReferenceKind.Read]: 'r',
  [ReferenceKind.Write]: 'w',
  [ReferenceKind.Fetch]: 'x',
  [ReferenceKind.Load]: 'l',
  [ReferenceKind.Free]: '-',
  [ReferenceKind.Pin]: 'p',
};
const PAGE_SIZE = 4096;
/** Characters that are gathered before they are written. */
const BUFFER_LENGTH = 65536;

async function trace(file: string, guestArguments: string[], flags: TraceFlags): Promise<void> {
  if ((flags.references === undefined) === (flags.probe === undefined)) throw new CommandError('trace: expected what to trace: --references or --probe', ExitCode.Usage);
  return flags.probe === undefined ? traceReferences(file, guestArguments, flags) : tracePassed(file, guestArguments, flags, flags.probe);
}

async function tracePassed(file: string, guestArguments: string[], flags: TraceFlags, patterns: readonly string[]): Promise<void> {
  const settings = await machineSettings({ ...flags, references: 'bits' });
  const sink = new ReportSink(flags.output);
  const booted = await boot(file, guestArguments, settings);
  try {
    const { traceProbes } = await import('./trace-probes.ts');
    traceProbes(booted.kernel, booted.executable, patterns, sink, { json: flags.json === true });
    const { code, message } = outcomeOf(booted.kernel, runToEnd(booted.kernel, flags.maxSteps), file);
    if (message !== '') process.stderr.write(`${message}\n`);
    process.exitCode = code;
  } finally {
    booted.close();
    sink.close();
  }
}

async function traceReferences(file: string, guestArguments: string[], flags: TraceFlags): Promise<void> {
  const settings = await machineSettings({ ...flags, references: 'bits' });
  const sink = new ReportSink(flags.output);
  const booted = await boot(file, guestArguments, settings);
  const { kernel } = booted;
  let buffer = '';
  const recorder = new ReferenceRecorder(PAGE_SIZE, (text) => {
    buffer += text;
    if (buffer.length < BUFFER_LENGTH) return;
    sink.write(buffer);
    buffer = '';
  });
  recordReferences(kernel.memory, (page, kind, space) => recorder.add(page, LETTERS[kind], space));
  try {
    const { code, message } = outcomeOf(kernel, runToEnd(kernel, flags.maxSteps), file);
    recorder.end();
    sink.write(buffer);
    if (message !== '') process.stderr.write(`${message}\n`);
    process.exitCode = code;
  } finally {
    booted.close();
    sink.close();
  }
}

const addNames = (text: string, before: readonly string[] = []): readonly string[] => [...before, ...text.split(',')];

/** Adds the command to a program. */
export function registerTrace(program: Command): void {
  const command = program
    .command('trace')
    .summary('record which pages a program uses, or which probes it passes')
    .description('Run a program and record its page references, which `pagewalk policy` plays through replacement policies; or print the probes that it passes, with instructions and virtual time.')
    .argument('<file>', 'program')
    .argument('[arguments...]', 'arguments of the program; put -- before the first')
    .option('--references', 'record page references (docs/REPLACEMENT.md tells the format)')
    .option('--probe <names>', "print when these probes are passed: name or package:name, * for anything, several with commas (docs/PROBES.md)", addNames)
    .option('--json', 'with --probe: a line of JSON for each')
    .option('-o, --output <file>', 'write to a file instead of standard error');
  addHardwareOptions(command).action(trace);
}
