/** The first run makes a checkout runnable, whatever was begun before and whoever else is at it. The checkout here is a small one with the real `bin`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inRepository } from '../support/repository.ts';

const PROJECT = { compilerOptions: { target: 'es2022', module: 'nodenext', types: [], incremental: true, tsBuildInfoFile: 'dist/.tsbuildinfo', rootDir: '.', outDir: 'dist' }, include: ['src'] };
const MAIN = "import { greeting } from './greeting.js';\nconsole.log(greeting);\n";
const GREETING = "export const greeting: string = 'hello';\n";
const TYPESCRIPT = (JSON.parse(readFileSync(inRepository('node_modules/typescript/package.json'), 'utf8')) as { version: string }).version;
const HOUR_S = 3600;

let folder = '';
let root = '';
/** What npm writes when it has installed everything. */
const installed = (): string => join(root, 'node_modules', '.package-lock.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagewalk-setup-'));
  root = join(folder, 'a checkout');
  mkdirSync(join(root, 'src', 'cli'), { recursive: true });
  cpSync(inRepository('bin'), join(root, 'bin'), { recursive: true });
  cpSync(inRepository('package.json'), join(root, 'package.json'));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version: TYPESCRIPT } } }));
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(inRepository('node_modules'))) symlinkSync(inRepository('node_modules', name), join(root, 'node_modules', name));
  rmSync(installed(), { force: true });
  writeFileSync(installed(), '');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'npm'), `#!/bin/sh\ntouch "${installed()}"\nln -sfn "${inRepository('node_modules', 'typescript')}" node_modules/typescript\necho "$@" >> "${folder}/npm-calls"\n`);
  chmodSync(join(folder, 'bin', 'npm'), 0o755);
  writeFileSync(join(root, 'tsconfig.build.json'), JSON.stringify(PROJECT));
  writeFileSync(join(root, 'src', 'cli', 'main.ts'), MAIN);
  writeFileSync(join(root, 'src', 'cli', 'greeting.ts'), GREETING);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr!.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

const start = (name: string) => {
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  return spawn(process.execPath, [join(root, 'bin', name)], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
};
const run = (name = 'pagewalk.js'): Promise<Ended> => ended(start(name));
const inDist = (...names: string[]): string => join(root, 'dist', ...names);
const BUILT: Ended = { code: 0, stdout: 'hello\n', stderr: 'pagewalk: building\npagewalk: bundling\n' };
const READY: Ended = { code: 0, stdout: 'hello\n', stderr: '' };

test('the first run builds, the second has nothing to do, and nothing is left lying about', async () => {
  expect(await run()).toEqual(BUILT);
  expect(await run()).toEqual(READY);
  expect(await run('setup.js')).toEqual({ ...READY, stdout: '' });
  expect(readdirSync(inDist()).toSorted()).toEqual(['.tsbuildinfo', 'bundle', 'src']);
  expect(readdirSync(inDist('bundle')).toSorted()).toEqual(['main.cjs', 'main.cjs.v8']);
});

test('of first runs at the same time one builds, and all run', async () => {
  const runs = await Promise.all([run(), run(), run()]);
  expect(runs.map(({ code, stdout }) => ({ code, stdout }))).toEqual(Array(3).fill({ code: 0, stdout: 'hello\n' }));
  const told = runs.map(({ stderr }) => stderr).join('');
  expect(told.match(/building/g)).toHaveLength(1);
  expect(told.match(/bundling/g)).toHaveLength(1);
});

test('half a build is finished, one that has lost its beginning is made anew', async () => {
  mkdirSync(inDist('src', 'cli'), { recursive: true });
  writeFileSync(inDist('src', 'cli', 'main.js'), MAIN);
  expect(await run()).toEqual(BUILT);
  rmSync(inDist('src'), { recursive: true });
  expect(await run()).toEqual(BUILT);
  expect(existsSync(inDist('src', 'cli', 'greeting.js'))).toBe(true);
});

test.each([
  ['that did not end', () => rmSync(installed())],
  ['that has lost a package', () => rmSync(join(root, 'node_modules', 'typescript'))],
])('an installation %s is made anew, with what only the build needs', async (_situation, damage) => {
  damage();
  expect(await run()).toEqual({ ...BUILT, stderr: `pagewalk: installing dependencies\n${BUILT.stderr}` });
  expect(readFileSync(join(folder, 'npm-calls'), 'utf8')).toBe('ci --include=dev --no-audit --no-fund\n');
});

test('what does not compile is told each time', async () => {
  writeFileSync(join(root, 'src', 'cli', 'greeting.ts'), 'export const greeting: number = "hello";\n');
  for (let i = 0; i < 2; i++) {
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toMatch(/^pagewalk: building\n.*greeting\.ts.*error TS2322[^]*pagewalk: building failed\n$/);
  }
  writeFileSync(join(root, 'src', 'cli', 'greeting.ts'), GREETING);
  expect(await run()).toEqual(BUILT);
});

test('a set-up that was killed does not stop the next one', async () => {
  const killed = spawn(process.execPath, ['-e', '']);
  await ended(killed);
  mkdirSync(inDist());
  writeFileSync(inDist('.setup'), `${killed.pid}\n`);
  expect(await run()).toEqual(BUILT);
});

test('what a killed set-up has started is waited for', async () => {
  const killed = spawn(process.execPath, ['-e', '']);
  await ended(killed);
  const started = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  mkdirSync(inDist());
  writeFileSync(inDist('.setup'), `${killed.pid}\n${started.pid}\n`);
  const next = start('pagewalk.js');
  next.stderr.once('data', () => started.stdin.end());
  expect(await ended(next)).toEqual({ ...BUILT, stderr: `pagewalk: waiting for another process that sets up\n${BUILT.stderr}` });
});

test('a process with the number of one that was killed long ago is not waited for', async () => {
  mkdirSync(inDist());
  writeFileSync(inDist('.setup'), `${process.pid}\n`);
  const longAgo = Date.now() / 1000 - HOUR_S;
  utimesSync(inDist('.setup'), longAgo, longAgo);
  expect(await run()).toEqual(BUILT);
});

test('nor is the run itself, whose number a killed one had', async () => {
  mkdirSync(inDist());
  const script = `echo $$ > "${inDist('.setup')}"; exec "${process.execPath}" "${join(root, 'bin', 'pagewalk.js')}"`;
  expect(await ended(spawn('sh', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }))).toEqual(BUILT);
});

test('where nothing can be written this is said', async () => {
  writeFileSync(inDist(), '');
  expect(await run()).toEqual({ code: 125, stdout: '', stderr: expect.stringMatching(/^pagewalk: cannot set up: (EEXIST|ENOTDIR): .*dist'\n$/) });
});

test('a package without sources is not set up', async () => {
  expect(await run()).toEqual(BUILT);
  for (const name of ['src', 'tsconfig.build.json', 'node_modules']) rmSync(join(root, name), { recursive: true });
  expect(await run()).toEqual(READY);
});
