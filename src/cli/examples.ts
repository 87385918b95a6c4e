/** `pagewalk examples`: the programs that come with pagewalk, with what each shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';

const ROOT = new URL('../../../', import.meta.url);
const SOURCE = /\.(s|go)$/;

/** The first comment line of a program: what it shows. */
function summaryOf(text: string): string {
  const line = text.split('\n').find((candidate) => /^(#|\/\/)\s*\S/.test(candidate)) ?? '';
  return line.replace(/^(#|\/\/)\s*/, '');
}

/** What a header line such as `# flags: --ram 64K` says. */
function headerOf(text: string, name: string): string {
  return new RegExp(`^(?:#|//) ${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
}

function examples(): void {
  const names = readdirSync(new URL('programs/', ROOT), { recursive: true, encoding: 'utf8' }).filter((name) => SOURCE.test(name)).sort();
  for (const name of names) {
    const text = readFileSync(fileURLToPath(new URL(`programs/${name}`, ROOT)), 'utf8');
    const flags = headerOf(text, 'flags');
    process.stdout.write(`pagewalk run programs/${name}${flags === '' ? '' : ` ${flags}`}\n    ${summaryOf(text)}\n`);
  }
}

export function registerExamples(program: Command): void {
  program.command('examples').summary('list the programs that come with pagewalk').description('List the programs that come with pagewalk, with the command that runs each.').action(examples);
}
