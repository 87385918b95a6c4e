/** `pagewalk strace FILE`: a program's system calls and signals, in strace's format. */
import type { Command } from 'commander';
import { boot } from './boot.ts';
import { addMachineOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import { outcomeOf, runInterruptibly } from './outcome.ts';
import { ReportSink } from './report-sink.ts';
import { parseFilter, type CallFilter } from './strace/filter.ts';
import { traceAsJson } from './strace/json-tracer.ts';
import { traceCalls } from './strace/tracer.ts';

interface StraceFlags extends MachineFlags {
  readonly expression?: CallFilter;
  readonly output?: string;
  readonly followForks?: boolean;
  readonly summaryOnly?: boolean;
  readonly syscallTimes?: boolean;
  readonly relativeTimestamps?: boolean;
  readonly t?: number;
  readonly json?: boolean;
}

async function strace(file: string, guestArguments: string[], flags: StraceFlags): Promise<void> {
  const settings = await machineSettings(flags);
  const sink = new ReportSink(flags.output);
  const booted = await boot(file, guestArguments, settings);
  try {
    const options = {
      follow: flags.followForks === true,
      ...(flags.expression === undefined ? {} : { filter: flags.expression }),
      times: flags.syscallTimes === true,
      relative: flags.relativeTimestamps === true,
      stamps: flags.t ?? 0,
      summary: flags.summaryOnly === true,
      toFile: flags.output !== undefined,
    };
    const tracer = traceCalls(booted.kernel, sink, options);
    booted.kernel.observer = flags.json === true ? traceAsJson(booted.kernel, sink, options) : tracer;
    const { code, message } = outcomeOf(booted.kernel, await runInterruptibly(booted.kernel, flags.maxSteps), file);
    if (flags.summaryOnly === true) sink.write(tracer.summaryText());
    if (message !== '') process.stderr.write(`${message}\n`);
    process.exitCode = code;
  } finally {
    booted.close();
    sink.close();
  }
}

export function registerStrace(program: Command): void {
  const command = program
    .command('strace')
    .summary('print a program\'s system calls and signals')
    .description('Run a program and print each system call with its arguments and result, and each signal, as strace does.')
    .argument('<file>', 'program')
    .argument('[arguments...]', 'arguments of the program; put -- before the first')
    .option('-e, --expression <trace=list>', 'only these calls: names, or %memory %file %process %signal %desc %time; ! inverts', parseFilter)
    .option('-o, --output <file>', 'print to a file instead of standard error')
    .option('-f, --follow-forks', 'children and threads too')
    .option('-c, --summary-only', 'a table of counts and virtual times instead of lines')
    .option('-T, --syscall-times', 'how long each call took')
    .option('-r, --relative-timestamps', 'virtual time since the line before')
    .option('--json', 'one JSON object per line')
    .option('-t', 'virtual time of each line; twice: with microseconds', (_value: string, count: number) => count + 1, 0);
  addMachineOptions(command).action(strace);
}
