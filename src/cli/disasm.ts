/** `pagewalk disasm FILE`: a listing as objdump -d prints it, of an executable, an object or a source. */
import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { ElfFormatError } from '../elf/elf-format-error.ts';
import { startsAsElf } from '../elf/read-header.ts';
import { listing } from '../toolchain/listing.ts';
import { CommandError, ExitCode } from './command-error.ts';
import { isGoPath, loadExecutable, readProgramFile } from './program-files.ts';

interface DisasmOptions {
  readonly aliases: boolean;
  readonly allSections?: boolean;
  readonly source: boolean;
}

/** Reads lines of files, each file once. An executable may name anything as its source. */
function sourceLines(): (file: string, line: number) => string | null {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = isFile(file) ? readFileSync(file, 'utf8').split('\n') : []));
    return lines[line - 1] ?? null;
  };
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

async function disasm(files: readonly string[], { aliases, allSections = false, source }: DisasmOptions): Promise<void> {
  const file = files[0]!;
  if (files.length > 1 && !files.every(isGoPath)) throw new CommandError('disasm: several files must be Go sources', ExitCode.Usage);
  const raw = isGoPath(file) ? null : readProgramFile(file);
  const bytes = raw !== null && startsAsElf(raw) ? raw : await loadExecutable(files);
  try {
    process.stdout.write(listing(bytes, file, source ? { aliases, allSections, sourceLine: sourceLines() } : { aliases, allSections }));
  } catch (error) {
    if (error instanceof ElfFormatError) throw new CommandError(`${file}: ${error.message}`, ExitCode.NotExecutable);
    throw error;
  }
}

export function registerDisasm(program: Command): void {
  program
    .command('disasm')
    .summary('list the instructions of a program')
    .description('Print the instructions of an executable, an object or a source with their addresses and symbols.')
    .argument('<files...>', 'executable, object, assembly source, or Go sources of one package or a folder')
    .option('--no-aliases', 'real instructions only, no pseudo-instructions such as li and ret')
    .option('-D, --all-sections', 'list sections of data too')
    .option('--no-source', 'leave out the source lines')
    .action(disasm);
}
