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
    if (id.startsWith('\0') || !code.includes('import.meta')) return null;
    const place = relative(target, id).replaceAll('\\', '/');
    const kept = code.replaceAll(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, name) => {
      if (name === 'url') return `new URL(${JSON.stringify(place)}, import.meta.url).href`;
      return `(import.meta.dirname + ${JSON.stringify(`/${name === 'filename' ? place : dirname(place)}`)})`;
    });
    return { code: kept, map: null };
  },
};

const bundle = await rolldown({ input: { main: join(dist, 'src', 'cli', 'main.js') }, platform: 'node', logLevel: 'warn', plugins: [keepPlaces] });
await bundle.write({ dir: target, format: 'esm', cleanDir: true, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
