#!/usr/bin/env node
// The committed entry point. `dist` is not committed, so a bare clone is installed and built here on first use.
// Runs the bundle, which starts faster, unless something has been compiled since it was made.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = new URL('../dist/', import.meta.url);
const main = new URL('src/cli/main.js', dist);
const bundle = new URL('bundle/main.cjs', dist);

/** When a file was last written; 0 if there is none. */
const timeOf = (url) => statSync(fileURLToPath(url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (!existsSync(fileURLToPath(main))) (await import('./setup.js')).setUp();
const bundled = timeOf(bundle);
if (bundled > 0 && bundled >= timeOf(new URL('.tsbuildinfo', dist))) (await import('./run-bundle.js')).runBundle(fileURLToPath(bundle));
else await import(main.href);
