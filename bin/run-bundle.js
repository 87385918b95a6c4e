// Runs a bundle of the command line with what V8 made of it before.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** What V8 made of a bundle lies beside it, behind a hash of both: V8 itself believes whatever it is given. */
export const compiledPath = (path) => `${path}.v8`;
const HASH_LENGTH = 32;
const hashOf = (bundle, compiled) => createHash('sha256').update(bundle).update(compiled).digest();

/** What V8 made of this bundle; undefined if there is nothing, something damaged, or something of another bundle. */
function compiledBefore(path, bundle) {
  let kept;
  try {
    kept = readFileSync(compiledPath(path));
  } catch {
    return undefined;
  }
  const compiled = kept.subarray(HASH_LENGTH);
  return hashOf(bundle, compiled).equals(kept.subarray(0, HASH_LENGTH)) ? compiled : undefined;
}

/** Keeps what V8 has made of a bundle so far. */
export function keepCompiled(path, script) {
  const compiled = script.createCachedData();
  const aside = `${compiledPath(path)}.${process.pid}`;
  writeFileSync(aside, Buffer.concat([hashOf(readFileSync(path), compiled), compiled]));
  renameSync(aside, compiledPath(path));
}

/** Runs the bundle and returns its script. What another V8 made is refused by V8, which then compiles the bundle. */
export function runBundle(path) {
  // Most commands end before optimised code has paid for its making, which takes as much time again on other cores: V8 is to wait three times as
  // long (bytes of bytecode that a function runs) as it does by itself. To programs that run for seconds this makes no difference.
  setFlagsFromString('--interrupt-budget=200000');
  const bundle = readFileSync(path);
  const cachedData = compiledBefore(path, bundle);
  const text = `(function (require, __filename, __dirname) {${bundle.toString()}\n})`;
  const script = new Script(text, { filename: path, ...(cachedData === undefined ? {} : { cachedData }) });
  script.runInThisContext()(createRequire(path), path, dirname(path));
  return script;
}
