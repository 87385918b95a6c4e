/**
 * `pagewalk vms`: replays a script of vmoracle, the oracle of real kernels, against our kernel and prints what vmoracle prints.
 * Exits as the replayed program does: 0, 97 for an unknown operation, 98 for an unknown name, 128 + signal.
 */
import { Command } from 'commander';
import { exitCodeOf, Personality, termSignalOf } from '../abi/process.ts';
import { assert } from '../base/assert.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { run } from '../kernel/run-loop.ts';
import { bootImage } from './boot.ts';
import { CommandError, type ExitCode } from './command-error.ts';
import { processIo, type CommandIo } from './command-io.ts';
import { addMachineOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import { parseWhole } from './option-values.ts';
import { parseSize } from './size.ts';
import { procTextOf } from '../kernel/fs/proc/texts.ts';
import { buildImage } from './vms/image.ts';
import { PROGRAM_NAME } from './vms/proc-text.ts';
import { Replay } from './vms/replay.ts';
import { parseScript } from './vms/script.ts';

interface VmsFlags {
  readonly legacy: boolean;
  readonly swap: number;
  readonly pageCluster: number;
}

/** The machine of the recorded outputs: an ordinary user, much memory, fault-around as Linux has it, no refusals. */
const MACHINE = ['--ram', '256M', '--uid', '65534', '--fault-around', '64K', '--overcommit', '1', '--disk', 'none'];

const SIGNAL_BASE = 128;

/** Replays a script: the whole output, and the exit code of the replayed program. */
export async function replayScript(script: string, { legacy, swap, pageCluster }: VmsFlags): Promise<{ output: string; exitCode: number }> {
  const flags = addMachineOptions(new Command()).parse([...MACHINE, '--swap', String(swap), '--page-cluster', String(pageCluster)], { from: 'user' }).opts<MachineFlags>();
  let kernel: Kernel;
  const replay = new Replay(parseScript(script), (processId, name) => {
    const task = kernel.tasks.get(processId);
    assert(task !== undefined, `vms: no process ${processId}`);
    return procTextOf(kernel, task, name);
  });
  const booted = bootImage({ bytes: buildImage(), path: `/${PROGRAM_NAME}` }, [], await machineSettings(flags), replay);
  try {
    ({ kernel } = booted);
    if (legacy) kernel.init!.personality |= Personality.ADDR_COMPAT_LAYOUT;
    const stop = run(kernel);
    assert(stop.reason === 'exit', `vms: the machine stopped by ${stop.reason}`);
    return { output: replay.output, exitCode: exitCodeOf(stop.status) ?? SIGNAL_BASE + termSignalOf(stop.status) };
  } finally {
    booted.close();
  }
}

/** Runs the command with `io` as its outside. */
export async function vms(file: string, flags: VmsFlags, io: CommandIo): Promise<void> {
  const { output, exitCode } = await replayScript(Buffer.from(io.readInput(file)).toString('latin1'), flags);
  io.print(output);
  if (exitCode !== 0) throw new CommandError('', exitCode as ExitCode);
}

export function registerVms(program: Command): void {
  program
    .command('vms')
    .description('replay a script of memory calls and print what a real kernel prints')
    .argument('<file>', 'script, - for standard input')
    .option('--legacy', 'mappings from low addresses up (ADDR_COMPAT_LAYOUT)', false)
    .option('--swap <size>', 'swap area, 0 for none', parseSize, 0)
    .option('--page-cluster <n>', 'log2 of the pages read ahead from swap', parseWhole(0, 8), 3)
    .action((file: string, flags: VmsFlags) => vms(file, flags, processIo));
}
