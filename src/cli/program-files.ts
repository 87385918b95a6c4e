/**
 * From file names to executables: assembly sources are assembled, objects read, all linked; an executable is taken as it is.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { ElfType, Ehdr } from '../abi/elf32.ts';
import { ElfFormatError } from '../elf/elf-format-error.ts';
import type { ObjectFile } from '../elf/object-file.ts';
import { startsAsElf } from '../elf/read-header.ts';
import { readObject } from '../elf/read-object.ts';
import { assemble } from '../toolchain/asm/assemble.ts';
import { link, type LinkOptions, type LinkResult } from '../toolchain/link/link.ts';
import { renderSourceDiagnostics, type SourceDiagnostic } from '../toolchain/source-diagnostic.ts';
import { CommandError, ExitCode } from './command-error.ts';
import type { GoOptions } from './go-sources.ts';

/** Reads a file, or ends the command as `env` and `timeout` do when there is none. */
export function readProgramFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new CommandError(`${path}: No such file or directory`, ExitCode.NotFound);
    if (code === 'EISDIR') throw new CommandError(`${path}: Is a directory`, ExitCode.NotExecutable);
    if (code === 'EACCES') throw new CommandError(`${path}: Permission denied`, ExitCode.NotExecutable);
    throw error;
  }
}

/** Whether the path names Go: a `.go` file, or a folder that holds some, or a module. */
export const isGoPath = (path: string): boolean => extname(path) === '.go' || holdsGoFiles(path);

const holdsGoFiles = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(path).some((name) => extname(name) === '.go' || name === 'go.mod');

/** Text of an included file: beside the file that includes it, else from the current folder. */
function readInclude(path: string, from: string): string | null {
  for (const candidate of [join(dirname(from), path), path]) {
    try {
      return readFileSync(candidate, 'utf8');
    } catch {
      continue;
    }
  }
  return null;
}

/** Prints errors as the tools that editors understand do, and ends the command. */
export function failWith(diagnostics: readonly SourceDiagnostic[]): never {
  process.stderr.write(renderSourceDiagnostics(diagnostics));
  throw new CommandError('', ExitCode.BadInput);
}

export interface LoadOptions {
  /** Add debugging information to what is assembled. */
  readonly debug?: boolean;
}

/** Assembles a source file. Errors in it end the command; warnings go to standard error. */
function assembleFile(path: string, options: LoadOptions = {}): ObjectFile {
  const source = new TextDecoder().decode(readProgramFile(path));
  const { object, diagnostics } = assemble(source, path, { readInclude, ...options });
  if (object === null) failWith(diagnostics);
  process.stderr.write(renderSourceDiagnostics(diagnostics));
  return object;
}

const isElfOfType = (bytes: Uint8Array, type: ElfType): boolean => startsAsElf(bytes) && bytes.length > Ehdr.Type && bytes[Ehdr.Type] === type;

/** The object that a source or object file holds. */
export function loadObject(path: string, options: LoadOptions = {}): ObjectFile {
  if (extname(path) === '.s' || extname(path) === '.S') return assembleFile(path, options);
  const bytes = readProgramFile(path);
  if (!startsAsElf(bytes)) throw new CommandError(`${path}: neither an assembly source (.s) nor an object file`, ExitCode.Usage);
  try {
    return readObject(bytes, path);
  } catch (error) {
    if (error instanceof ElfFormatError) throw new CommandError(`${path}: ${error.message}`, ExitCode.BadInput);
    throw error;
  }
}

/** Links objects. Errors end the command. */
export function linkObjects(objects: readonly ObjectFile[], options: LinkOptions): LinkResult & { readonly bytes: Uint8Array } {
  const result = link(objects, options);
  if (result.bytes === null) failWith(result.diagnostics);
  process.stderr.write(renderSourceDiagnostics(result.diagnostics));
  return { ...result, bytes: result.bytes };
}

/** A program as it stands on a command line. */
export interface NamedProgram {
  /** One file or folder, or several Go sources of package main. */
  readonly files: readonly string[];
  readonly guestArguments: readonly string[];
}

/** As `go run` does it: Go sources that follow the first belong to the program, what comes behind them (or behind `--`) are its arguments. */
export function namedProgram(file: string, rest: readonly string[], commandLine: readonly string[] = process.argv): NamedProgram {
  const dashes = commandLine.indexOf('--');
  const eligible = dashes < 0 ? rest.length : rest.length - (commandLine.length - dashes - 1);
  const isSource = (path: string): boolean => extname(path) === '.go';
  let count = 0;
  while (isSource(file) && count < eligible && isSource(rest[count]!)) count++;
  return { files: [file, ...rest.slice(0, count)], guestArguments: rest.slice(count) };
}

/** The executable that files are or become: an ELF executable unchanged, a `.s` assembled and linked, Go compiled. */
export async function loadExecutable(files: readonly string[], options: GoOptions = {}): Promise<Uint8Array> {
  const path = files[0]!;
  // The compiler is loaded only for Go: start-up time counts.
  if (isGoPath(path)) return (await import('./go-sources.ts')).buildGo(files, options);
  const isSource = extname(path) === '.s' || extname(path) === '.S';
  if (!isSource) {
    const bytes = readProgramFile(path);
    if (!isElfOfType(bytes, ElfType.Rel)) return bytes;
  }
  return linkObjects([loadObject(path)], {}).bytes;
}
