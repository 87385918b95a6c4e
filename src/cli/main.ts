/**
 * The command line. Each command registers itself; this file decides how errors end: usage errors with 2, a command's own
 * errors with the code they carry, defects of pagewalk with 125 and a stack trace.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { OutputClosed, OutputFailed } from '../host/standard-streams.ts';
import { CommandError, ExitCode } from './command-error.ts';

type Register = (program: Command) => void;

interface CommandEntry {
  /** Heading in the help text. */
  readonly group: string;
  /** A module is loaded only when its command is called: start-up time counts. */
  readonly load: () => Promise<Register>;
}

const entry = (group: string, load: () => Promise<Register>): CommandEntry => ({ group: `${group}:`, load });

/** Every command, in the order of the help text. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  run: entry('Run', async () => (await import('./run.ts')).registerRun),
  strace: entry('Look', async () => (await import('./strace-command.ts')).registerStrace),
  maps: entry('Look', async () => (await import('./maps.ts')).registerMaps),
  stat: entry('Look', async () => (await import('./stat.ts')).registerStat),
  heap: entry('Look', async () => (await import('./heap.ts')).registerHeap),
  trace: entry('Look', async () => (await import('./trace.ts')).registerTrace),
  vms: entry('Experiment', async () => (await import('./vms.ts')).registerVms),
  policy: entry('Experiment', async () => (await import('./policy.ts')).registerPolicy),
  overlay: entry('Experiment', async () => (await import('./overlay.ts')).registerOverlay),
  build: entry('Toolchain', async () => (await import('./build.ts')).registerBuild),
  vet: entry('Toolchain', async () => (await import('./vet.ts')).registerVet),
  disasm: entry('Toolchain', async () => (await import('./disasm.ts')).registerDisasm),
  examples: entry('Other', async () => (await import('./examples.ts')).registerExamples),
};

const DESCRIPTION = `Run 32-bit Linux programs on an emulated machine, and see every page they touch.

Examples:
  pagewalk run programs/asm/hello.s                run it, exit with its code
  pagewalk run programs/asm/array_sum.s --ram 64K  more data than memory
  pagewalk stat programs/go/sieve.go --ram 512K    faults, misses, swapping
  pagewalk strace -f programs/asm/pipe_and_execve.s`;

function version(): string {
  return (JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

/** The program with the command that is called, or with all of them when help is asked for or no command is known. */
async function makeProgram(called: string | undefined): Promise<Command> {
  const program = new Command('pagewalk');
  program
    .description(DESCRIPTION)
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    .commandsGroup('Other:')
    .exitOverride();
  const names = called !== undefined && Object.hasOwn(COMMANDS, called) ? [called] : Object.keys(COMMANDS);
  for (const name of names) {
    const { group, load } = COMMANDS[name]!;
    (await load())(program);
    program.commands.at(-1)!.helpGroup(group).exitOverride().showSuggestionAfterError();
  }
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

async function main(): Promise<void> {
  try {
    const program = await makeProgram(process.argv[2]);
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeFor(error);
  }
}

// When nothing is left to do, the process need not take its memory apart.
process.on('beforeExit', () => process.exit());
void main();
