/**
 * `pagewalk stat FILE`: runs a program and prints its counters, as perf stat does; with several policies or sizes of RAM,
 * runs it under all of them and prints the curve.
 */
import type { Command } from 'commander';
import { addMachineOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import { runProgram, type ProgramReports } from './run-program.ts';

interface StatFlags extends Omit<MachineFlags, 'ram' | 'policy'>, ProgramReports {
  /** Lists here; a single value where the default stands. */
  readonly ram: number | number[];
  readonly policy: string | string[];
  readonly svg?: string;
}

/** Makes an option take a list of what it takes. */
function takeList(command: Command, long: string): void {
  const option = command.options.find((candidate) => candidate.long === long)!;
  const parseOne = option.parseArg!;
  option.flags = option.flags.replace('>', ',...>');
  option.argParser((text: string) => text.split(',').map((part) => parseOne(part, undefined)));
}

export function registerStat(program: Command): void {
  const command = program
    .command('stat')
    .summary('count faults, TLB misses, swapping and virtual time')
    .description(
      'Run a program and print its counters on standard error when it has ended. With several policies or sizes of RAM, run it under each ' +
        'of them, its own output unheard, and print the curve, the optimum over the recorded references, the knee and the working set.',
    )
    .argument('<file>', 'program')
    .argument('[arguments...]', 'arguments of the program; put -- before the first')
    .option('--json', 'one line of JSON for every run')
    .option('--svg <file>', 'write the curve over sizes of RAM as a plot')
    .option('-o, --output <file>', 'print to a file instead of standard error');
  addMachineOptions(command).action(stat);
  takeList(command, '--ram');
  takeList(command, '--policy');
}

async function stat(file: string, guestArguments: string[], flags: StatFlags): Promise<void> {
  const rams = [flags.ram].flat();
  const policies = [flags.policy].flat();
  const single: MachineFlags = { ...flags, ram: rams[0]!, policy: policies[0]! };
  if (rams.length * policies.length === 1 && flags.svg === undefined) {
    process.exitCode = await runProgram(file, guestArguments, await machineSettings(single), { ...flags, stat: true });
    return;
  }
  const { runGrid } = await import('./stat-grid.ts');
  process.exitCode = await runGrid(file, guestArguments, { ...flags, policies, rams, flags: single, json: flags.json === true });
}
