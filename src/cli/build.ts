/** `pagewalk build FILE… -o OUT`: sources and objects into an executable, or with -c into objects. */
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { ObjectFile } from '../elf/object-file.ts';
import { profileCalls, profileText } from '../experiments/call-profile.ts';
import { writeObject } from '../elf/write-elf.ts';
import { OVERLAY_IMAGE_BASE } from '../toolchain/link/overlay-link.ts';
import { parseProfile, suggestOverlays } from '../toolchain/link/overlay-suggest.ts';
import { CommandError, ExitCode } from './command-error.ts';
import { parseSize } from './size.ts';
import { linkOverlayObjects, readOverlayTree } from './overlay-files.ts';
import { isGoPath, linkObjects, loadObject, readProgramFile } from './program-files.ts';

interface BuildOptions {
  readonly output?: string;
  readonly compileOnly?: boolean;
  readonly debug?: boolean;
  readonly entry: string;
  readonly Ttext?: number;
  readonly Tdata?: number;
  readonly separateCode?: boolean;
  readonly gcSections?: boolean;
  readonly strip?: boolean;
  readonly Map?: string;
  readonly overlay?: string;
  readonly memory?: number;
  readonly suggestOverlays?: boolean;
  readonly profile?: string;
  readonly profileCalls?: string;
  readonly explain?: boolean;
}

const ADDRESS_LIMIT = 2 ** 32;

function parseAddress(text: string): number {
  const value = /^(0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? Number(text) : NaN;
  if (!(value < ADDRESS_LIMIT)) throw new InvalidArgumentError('Not an address.');
  return value;
}

const stemOf = (path: string): string => basename(path).replace(/\.[^.]*$/, '');

function writeOutput(path: string, bytes: Uint8Array | string): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new CommandError(`${path}: ${(error as Error).message}`, ExitCode.Failed);
  }
}

/** Writes a program that can be executed. The mode of what is no ordinary file, /dev/null say, is not ours to change. */
function writeExecutable(path: string, bytes: Uint8Array): void {
  writeOutput(path, bytes);
  if (statSync(path).isFile()) chmodSync(path, 0o755);
}

interface Linked {
  readonly bytes: Uint8Array;
  readonly map: string;
}

const baseOf = ({ Ttext }: BuildOptions): { readonly imageBase?: number } => (Ttext === undefined ? {} : { imageBase: Ttext });

function linkPlainly(objects: readonly ObjectFile[], options: BuildOptions): Linked {
  return linkObjects(objects, {
    entry: options.entry,
    ...baseOf(options),
    dataAddress: options.Tdata ?? null,
    segments: options.separateCode === true ? 'four' : 'two',
    dropUnreachable: options.gcSections === true,
    symbols: options.strip !== true,
  });
}

function linkWithOverlays(objects: readonly ObjectFile[], treeFile: string, options: BuildOptions): Linked {
  return linkOverlayObjects(objects, { tree: readOverlayTree(treeFile), entry: options.entry, ...baseOf(options), memoryLimit: options.memory ?? null });
}

/** Proposes a tree file on standard output. */
function suggestTree(objects: readonly ObjectFile[], options: BuildOptions): void {
  const profile = options.profile === undefined ? {} : { profile: parseProfile(new TextDecoder().decode(readProgramFile(options.profile))) };
  const memory = options.memory === undefined ? {} : { memory: options.memory };
  const { tree } = suggestOverlays(objects, { entry: options.entry, ...profile, ...memory });
  if (tree === null) throw new CommandError(`cannot find entry symbol ${options.entry}`, ExitCode.BadInput);
  process.stdout.write(tree);
}

/** Runs the program on a bare machine, with our standard input, and writes how often its functions called each other. */
function recordProfile(objects: readonly ObjectFile[], path: string, options: BuildOptions): void {
  const { bytes } = linkObjects(objects, { entry: options.entry, imageBase: OVERLAY_IMAGE_BASE });
  const input = process.stdin.isTTY ? new Uint8Array(0) : readFileSync(process.stdin.fd);
  const { calls, result } = profileCalls({ program: bytes, memory: PROFILE_MEMORY, input });
  if (result.end.kind === 'fault') throw new CommandError(`the profiled program failed: ${result.end.message}`, ExitCode.BadInput);
  writeOutput(path, profileText(calls));
}

/** Memory of the machine that programs are profiled on: enough for any of them. */
const PROFILE_MEMORY = 1 << 26;

/** Compiles Go sources, or a folder of them. */
async function buildFromGo(files: readonly string[], options: BuildOptions): Promise<void> {
  const { buildGo } = await import('./go-sources.ts');
  const executable = buildGo(files, { explain: options.explain === true });
  const name = stemOf(resolve(files[0]!));
  const { output = name } = options;
  const path = statSync(output, { throwIfNoEntry: false })?.isDirectory() === true ? join(output, name) : output;
  writeExecutable(path, executable);
}

async function build(files: readonly string[], options: BuildOptions): Promise<void> {
  if (files.every(isGoPath)) return buildFromGo(files, options);
  if (options.compileOnly === true) {
    if (options.output !== undefined && files.length > 1) throw new CommandError('build: -c with -o takes one file', ExitCode.Usage);
    for (const file of files) writeOutput(options.output ?? `${stemOf(file)}.o`, writeObject(loadObject(file, { debug: options.debug === true })));
    return;
  }
  const output = options.output ?? 'a.out';
  const objects = files.map((file) => loadObject(file, { debug: options.debug === true }));
  if (options.suggestOverlays === true) return suggestTree(objects, options);
  if (options.profileCalls !== undefined) return recordProfile(objects, options.profileCalls, options);
  const { bytes, map } = options.overlay === undefined ? linkPlainly(objects, options) : linkWithOverlays(objects, options.overlay, options);
  writeExecutable(output, bytes);
  if (options.Map !== undefined) writeOutput(options.Map, map);
}

export function registerBuild(program: Command): void {
  program
    .command('build')
    .summary('assemble or compile, and link')
    .description('Assemble sources (.s), read objects (.o) and link them into an executable; or compile Go sources of one package, or a folder.')
    .argument('<files...>', 'assembly sources and object files, or Go sources')
    .option('-o, --output <file>', 'write to this file (default: a.out, or with -c the name of the source with .o)')
    .option('-c, --compile-only', 'make objects, do not link')
    .option('-g, --debug', 'add the source line of each instruction (DWARF 4)')
    .option('-e, --entry <symbol>', 'where the program starts', '_start')
    .option('--Ttext <address>', 'address of the first page (default: 0x8048000)', parseAddress)
    .option('--Tdata <address>', 'address of the writable segment (default: the next page)', parseAddress)
    .option('--separate-code', 'four segments (R, RX, R, RW) instead of two (RX, RW)')
    .option('--gc-sections', 'drop sections that the entry does not reach')
    .option('-s, --strip', 'no symbol table')
    .option('--overlay <tree>', 'make an overlaid program by this tree file, for a machine without paging')
    .option('--memory <size>', 'with --overlay: most bytes that the program may take', parseSize)
    .option('--suggest-overlays', 'print a tree file proposed from the call graph, for the given --memory and --profile')
    .option('--profile <file>', 'with --suggest-overlays: how often functions call each other')
    .option('--profile-calls <file>', 'run the program on a machine without paging and write such a profile')
    .option('--Map <file>', 'write a map of the program')
    .option('-m, --explain', 'with Go sources: say what is inlined and what escapes to the heap')
    .action(build);
}
