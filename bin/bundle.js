// Puts the command line's modules, two hundred small ones, into a few files: loading them one by one takes three times as long as
// node itself needs to start. The modules stay as they are beside the bundle; tests, workers and benchmarks use those.
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const target = join(dist, 'bundle');

/** A module that looks for files beside itself finds them where it was before. */
const keepPlaces = {
  name: 'keep-places',
  transform(code, id) {
    if (!code.includes('import.meta')) return null;
    const place = JSON.stringify(relative(target, id).replaceAll('\\', '/'));
    const kept = code.replaceAll(/\bimport\.meta\.url\b/g, `new URL(${place}, import.meta.url).href`);
    if (/\bimport\.meta\.(?!url\b)/.test(kept)) throw new Error(`bundle: ${id} uses more of import.meta than its url`);
    return { code: kept, map: null };
  },
};

const bundle = await rolldown({ input: { main: join(dist, 'src', 'cli', 'main.js') }, platform: 'node', logLevel: 'warn', plugins: [keepPlaces] });
await bundle.write({ dir: target, format: 'esm', cleanDir: true, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
