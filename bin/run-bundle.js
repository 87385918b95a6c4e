// Runs a bundle of the command line with what V8 made of it before. Called by itself, with the bundle and the command's arguments, it keeps that.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

// Most commands end before optimised code has paid for its making, which takes as much time again on other cores: V8 is to wait three times as
// long (bytes of bytecode that a function runs) as it does by itself. To programs that run for seconds this makes no difference.
setFlagsFromString('--interrupt-budget=200000');

/** What V8 made of a bundle lies beside it. If it is of another V8, V8 refuses it and compiles the bundle. */
const compiledPath = (path) => `${path}.v8`;

function readOrUndefined(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Runs the bundle and returns its script. */
export function runBundle(path) {
  const cachedData = readOrUndefined(compiledPath(path));
  const text = `(function (require, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
  const script = new Script(text, { filename: path, ...(cachedData === undefined ? {} : { cachedData }) });
  script.runInThisContext()(createRequire(path), path, dirname(path));
  return script;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , path, ...parameters] = process.argv;
  process.argv = [process.execPath, path, ...parameters];
  const script = runBundle(path);
  process.on('exit', () => writeFileSync(compiledPath(path), script.createCachedData()));
}
