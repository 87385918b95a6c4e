/** `pagewalk stat FILE`: runs a program and prints its counters, as perf stat does. */
import type { Command } from 'commander';
import { OutputClosed } from '../host/standard-streams.ts';
import { addMachineOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import { runProgram, type ProgramReports } from './run-program.ts';

interface StatFlags extends MachineFlags, ProgramReports {}

export function registerStat(program: Command): void {
  const command = program
    .command('stat')
    .summary('count faults, TLB misses, swapping and virtual time')
    .description('Run a program and print its counters on standard error when it has ended.')
    .argument('<file>', 'program')
    .argument('[arguments...]', 'arguments of the program; put -- before the first')
    .option('--json', 'one line of JSON')
    .option('-o, --output <file>', 'print to a file instead of standard error');
  addMachineOptions(command).action(async (file: string, guestArguments: string[], flags: StatFlags) => {
    const settings = await machineSettings(flags);
    try {
      process.exitCode = await runProgram(file, guestArguments, settings, { ...flags, stat: true });
    } catch (error) {
      if (!(error instanceof OutputClosed)) throw error;
    }
  });
}
