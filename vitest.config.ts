import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';

const root = import.meta.dirname;

/**
 * Tests import `../../src/x.ts` for its types and get the compiled `dist/src/x.js`, the code that users run:
 * sources rewritten by the test runner are up to sixty times slower in the interpreter.
 */
const testTheBuild: Plugin = {
  name: 'test-the-build',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return null;
    const path = relative(root, resolve(dirname(importer), source));
    if (!path.startsWith('src/') && !path.startsWith('test/support/')) return null;
    const built = join(root, 'dist', path.replace(/\.ts$/, '.js'));
    if (!existsSync(built)) throw new Error(`${built} is missing: run npm run build`);
    return { id: built, external: true };
  },
};

/** One processor is left to the rest of the machine, unless there are but two. */
const WORKERS = Math.max(2, availableParallelism() - 1);

const shared = {
  plugins: [testTheBuild],
  // Compiled programs are kept with the build, not with the user's. Time limits are for what never ends: a busy machine may take ten times as long as an idle one.
  test: { server: { deps: { external: [/\/dist\//] } }, testTimeout: 300_000, hookTimeout: 300_000, env: { PAGEWALK_CACHE: join(root, 'dist', 'test-cache') } },
};

export default defineConfig({
  test: {
    projects: [
      { ...shared, test: { ...shared.test, name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/oracle/**', 'test/gc/**'], maxWorkers: WORKERS } },
      { ...shared, test: { ...shared.test, name: 'gc', include: ['test/gc/**/*.test.ts'], testTimeout: 1_200_000, maxWorkers: 2 } },
      { ...shared, test: { ...shared.test, name: 'oracle', include: ['test/oracle/**/*.test.ts'], testTimeout: 3_600_000 } },
    ],
  },
});
