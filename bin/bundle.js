// Puts the command line's modules, two hundred small ones, into one file: loading them one by one takes three times as long as
// node itself needs to start. The modules stay as they are beside the bundle; tests, workers and benchmarks use those. Beside it lies what V8 has
// made of it in a run that compiles a Go program, so that later runs need not parse it again.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const bin = dirname(fileURLToPath(import.meta.url));
const dist = join(bin, '..', 'dist');
const target = join(dist, 'bundle');

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
function warmUp() {
  const folder = mkdtempSync(join(tmpdir(), 'pagewalk-bundle-'));
  const program = join(folder, 'hello.go');
  writeFileSync(program, 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n');
  spawnSync(process.execPath, [join(bin, 'run-bundle.js'), join(target, 'main.cjs'), 'run', program], { env: { ...process.env, PAGEWALK_CACHE: 'off' }, stdio: 'ignore' });
  rmSync(folder, { recursive: true });
}

const bundle = await rolldown({ input: { main: join(dist, 'src', 'cli', 'main.js') }, platform: 'node', logLevel: 'warn', plugins: [keepPlaces] });
await bundle.write({ dir: target, format: 'cjs', codeSplitting: false, cleanDir: true, entryFileNames: '[name].cjs' });
await bundle.close();
warmUp();
