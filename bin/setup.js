#!/usr/bin/env node
// Makes a checkout runnable: installs the locked dependencies, compiles and bundles, each only when it is missing, unfinished or out of date.
// Prints nothing when there is nothing to do; everything it says goes to standard error.
//
// May be run by several processes at once and killed at any time: one works, the others wait for it, and each step leaves a mark when it is
// complete (npm's record of what it installed, the compiler's of what it built, the bundle under its name).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './alone.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...names) => join(root, ...names);
const project = inRoot('tsconfig.build.json');
const record = inRoot('dist', '.tsbuildinfo');
const main = inRoot('dist', 'src', 'cli', 'main.js');
const bundle = inRoot('dist', 'bundle', 'main.cjs');

/** A package installed from a registry ships what was built: there is nothing to do. */
const isCheckout = existsSync(project);

/** The version of an installed package; null if there is none. */
function versionIn(place) {
  try {
    return JSON.parse(readFileSync(inRoot(place, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

/** Whether everything that is locked is there, what only other machines need apart. */
function isInstalled() {
  if (!existsSync(inRoot('node_modules', '.package-lock.json'))) return false;
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const isThere = ([place, { version, optional, devOptional }]) => place === '' || optional || devOptional || versionIn(place) === version;
  return Object.entries(packages).every(isThere);
}

function newestChange(directory) {
  let newest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestChange(path) : statSync(path).mtimeMs);
  }
  return newest;
}

function isBuilt() {
  if (!existsSync(record) || !existsSync(main)) return false;
  const sources = ['src', 'test/bench', 'test/support'].map((name) => inRoot(name)).filter((path) => existsSync(path));
  return sources.every((path) => newestChange(path) <= statSync(record).mtimeMs);
}

const isBundled = () => existsSync(bundle) && statSync(bundle).mtimeMs >= statSync(record).mtimeMs;

class StepError extends Error {}

/** Runs one step; `watch` is told the number of its process. */
async function step(what, watch, command, args) {
  process.stderr.write(`pagewalk: ${what}\n`);
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) watch(child.pid);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const problem = await new Promise((resolve) => {
    child.once('error', (error) => resolve(`${error.message}\n`));
    child.once('close', (code) => resolve(code === 0 ? null : said));
  });
  if (problem !== null) throw new StepError(`${problem}pagewalk: ${what} failed\n`);
}

const install = (watch) => step('installing dependencies', watch, 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);

async function build(watch) {
  // The compiler believes its record: what it wrote is written again only without.
  if (!existsSync(main)) rmSync(record, { force: true });
  try {
    await step('building', watch, process.execPath, [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', project]);
  } catch (error) {
    rmSync(record, { force: true });
    throw error;
  }
}

/** Without a bundle everything works, slower. */
async function makeBundle(watch) {
  try {
    await step('bundling', watch, process.execPath, [inRoot('bin', 'bundle.js')]);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    process.stderr.write(error.message);
  }
}

const STEPS = [
  { isDone: isInstalled, run: install },
  { isDone: isBuilt, run: build },
  { isDone: isBundled, run: makeBundle },
];

async function setUp() {
  if (STEPS.every(({ isDone }) => isDone())) return;
  mkdirSync(inRoot('dist'), { recursive: true });
  await alone(inRoot('dist', '.setup'), async (watch) => {
    for (const { isDone, run } of STEPS) if (!isDone()) await run(watch);
  });
}

if (isCheckout) {
  try {
    await setUp();
  } catch (error) {
    process.stderr.write(error instanceof StepError ? error.message : `pagewalk: cannot set up: ${error.message}\n`);
    process.exit(125);
  }
}
