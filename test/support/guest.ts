/** Runs a guest in this process: an assembly source or an executable on a small machine, with its output caught. */
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { bootImage, type Booted, type DiskWrapper } from '../../src/cli/boot.ts';
import { addMachineOptions, machineSettings, type MachineFlags } from '../../src/cli/machine-options.ts';
import { outcomeOf, runToEnd } from '../../src/cli/outcome.ts';
import type { StandardStreams } from '../../src/kernel/fs/file.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link } from '../../src/toolchain/link/link.ts';
import { renderSourceDiagnostics } from '../../src/toolchain/source-diagnostic.ts';

export interface GuestRequest {
  /** Machine options as on the command line: `--ram 64K --cpus 2`. */
  readonly flags?: string;
  readonly arguments?: readonly string[];
  readonly input?: string;
  /** File name of the program in the guest's /bin. */
  readonly name?: string;
  readonly wrapDisk?: DiskWrapper;
}

/** Collects what the guest writes and feeds it its input. */
export class CaughtStreams implements StandardStreams {
  readonly output: [string, string, string] = ['', '', ''];
  private readonly input: Uint8Array;
  private position = 0;

  constructor(input = '') {
    this.input = Buffer.from(input, 'latin1');
  }

  read(length: number): Uint8Array {
    const piece = this.input.subarray(this.position, this.position + length);
    this.position += piece.length;
    return piece;
  }

  write(descriptor: number, bytes: Uint8Array): void {
    this.output[descriptor as 1 | 2] += Buffer.from(bytes).toString('latin1');
  }
}

export interface GuestResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  /** What pagewalk says about the end. */
  readonly message: string;
  readonly kernel: Kernel;
}

/** Assembles and links a source; throws with the diagnostics if that fails. */
export function assembleProgram(source: string, path = 'test.s'): Uint8Array {
  const readInclude = (name: string, from: string): string | null => {
    try {
      return readFileSync(join(dirname(from), name), 'utf8');
    } catch {
      return null;
    }
  };
  const { object, diagnostics } = assemble(source, path, { readInclude });
  if (object === null) throw new Error(renderSourceDiagnostics(diagnostics));
  const result = link([object], {});
  if (result.bytes === null) throw new Error(renderSourceDiagnostics(result.diagnostics));
  return result.bytes;
}

/** A machine with a program, ready to run. */
export async function bootGuest(bytes: Uint8Array, { flags = '', arguments: guestArguments = [], input = '', name = 'guest', wrapDisk }: GuestRequest = {}): Promise<Booted & { readonly streams: CaughtStreams; readonly flags: MachineFlags }> {
  const command = addMachineOptions(new Command());
  command.exitOverride().parse(flags.split(' ').filter((word) => word !== ''), { from: 'user' });
  const parsed = command.opts<MachineFlags>();
  const streams = new CaughtStreams(input);
  const booted = bootImage({ bytes, path: `/bin/${name}` }, guestArguments, await machineSettings(parsed), streams, wrapDisk);
  return { ...booted, streams, flags: parsed };
}

/** Runs a program to its end. */
export async function runGuest(program: string | Uint8Array, request: GuestRequest = {}): Promise<GuestResult> {
  const booted = await bootGuest(typeof program === 'string' ? assembleProgram(program) : program, request);
  try {
    const { code, message } = outcomeOf(booted.kernel, runToEnd(booted.kernel, booted.flags.maxSteps), 'guest');
    return { stdout: booted.streams.output[1], stderr: booted.streams.output[2], code, message, kernel: booted.kernel };
  } finally {
    booted.close();
  }
}
