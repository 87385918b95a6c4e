// Puts the command line's modules, two hundred small ones, into one file: loading them one by one takes three times as long as
// node itself needs to start. The modules stay as they are beside the bundle; tests, workers and benchmarks use those. Beside it lies what V8 has
// made of it in a run that compiles a Go program, so that later runs need not parse it again. Both are made in a folder of their own and get their
// names when they are complete.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { compiledPath } from './run-bundle.js';

const bin = dirname(fileURLToPath(import.meta.url));
const dist = join(bin, '..', 'dist');
const target = join(dist, 'bundle');
/** As deep in the tree as the place where the bundle will be, since it looks for files beside itself. */
const aside = join(dist, `bundle.${process.pid}`);

/** A module that looks for files beside itself finds them where it was before. */
const keepPlaces = {
  name: 'keep-places',
  transform(code, id) {
    if (id.startsWith('\0') || !code.includes('import.meta')) return null;
    const place = relative(target, id).replaceAll('\\', '/');
    const kept = code.replaceAll(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, name) => {
      if (name === 'url') return `require('node:url').pathToFileURL(__dirname + ${JSON.stringify(`/${place}`)}).href`;
      return `(__dirname + ${JSON.stringify(`/${name === 'filename' ? place : dirname(place)}`)})`;
    });
    return { code: kept, map: null };
  },
};

/** Runs the bundle once, to keep what V8 makes of it. */
function warmUp(path) {
  const program = join(aside, 'hello.go');
  writeFileSync(program, 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n');
  spawnSync(process.execPath, [join(bin, 'warm-bundle.js'), path, 'run', program], { env: { ...process.env, PAGEWALK_CACHE: 'off' }, stdio: 'ignore' });
}

try {
  const bundle = await rolldown({ input: { main: join(dist, 'src', 'cli', 'main.js') }, platform: 'node', logLevel: 'warn', plugins: [keepPlaces] });
  await bundle.write({ dir: aside, format: 'cjs', codeSplitting: false, entryFileNames: '[name].cjs' });
  await bundle.close();
  const [made, wanted] = [aside, target].map((folder) => join(folder, 'main.cjs'));
  warmUp(made);
  mkdirSync(target, { recursive: true });
  // What V8 made goes first: it is of no use to another bundle, and this one is not to be seen without.
  if (existsSync(compiledPath(made))) renameSync(compiledPath(made), compiledPath(wanted));
  renameSync(made, wanted);
} finally {
  rmSync(aside, { recursive: true, force: true });
}
