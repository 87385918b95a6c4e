import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { inRepository } from './support/repository.ts';

const source = inRepository('src');

/** Which folder may import which (ARCHITECTURE.md, layers). Every folder may import itself. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  abi: ['base'],
  isa: ['base'],
  observe: ['base'],
  machine: ['isa', 'observe', 'base'],
  elf: ['abi', 'base'],
  kernel: ['machine', 'elf', 'abi', 'isa', 'observe', 'base'],
  toolchain: ['isa', 'elf', 'abi', 'base'],
  host: ['machine', 'kernel', 'base'],
  inspect: ['kernel', 'machine', 'toolchain', 'elf', 'abi', 'isa', 'observe', 'base'],
  experiments: ['kernel', 'machine', 'toolchain', 'elf', 'abi', 'isa', 'observe', 'base'],
  report: ['observe', 'experiments', 'inspect', 'base'],
};
/** May import anything, node: included. */
const TOP = ['cli', 'index.ts'];
const NODE_USERS = ['cli', 'host'];
/** One switch over all opcodes, long by nature. */
const LONG_FILES = /^machine\/interpreter\.ts$/;

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).sort();
const layerOf = (file: string): string => file.split('/')[0]!;

function importsOf(file: string): { specifier: string; isTypeOnly: boolean }[] {
  const text = readFileSync(join(source, file), 'utf8');
  const found = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  return [...found].map((match) => ({ specifier: match[2]!, isTypeOnly: match[1] !== undefined }));
}

const localImports = (file: string, withTypes: boolean): string[] =>
  importsOf(file)
    .filter(({ specifier, isTypeOnly }) => specifier.startsWith('.') && (withTypes || !isTypeOnly))
    .map(({ specifier }) => relative(source, resolve(source, dirname(file), specifier)));

test('every folder imports only the layers below it', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const layer = layerOf(file);
    if (TOP.includes(layer)) continue;
    const allowed = LAYERS[layer];
    if (allowed === undefined) wrong.push(`${file}: folder ${layer} is not in the table of layers`);
    for (const target of localImports(file, true)) {
      const other = layerOf(target);
      if (other !== layer && !allowed?.includes(other)) wrong.push(`${file} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('only cli and host import node modules', () => {
  const wrong = files.filter((file) => !NODE_USERS.includes(layerOf(file)) && importsOf(file).some(({ specifier }) => !specifier.startsWith('.')));
  expect(wrong).toEqual([]);
});

test('value imports have no cycle', () => {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const target of localImports(file, false)) if (files.includes(target)) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test('files stay below 700 lines', () => {
  const long = files.filter((file) => !LONG_FILES.test(file) && readFileSync(join(source, file), 'utf8').split('\n').length > 700);
  expect(long).toEqual([]);
});

test('the core has no host clock and no host randomness', () => {
  const wrong = files.filter((file) => !NODE_USERS.includes(layerOf(file)) && /Math\.random|Date\.now|performance\.now|new Date\(/.test(readFileSync(join(source, file), 'utf8')));
  expect(wrong).toEqual([]);
});

test('what is thrown says whose mistake it is: no plain Error', () => {
  expect(files.filter((file) => /throw new Error\(/.test(readFileSync(join(source, file), 'utf8')))).toEqual([]);
});

test('every function and value that is exported is used in another file', () => {
  const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const paths = [...files.map((file) => join(source, file)), ...tests.map((file) => join(import.meta.dirname, file))];
  const texts = paths.map((path) => readFileSync(path, 'utf8'));
  const words = texts.map((text) => new Set(text.match(/\w+/g)));
  const unused = files.flatMap((file, i) => {
    const exported = [...texts[i]!.matchAll(/^export (?:const enum|const|let|(?:async )?function\*?|class) (\w+)/gm)].map((match) => match[1]!);
    return exported.filter((name) => !words.some((used, other) => other !== i && used.has(name))).map((name) => `${file}: ${name}`);
  });
  expect(unused).toEqual([]);
});
