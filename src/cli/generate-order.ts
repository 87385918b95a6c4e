/**
 * `npm run order`: runs two programs that do next to nothing and writes what they use, in the order of use, to src/runtime/startup.order,
 * by which the compiler orders functions and data. To be run when the start of programs has changed much; a test holds the pages it takes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { symbolsInOrderOfUse } from '../experiments/start-up-order.ts';
import { boot, loadImage } from './boot.ts';
import { addMachineOptions, machineSettings, type MachineFlags } from './machine-options.ts';
import type { StandardStreams } from '../kernel/fs/file.ts';

/** What every program does, then what programs that print do. */
const PROGRAMS: readonly string[] = [
  'package main\n\nfunc main() { println("hello") }\n',
  'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
];

const silent: StandardStreams = { read: () => new Uint8Array(0), write: () => undefined };

/** The symbols that the programs use; those of the programs themselves left out. */
async function startUpSymbols(): Promise<string[]> {
  let flags: MachineFlags | undefined;
  await addMachineOptions(new Command()).action((parsed: MachineFlags) => {
    flags = parsed;
  }).parseAsync([], { from: 'user' });
  const settings = await machineSettings(flags!);
  const folder = mkdtempSync(join(tmpdir(), 'pagewalk-order-'));
  const used = new Set<string>();
  try {
    for (const text of PROGRAMS) {
      const file = join(folder, 'program.go');
      writeFileSync(file, text);
      const { bytes } = await loadImage([file]);
      const { kernel, close } = await boot(file, [], settings, { streams: silent });
      for (const symbol of symbolsInOrderOfUse(kernel, bytes)) used.add(symbol);
      close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return [...used].filter((symbol) => !symbol.startsWith('main.') && !symbol.includes('"hello"'));
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, '..', '..', '..', 'src', 'runtime', 'startup.order'), `${(await startUpSymbols()).join('\n')}\n`);
}
