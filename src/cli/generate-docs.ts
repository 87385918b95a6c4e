/** `npm run docs`: writes the documents that are made from tables. A test fails while one of them is out of date. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isaDocument } from '../isa/document.ts';
import { syscallsDocument } from '../kernel/syscalls/document.ts';

/** Every generated document: its path and its text. */
export const GENERATED_DOCUMENTS: readonly { readonly path: string; readonly text: () => string }[] = [
  { path: 'docs/ISA.md', text: isaDocument },
  { path: 'docs/SYSCALLS.md', text: syscallsDocument },
];

/** Writes all generated documents under a folder. */
function generateDocuments(root: string): void {
  for (const { path, text } of GENERATED_DOCUMENTS) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text());
  }
}

if (process.argv[1] === import.meta.filename) generateDocuments(join(import.meta.dirname, '..', '..', '..'));
