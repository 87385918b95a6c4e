/**
 * The command line. Each command registers itself; this file decides how errors end: usage errors with 2, a command's own
 * errors with the code they carry, defects of pagewalk with 125 and a stack trace.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { registerBuild } from './build.ts';
import { CommandError, ExitCode } from './command-error.ts';
import { registerDisasm } from './disasm.ts';
import { registerPolicy } from './policy.ts';

/** Every command, in the order of the help text. */
const COMMANDS: readonly ((program: Command) => void)[] = [registerBuild, registerDisasm, registerPolicy];

function version(): string {
  return (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

function makeProgram(): Command {
  const program = new Command('pagewalk');
  program
    .description('Run 32-bit Linux programs on an emulated machine, and see every page they touch.')
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    .exitOverride();
  for (const register of COMMANDS) register(program);
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError();
  return program;
}

function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Success : ExitCode.Usage;
  if (error instanceof CommandError) {
    // An empty message: the command has said everything itself.
    if (error.message !== '') process.stderr.write(`pagewalk: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`pagewalk: internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return ExitCode.Failed;
}

// A reader that went away (`pagewalk … | head`) ends us quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(ExitCode.Success);
  throw error;
});

try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}
