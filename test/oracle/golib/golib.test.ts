/** Our library beside the installed Go's, in one program: see main.go. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inRepository } from '../../support/repository.ts';

/** Packages that replace Go's own in the module `pw`; the others stay real. */
const PACKAGES = ['errors', 'io', 'unicode', 'unicode/utf8', 'strconv', 'strings', 'bytes', 'sort', 'bufio', 'fmt', 'math', 'math/bits', 'math/rand', 'internal/rtype', 'time',
  'path', 'unicode/utf16', 'encoding/hex', 'hash', 'hash/crc32', 'hash/fnv'];
const IMPORT = new RegExp(`^((?:import )?\\s*(?:_ )?)"(${PACKAGES.join('|')})"`, 'gm');
const hasGo = spawnSync('go', ['version']).status === 0;

/** Puts our packages into a module of their own, importing each other; `internal` may not be imported from outside, so it has another name. */
function makeModule(folder: string): void {
  writeFileSync(join(folder, 'go.mod'), 'module pw\n\ngo 1.19\n');
  const place = (path: string): string => join(folder, path.replace('internal', 'internals'));
  for (const path of PACKAGES) {
    const source = inRepository('src/runtime', path);
    for (const name of readdirSync(source).filter((each) => each.endsWith('.go') && each !== 'generate.go')) {
      const text = readFileSync(join(source, name), 'utf8')
        .replace(IMPORT, '$1"pw/$2"')
        .replaceAll('pw/internal/', 'pw/internals/')
        // The clocks stand still.
        .replace('func runtimeNano() int64\n', 'func runtimeNano() int64 { return 1 }\n')
        // Go's runtime has this function under another name.
        .replace('runtime.efaceToIface', 'runtime.assertE2I2');
      cpSync(join(source, name), join(place(path), name), { recursive: true });
      writeFileSync(join(place(path), name), text);
    }
    // An assembly file lets Go accept functions without bodies.
    writeFileSync(join(place(path), 'empty.s'), '');
  }
  for (const name of readdirSync(inRepository('test/oracle/golib')).filter((each) => each.endsWith('.go'))) {
    cpSync(inRepository('test/oracle/golib', name), join(folder, 'main', name), { recursive: true });
  }
}

test.runIf(hasGo)('the library gives what real Go gives for the same arguments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pagewalk-golib-'));
  try {
    makeModule(folder);
    const { stdout, stderr } = spawnSync('go', ['run', './main'], { cwd: folder, encoding: 'utf8', env: { ...process.env, GOARCH: '386', GO386: 'sse2', GOFLAGS: '-mod=mod' } });
    expect(stdout + stderr).toBe('differences: 0\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
