/**
 * The options that describe a machine, the same for every command that runs one, and the settings that they come to.
 */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { MemoryOptions } from '../kernel/mm/memory-system.ts';
import { DEFAULT_COSTS, type CostModel } from '../machine/clock.ts';
import type { DiskModel } from '../machine/disk-queue.ts';
import { DISK_MODELS } from '../machine/disk-queue.ts';
import { DEFAULT_TLB, parseTlbGeometry, type TlbGeometry } from '../machine/tlb.ts';
import { CommandError, ExitCode } from './command-error.ts';
import { parseSize } from './size.ts';

/** What commander makes of the options. */
export interface MachineFlags {
  readonly ram: number;
  readonly swap: number;
  readonly swapFile?: string;
  readonly policy: string;
  readonly tlb: TlbGeometry;
  readonly cpus: number;
  readonly seed: number;
  readonly disk: 'ssd' | 'hdd' | 'none';
  readonly maxSteps?: number;
  readonly watermarks: number | null;
  readonly pageCluster: number;
  readonly faultAround: number;
  readonly nx: boolean;
  readonly strictAlign: boolean;
  readonly aslr: boolean;
  readonly overcommit: number;
  readonly references: 'bits' | 'exact';
  readonly stress: Stress;
  readonly slice: number;
  readonly uid: number;
  readonly env: readonly string[];
  readonly cost: Partial<CostModel>;
}

/** Ways to make a run hard that must not change its output. */
export interface Stress {
  /** Instructions of a time slice, or null for the ordinary one. */
  readonly slice: number | null;
  readonly tlbFlush: boolean;
  readonly evict: boolean;
  /** Go programs overwrite, at every call, what their pointer maps call dead. */
  readonly clobberDead: boolean;
  /** Go programs move the stack of the goroutine that runs, at every call. */
  readonly moveStack: boolean;
  /** Go programs collect, and check the heap, at every so many allocations; null for when Go does. */
  readonly collectEvery: number | null;
  /** Go programs look for stores of pointers without write barrier. */
  readonly writeBarriers: boolean;
}

const NO_STRESS: Stress = { slice: null, tlbFlush: false, evict: false, clobberDead: false, moveStack: false, collectEvery: null, writeBarriers: false };
const MIB = 2 ** 20;
const PAGE = 4096;
/** Memory comes in units of 64 KiB; whatever is asked for is rounded up. */
const MIN_RAM = PAGE;
const MAX_RAM = 0x7fff0000;
const MAX_CPUS = 64;
/** The largest swap area that a page-table entry can name. */
const MAX_SWAP = 2 ** 23 * PAGE;
/** Instructions that a CPU runs at most before another one may be earlier. */
const QUANTUM = 10_000;
const DEFAULT_SLICE = 100_000;
const DEFAULT_UID = 1000;

/** A parser of whole numbers within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    return value;
  };
}

function sizeBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = parseSize(text);
    if (value < least || value > most) throw new InvalidArgumentError(`Expected a size from ${least} to ${most} bytes.`);
    return value;
  };
}

function parseTlb(text: string): TlbGeometry {
  const geometry = parseTlbGeometry(text);
  if (geometry === null) throw new InvalidArgumentError('Expected ENTRIES or ENTRIESxWAYS with a power of two of sets.');
  return geometry;
}

function parseStress(text: string): Stress {
  let stress = NO_STRESS;
  for (const word of text.split(',')) {
    const numbered = /^(slice|gc)=([1-9]\d{0,8})$/.exec(word);
    if (numbered !== null) stress = { ...stress, [numbered[1] === 'gc' ? 'collectEvery' : 'slice']: Number(numbered[2]) };
    else if (word === 'tlb-flush') stress = { ...stress, tlbFlush: true };
    else if (word === 'evict') stress = { ...stress, evict: true };
    else if (word === 'clobber-dead') stress = { ...stress, clobberDead: true };
    else if (word === 'move-stack') stress = { ...stress, moveStack: true };
    else if (word === 'wb') stress = { ...stress, writeBarriers: true };
    else throw new InvalidArgumentError('Expected a list of slice=N, tlb-flush, evict, clobber-dead, gc=N, move-stack, wb.');
  }
  return stress;
}

function parseWatermarks(text: string): number | null {
  return text === 'linux' ? null : wholeNumber(0, MAX_RAM / PAGE)(text);
}

function parsePolicy(text: string): string {
  if (!/^[a-z0-9-]+$/.test(text)) throw new InvalidArgumentError('Expected the name of a policy.');
  return text;
}

/** `--cost name=cycles`: names of the cost model with hyphens. */
function collectCost(text: string, before: Partial<CostModel>): Partial<CostModel> {
  const match = /^([a-z-]+)=(\d{1,9})$/.exec(text);
  const name = match?.[1]!.replace(/-([a-z])/g, (_hyphen, letter: string) => letter.toUpperCase());
  if (match === null || name === undefined || !Object.hasOwn(DEFAULT_COSTS, name)) {
    const names = Object.keys(DEFAULT_COSTS).map((key) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    throw new InvalidArgumentError(`Expected NAME=CYCLES with a name of ${names.join(', ')}.`);
  }
  return { ...before, [name]: Number(match[2]) };
}

function collectEnv(text: string, before: readonly string[]): readonly string[] {
  if (!/^[^=]+=/.test(text)) throw new InvalidArgumentError('Expected NAME=VALUE.');
  return [...before, text];
}

/** Adds what replacement policies are told to a command's options; `trace` has another use for its name. */
function addReferencesOption(command: Command): Command {
  return command.addOption(new Option('--references <kind>', 'what the replacement policy sees').choices(['bits', 'exact']).default('bits'));
}

/** Adds the machine's options to a command, but for that of addReferencesOption. */
export function addHardwareOptions(command: Command): Command {
  const add = (flags: string, description: string, parse: (text: string) => unknown, value: unknown, shown?: string): void => {
    const option = new Option(flags, description).argParser(parse);
    command.addOption(value === undefined ? option : option.default(value, shown));
  };
  add('--ram <size>', 'physical memory', sizeBetween(MIN_RAM, MAX_RAM), 64 * MIB, '64M');
  add('--swap <size>', 'swap area, 0 for none', sizeBetween(0, MAX_SWAP), 512 * MIB, '512M');
  command.option('--swap-file <path>', 'keep the swap area in this file (default: a temporary one)');
  add('--policy <name>', 'page replacement', parsePolicy, 'linux');
  add('--tlb <entries>', 'TLB entries of each kind, as 1024 or 64x4 (ways)', parseTlb, DEFAULT_TLB, '1024');
  add('--cpus <n>', 'virtual CPUs', wholeNumber(1, MAX_CPUS), 1);
  add('--seed <n>', 'of every random choice', wholeNumber(0, Number.MAX_SAFE_INTEGER), 1);
  command.addOption(new Option('--disk <model>', 'time that disks take').choices(['ssd', 'hdd', 'none']).default('ssd'));
  add('--max-steps <n>', 'end the guest by SIGXCPU after so many instructions', wholeNumber(1, Number.MAX_SAFE_INTEGER), undefined);
  command.addOption(new Option('--cost <name=cycles>', 'what something takes in virtual time; may be repeated').argParser(collectCost).default({}, 'docs/TIME.md'));
  add('--watermarks <frames>', "min watermark, or 'linux' for its formula", parseWatermarks, null, 'linux');
  add('--page-cluster <n>', 'log2 of the pages read ahead from swap', wholeNumber(0, 8), 3);
  add('--fault-around <size>', 'bytes mapped around a fault on a file', sizeBetween(PAGE, 16 * MIB), PAGE, '4K, off');
  command.option('--no-nx', 'readable pages can be executed, as on the first i386');
  command.option('--strict-align', 'every misaligned access raises SIGBUS', false);
  command.option('--aslr', 'random places for stack, heap and mappings, from the seed', false);
  add('--overcommit <mode>', '0: refuse only what can never fit; 1: refuse nothing', wholeNumber(0, 1), 0);
  add('--stress <list>', 'slice=N, tlb-flush, evict, clobber-dead, gc=N, move-stack, wb: hard conditions that change no output', parseStress, NO_STRESS, 'none');
  add('--slice <n>', 'instructions of a time slice', wholeNumber(1, 1e9), DEFAULT_SLICE);
  add('--uid <n>', 'user of the guest; 0 is privileged', wholeNumber(0, 65535), DEFAULT_UID);
  command.addOption(new Option('--env <name=value>', "a variable of the guest's environment; may be repeated").argParser(collectEnv).default([], 'none'));
  return command;
}

/** Adds all of the machine's options to a command. */
export function addMachineOptions(command: Command): Command {
  return addReferencesOption(addHardwareOptions(command));
}

/** The part of a run that options decide. */
export interface MachineSettings {
  readonly flags: MachineFlags;
  readonly memory: MemoryOptions;
  readonly diskModel: DiskModel;
  readonly slice: number;
  readonly quantum: number;
}

/** Bytes of RAM come in units of this, as the machine's memory does. */
const RAM_GRANULE = 65536;
const MMAP_MIN_ADDR = 4096;
const MAX_MAP_COUNT = 65530;
const SWAPPINESS = 60;

export async function machineSettings(flags: MachineFlags): Promise<MachineSettings> {
  const { findPolicy, POLICY_NAMES } = await import('../kernel/mm/replacement/policy-table.ts');
  const policy = findPolicy(flags.policy);
  if (policy === undefined || policy.needsFuture) {
    throw new CommandError(`--policy ${flags.policy}: expected one of ${POLICY_NAMES.filter((name) => findPolicy(name)?.needsFuture === false).join(', ')}`, ExitCode.Usage);
  }
  const slice = flags.stress.slice ?? flags.slice;
  return {
    flags,
    memory: {
      frames: (Math.ceil(flags.ram / RAM_GRANULE) * RAM_GRANULE) / PAGE,
      swapBytes: Math.floor(flags.swap / PAGE) * PAGE,
      policy: policy.name,
      pageCluster: flags.pageCluster,
      faultAround: flags.faultAround,
      overcommit: flags.overcommit as 0 | 1,
      mmapMinAddr: MMAP_MIN_ADDR,
      maxMapCount: MAX_MAP_COUNT,
      noExecute: flags.nx,
      watermarks: flags.watermarks,
      references: flags.references,
      swappiness: SWAPPINESS,
      stressEvict: flags.stress.evict,
      seed: flags.seed,
    },
    diskModel: DISK_MODELS[flags.disk],
    slice,
    quantum: Math.min(QUANTUM, slice),
  };
}
