/** From a program file and settings to a machine that is ready to run it. */
import { basename, resolve } from 'node:path';
import { latin1Text } from '../base/latin1.ts';
import { ElfFormatError } from '../elf/elf-format-error.ts';
import { readExecutable } from '../elf/read-executable.ts';
import { FileDisk, FileDiskError } from '../host/file-disk.ts';
import { hostStreams } from '../host/standard-streams.ts';
import type { StandardStreams } from '../kernel/fs/file.ts';
import { Kernel } from '../kernel/kernel.ts';
import { Block, type BlockDevice } from '../machine/block-device.ts';
import { DEFAULT_COSTS } from '../machine/clock.ts';
import { DiskQueue } from '../machine/disk-queue.ts';
import { Machine } from '../machine/machine.ts';
import { MemoryDisk } from '../machine/memory-disk.ts';
import { CommandError, ExitCode } from './command-error.ts';
import type { MachineFlags, MachineSettings } from './machine-options.ts';
import type { GoOptions } from './go-sources.ts';
import { loadExecutable, namedProgram } from './program-files.ts';

/** Blocks of the file system's disk, which takes host memory only for what is written. */
const FILE_SYSTEM_BLOCKS = 65536;
const PROGRAM_MODE = 0o755;
/** Where programs start; it belongs to their user. */
const HOME = '/home/user';
/** Variables of the host that the Go runtime of a guest obeys; nothing else of the host's environment is passed on. */
const PASSED_VARIABLES: readonly string[] = ['GODEBUG', 'GOGC', 'GOMEMLIMIT', 'GOMAXPROCS', 'GOTRACEBACK'];

/** Variables of the guest's environment. What the Go runtime has to do for `--stress` is added to GODEBUG. */
function environmentOf({ env, stress }: MachineFlags): string[] {
  const passed = PASSED_VARIABLES.filter((name) => process.env[name] !== undefined).map((name) => `${name}=${process.env[name]!}`);
  const all = [...passed, ...env].map(toGuestString);
  const added = [...(stress.collectEvery === null ? [] : [`gcstress=${stress.collectEvery}`]), ...(stress.moveStack ? ['movestack=1'] : []), ...(stress.writeBarriers ? ['wbshadow=1'] : [])];
  if (added.length === 0) return all;
  const settings = [...all.filter((each) => each.startsWith('GODEBUG=')).map((each) => each.slice('GODEBUG='.length)), ...added];
  return [`GODEBUG=${settings.join(',')}`, ...all.filter((each) => !each.startsWith('GODEBUG='))];
}

/** A machine with its first program in place. */
export interface Booted {
  readonly kernel: Kernel;
  /** The program's file. */
  readonly executable: Uint8Array;
  /** Gives back what the host holds for the machine. */
  close(): void;
}

/** Bytes of a host string, one per character. */
const toGuestString = (text: string): string => latin1Text(new TextEncoder().encode(text));

function openSwap({ flags, memory }: MachineSettings): BlockDevice | null {
  const blockCount = memory.swapBytes / Block.Size;
  if (blockCount === 0) return null;
  try {
    return new FileDisk({ blockCount, ...(flags.swapFile === undefined ? {} : { path: flags.swapFile }) });
  } catch (error) {
    if (error instanceof FileDiskError) throw new CommandError(error.message, ExitCode.Failed);
    throw error;
  }
}

/** Refuses what cannot be executed with a better message than the kernel's ENOEXEC. */
function checkExecutable(file: string, bytes: Uint8Array): void {
  try {
    readExecutable(bytes);
  } catch (error) {
    if (error instanceof ElfFormatError) throw new CommandError(`${file}: cannot execute: ${error.message}`, ExitCode.NotExecutable);
    throw error;
  }
}

/** An executable and its place in the guest. */
export interface ProgramImage {
  readonly bytes: Uint8Array;
  readonly path: string;
}

/** Reads a program, assembling or compiling it if need be. */
export async function loadImage(files: readonly string[], options: GoOptions = {}): Promise<ProgramImage> {
  const file = files[0]!;
  const bytes = await loadExecutable(files, options);
  checkExecutable(file, bytes);
  return { bytes, path: `/bin/${toGuestString(basename(resolve(file)).replace(/\.(s|S|go)$/, ''))}` };
}

/** What a program is loaded with, besides the machine. */
export interface BootOptions {
  readonly streams?: StandardStreams;
  /** Say what is inlined and what escapes to the heap. */
  readonly explain?: boolean;
}

/** Loads a program as it stands on the command line, assembling or compiling it if need be, into a new machine. */
export async function boot(file: string, rest: readonly string[], settings: MachineSettings, { streams = hostStreams, explain = false }: BootOptions = {}): Promise<Booted> {
  const { files, guestArguments } = namedProgram(file, rest);
  return bootImage(await loadImage(files, { explain, clobberDead: settings.flags.stress.clobberDead, checkBarriers: settings.flags.stress.writeBarriers }), guestArguments, settings, streams);
}

/** What stands between the kernel and a disk; for tests that count accesses or make them fail. */
export type DiskWrapper = (disk: BlockDevice, name: 'swap' | 'files') => BlockDevice;

/** Puts an executable into a new machine, to be run with its arguments. */
export function bootImage(
  { bytes, path }: ProgramImage,
  guestArguments: readonly string[],
  settings: MachineSettings,
  streams: StandardStreams,
  wrap: DiskWrapper = (disk) => disk,
): Booted {
  const { flags, memory, diskModel, slice, quantum } = settings;
  const machine = new Machine({ ram: flags.ram, cpus: flags.cpus, tlb: flags.tlb, nx: flags.nx, strictAlign: flags.strictAlign, costs: { ...DEFAULT_COSTS, ...flags.cost } });
  const swap = openSwap(settings);
  const disk = new MemoryDisk(FILE_SYSTEM_BLOCKS);
  const kernel = new Kernel(
    { seed: flags.seed, slice, quantum, aslr: flags.aslr, stress: { tlbFlush: flags.stress.tlbFlush }, memory },
    {
      machine,
      disk: { device: wrap(disk, 'files'), queue: new DiskQueue(diskModel) },
      swap: swap === null ? null : { device: wrap(swap, 'swap'), queue: new DiskQueue(diskModel) },
      streams,
    },
  );
  if (kernel.files.install(path, bytes, PROGRAM_MODE) === null) throw new CommandError(`${path}: does not fit on the disk`, ExitCode.NotExecutable);
  kernel.files.installDirectory(HOME, flags.uid);
  kernel.start({
    path,
    argv: [path, ...guestArguments.map(toGuestString)],
    envp: environmentOf(flags),
    uid: flags.uid,
    cwd: HOME,
  });
  return {
    kernel,
    executable: bytes,
    close() {
      swap?.close();
      disk.close();
    },
  };
}
