/**
 * The command line. Each command registers itself; this file decides how errors end: usage errors with 2, a command's own
 * errors with the code they carry, defects of pagewalk with 125 and a stack trace.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { OutputClosed, OutputFailed } from '../host/standard-streams.ts';
import { CommandError, ExitCode } from './command-error.ts';

type Register = (program: Command) => void;

/** Every command, in the order of the help text. A module is loaded only when its command is called: start-up time counts. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  run: async () => (await import('./run.ts')).registerRun,
  strace: async () => (await import('./strace-command.ts')).registerStrace,
  maps: async () => (await import('./maps.ts')).registerMaps,
  stat: async () => (await import('./stat.ts')).registerStat,
  vms: async () => (await import('./vms.ts')).registerVms,
  trace: async () => (await import('./trace.ts')).registerTrace,
  policy: async () => (await import('./policy.ts')).registerPolicy,
  overlay: async () => (await import('./overlay.ts')).registerOverlay,
  build: async () => (await import('./build.ts')).registerBuild,
  vet: async () => (await import('./vet.ts')).registerVet,
  disasm: async () => (await import('./disasm.ts')).registerDisasm,
  examples: async () => (await import('./examples.ts')).registerExamples,
};

function version(): string {
  return (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

/** The program with the command that is called, or with all of them when help is asked for or no command is known. */
async function makeProgram(called: string | undefined): Promise<Command> {
  const program = new Command('pagewalk');
  program
    .description('Run 32-bit Linux programs on an emulated machine, and see every page they touch.')
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    .exitOverride();
  const names = called !== undefined && Object.hasOwn(COMMANDS, called) ? [called] : Object.keys(COMMANDS);
  for (const name of names) (await COMMANDS[name]!())(program);
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
  if (error instanceof OutputClosed) return ExitCode.Success;
  if (error instanceof OutputFailed) {
    process.stderr.write(`pagewalk: ${error.message}\n`);
    return ExitCode.Failed;
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
  const program = await makeProgram(process.argv[2]);
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}
