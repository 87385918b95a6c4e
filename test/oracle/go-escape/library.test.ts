/**
 * What callers of our library are told of its functions: which parameters escape, beside what the Go installed here says of its own library. Where the two
 * agree, programs keep the same things in frames.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EscapeAnalysis } from '../../../src/toolchain/go/escape/analyse.ts';
import type { CheckedPackage } from '../../../src/toolchain/go/types/checker.ts';
import { GO_ROOT, hasGoSources, StandardLibrary } from '../../support/go-distribution.ts';
import { BUILD_ENVIRONMENT } from '../../support/real-go.ts';
import { inRepository } from '../../support/repository.ts';

const PACKAGES = [
  'errors', 'strings', 'bytes', 'bufio', 'sort', 'strconv', 'io', 'fmt', 'os', 'math/rand', 'unicode', 'unicode/utf8', 'unicode/utf16', 'sync', 'sync/atomic', 'container/heap',
  'container/list', 'container/ring', 'time', 'path', 'path/filepath', 'log', 'encoding/hex', 'io/fs', 'context',
];

/** Functions that differ, with the reason. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'strings.Replacer.Replace': 'Go builds its tables when they are first needed',
  'strings.Replacer.WriteString': 'Go builds its tables when they are first needed',
  'os.Getenv': 'Go tells its tests of variables that are read', 'os.LookupEnv': 'the same', 'os.Setenv': 'variables are kept together with their values', 'os.Unsetenv': 'the same',
  'os.File.Name': 'files are one record, not two', 'os.File.Fd': 'files do not become blocking',
  'os.CreateTemp': 'no error that holds the pattern', 'os.MkdirTemp': 'the same',
  'sync.Map.Store': 'a lock around a map', 'sync.Pool.Get': 'no lists for each processor',
  'time.Date': 'the zone is not looked up', 'time.Time.AddDate': 'the same', 'time.ParseInLocation': 'the same', 'time.Time.ZoneBounds': 'no zones', 'time.LoadLocation': 'no zones',
  'path/filepath.Rel': 'compares elements, not bytes',
  'bytes.Buffer.WriteRune': 'grows by a call', 'bytes.ToUpper': 'what is upper case already is not copied twice', 'bytes.ToLower': 'the same', 'bytes.Title': 'the same',
};

interface Told {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly text: string;
}

class OurLibrary extends StandardLibrary {
  readonly told = new Map<string, Told[]>();
  private readonly analysis = new EscapeAnalysis();

  constructor() {
    super(false, inRepository('src/runtime'));
  }

  override load(path: string, folder: string): CheckedPackage {
    const checked = super.load(path, folder);
    this.told.set(path, this.analysis.analyse(checked).map(({ pos, text }) => ({ ...this.fileSet.position(pos), text })));
    return checked;
  }
}

function toldByGo(path: string): Told[] {
  const folder = join(GO_ROOT, 'src');
  const { stderr } = spawnSync('go', ['build', '-gcflags=-m', path], { env: { ...process.env, ...BUILD_ENVIRONMENT }, encoding: 'utf8', cwd: folder, maxBuffer: 1 << 28 });
  return [...stderr.matchAll(/^(\S+?):(\d+):(\d+): (.*)$/gm)].map(([, file, line, col, text]) => ({ file: join(folder, file!), line: Number(line), col: Number(col), text: text! }));
}

/** The functions that begin at the lines of a file: name, or type and name. */
function functionsOf(file: string): Map<number, string> {
  const found = new Map<number, string>();
  readFileSync(file, 'utf8').split('\n').forEach((text, i) => {
    const [, type, name] = /^func (?:\((?:\w+ )?\*?(\w+)\) )?(\w+)\(/.exec(text) ?? [];
    if (name !== undefined) found.set(i + 1, type === undefined ? name : `${type}.${name}`);
  });
  return found;
}

const isExported = (name: string): boolean => name.split('.').every((part) => /^[A-Z]/.test(part));
/** Parameters and results have other names here. */
const withoutNames = (text: string): string => text.replace(/^leaking param( content)?: \S+/, 'leaking param$1').replace(/to result \S+/, 'to result').replace(/^\S+ does not escape/, 'does not escape');

/** By function, what is told of its parameters, in their order. */
function parameters(told: readonly Told[]): Map<string, string> {
  const files = new Map<string, Map<number, string>>();
  const byFunction = new Map<string, Told[]>();
  for (const each of told) {
    if (!/^leaking param|^\w+ does not escape$/.test(each.text)) continue;
    if (!files.has(each.file)) files.set(each.file, functionsOf(each.file));
    const name = files.get(each.file)!.get(each.line);
    if (name !== undefined && isExported(name)) byFunction.set(name, [...(byFunction.get(name) ?? []), each]);
  }
  return new Map([...byFunction].map(([name, list]) => [name, list.toSorted((a, b) => a.col - b.col).map(({ text }) => withoutNames(text)).join(', ')]));
}

describe.runIf(hasGoSources)('the parameters of the library', () => {
  const library = new OurLibrary();

  test.each(PACKAGES)('escape as in Go: %s', (path) => {
    library.importPackage(path);
    const go = parameters(toldByGo(path));
    const different: string[] = [];
    for (const [name, found] of parameters(library.told.get(path)!)) {
      const wanted = go.get(name);
      if (wanted !== undefined && wanted !== found && !(`${path}.${name}` in DIFFERENT)) different.push(`${name}: ${found}; in Go: ${wanted}`);
    }
    expect(different).toEqual([]);
  });
});
