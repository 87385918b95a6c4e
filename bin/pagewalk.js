#!/usr/bin/env node
// The committed entry point. `dist` is not committed, so a bare clone is installed and built here on first use. The record of the build is written
// when all of it is there: without it there may be half a build.
// Runs the bundle, which starts faster, unless something has been compiled since it was made.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = new URL('../dist/', import.meta.url);
const main = new URL('src/cli/main.js', dist);
const record = new URL('.tsbuildinfo', dist);
const bundle = new URL('bundle/main.cjs', dist);

/** When a file was last written; 0 if there is none. */
const timeOf = (url) => statSync(fileURLToPath(url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (!existsSync(fileURLToPath(main)) || !existsSync(fileURLToPath(record))) await import('./setup.js');
const bundled = timeOf(bundle);
if (bundled > 0 && bundled >= timeOf(record)) (await import('./run-bundle.js')).runBundle(fileURLToPath(bundle));
else await import(main.href);
