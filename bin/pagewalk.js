#!/usr/bin/env node
// The committed entry point. `dist` is not committed, so a bare clone is installed and built here on first use.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/src/cli/main.js', import.meta.url);
if (!existsSync(fileURLToPath(main))) (await import('./setup.js')).setUp();
await import(main.href);
