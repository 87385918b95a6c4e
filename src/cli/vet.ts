/** `pagewalk vet FILE…`: checks Go sources without compiling them, and says what `go build` would. */
import type { Command } from 'commander';

interface VetOptions {
  readonly all?: boolean;
  readonly explain?: boolean;
}

async function vet(files: readonly string[], options: VetOptions): Promise<void> {
  const { vetGo } = await import('./go-sources.ts');
  vetGo(files, options);
}

export function registerVet(program: Command): void {
  program
    .command('vet')
    .summary('check Go sources')
    .description('Check Go sources, or a folder of them, without compiling; errors are printed as go build prints them.')
    .argument('<files...>', 'sources of one package, or a folder')
    .option('-e, --all', 'all errors, not just ten')
    .option('-m, --explain', 'say what is inlined and what escapes to the heap')
    .action(vet);
}
