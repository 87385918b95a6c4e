/** `pagewalk run FILE [-- ARGUMENTS]`: runs a program; its exit code is the program's. */
import type { Command } from 'commander';
import { addMachineOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import { runProgram, type ProgramReports } from './run-program.ts';

interface RunFlags extends MachineFlags, ProgramReports {}

export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .summary('run a program')
    .description('Run a Go program (.go, or a folder), an assembly source (.s) or an executable. Its standard streams are yours, its exit code is ours.')
    .argument('<file>', 'program; Go sources of package main may follow')
    .argument('[arguments...]', 'arguments of the program; put -- before the first')
    .option('-m, --explain', 'of a Go program: say what is inlined and what escapes to the heap')
    .option('--stat', 'print counters at the end')
    .option('--strace', 'print system calls and signals')
    .option('--maps', 'print the mappings of the program as it ends')
    .option('--json', 'with --stat: one line of JSON')
    .option('-o, --output <file>', 'reports go here instead of to standard error');
  addMachineOptions(command).action(async (file: string, guestArguments: string[], flags: RunFlags) => {
    const settings = await machineSettings(flags);
    process.exitCode = await runProgram(file, guestArguments, settings, flags);
  });
}
