/** `pagewalk maps FILE`: what a program has mapped, in the format of /proc/PID/maps. */
import { InvalidArgumentError, type Command } from 'commander';
import type { Mm } from '../kernel/mm/mm.ts';
import { mapsText } from '../kernel/mm/maps-text.ts';
import { run } from '../kernel/run-loop.ts';
import { boot } from './boot.ts';
import { addMachineOptions, machineSettings, wholeNumber, type MachineFlags } from './machine-options.ts';
import { mapsAtExit, mapsAtFault, mapsJson } from './maps-report.ts';
import { outcomeOf, runToEnd } from './outcome.ts';
import { ReportSink } from './report-sink.ts';

type Moment = 'exit' | 'fault' | number;

interface MapsFlags extends MachineFlags {
  readonly at: Moment;
  readonly output?: string;
  readonly json?: boolean;
}

function parseMoment(text: string): Moment {
  if (text === 'exit' || text === 'fault') return text;
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Expected 'exit', 'fault' or a number of instructions.");
  return wholeNumber(0, Number.MAX_SAFE_INTEGER)(text);
}

async function maps(file: string, guestArguments: string[], flags: MapsFlags): Promise<void> {
  const settings = await machineSettings(flags);
  const sink = new ReportSink(flags.output);
  const booted = await boot(file, guestArguments, settings);
  const { kernel } = booted;
  const print = (mm: Mm): void => sink.write(flags.json === true ? mapsJson(mm, file) : mapsText(mm));
  try {
    if (flags.at === 'exit') kernel.observer = mapsAtExit(kernel, print);
    if (flags.at === 'fault') kernel.observer = mapsAtFault(print);
    if (typeof flags.at === 'number') {
      // One instruction at least: before it there is no address space.
      const stop = run(kernel, { instructions: Math.max(1, flags.at) });
      if (stop.reason === 'instructions') {
        const mm = kernel.init?.mm ?? null;
        if (mm !== null) print(mm);
        return;
      }
    }
    const { code, message } = outcomeOf(kernel, runToEnd(kernel, flags.maxSteps), file);
    if (message !== '') process.stderr.write(`${message}\n`);
    process.exitCode = code;
  } finally {
    booted.close();
    sink.close();
  }
}

export function registerMaps(program: Command): void {
  const command = program
    .command('maps')
    .summary('print the mappings of a program')
    .description('Run a program and print its mappings on standard error: as it ends, at its first bad access, or after so many instructions (and stop there).')
    .argument('<file>', 'program')
    .argument('[arguments...]', 'arguments of the program; put -- before the first')
    .option('--at <moment>', "'exit', 'fault' or a number of instructions", parseMoment, 'exit')
    .option('--json', 'one line of JSON')
    .option('-o, --output <file>', 'print to a file instead of standard error');
  addMachineOptions(command).action(maps);
}
