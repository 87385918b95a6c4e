#!/usr/bin/env node
// Makes a checkout runnable: installs the locked dependencies and compiles, each only when it is missing or out of date.
// Prints nothing when there is nothing to do; everything it says goes to standard error.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.tsbuildinfo');
const bundle = join(root, 'dist', 'bundle', 'main.cjs');

function newestChange(directory) {
  let newest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestChange(path) : statSync(path).mtimeMs);
  }
  return newest;
}

function isBuilt() {
  if (!existsSync(stamp)) return false;
  const sources = ['src', 'test/bench', 'test/support'].map((name) => join(root, name)).filter((path) => existsSync(path));
  return sources.every((path) => newestChange(path) <= statSync(stamp).mtimeMs);
}

const isBundled = () => existsSync(bundle) && statSync(bundle).mtimeMs >= statSync(stamp).mtimeMs;

/** Runs one step. After a failure there is no going on without what is needed. */
function step(what, command, args, { isNeeded = true } = {}) {
  process.stderr.write(`pagewalk: ${what}\n`);
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (done.status === 0) return;
  process.stderr.write(`${done.error?.message ?? ''}${done.stdout ?? ''}${done.stderr ?? ''}pagewalk: ${what} failed\n`);
  if (isNeeded) process.exit(125);
}

/** Installs and builds what is missing. A package installed from a registry ships `dist` and has no `src`: nothing to do. */
export function setUp() {
  if (!existsSync(join(root, 'src'))) return;
  if (!existsSync(join(root, 'node_modules', 'typescript'))) step('installing dependencies', 'npm', ['ci', '--no-audit', '--no-fund']);
  if (!isBuilt()) step('building', process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  if (!isBundled()) step('bundling', process.execPath, [join(root, 'bin', 'bundle.js')], { isNeeded: false });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
