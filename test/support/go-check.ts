/** Go texts for tests of the type checker: errors as `line:col: message`, and what was recorded about expressions. */
import { nodeString } from '../../src/toolchain/go/syntax/node-string.ts';
import { parseFile } from '../../src/toolchain/go/syntax/parser.ts';
import { FileSet } from '../../src/toolchain/go/syntax/position.ts';
import { type CheckedPackage, checkPackage, type Importer } from '../../src/toolchain/go/types/checker.ts';
import { constantText } from '../../src/toolchain/go/types/constant.ts';
import { Package } from '../../src/toolchain/go/types/object.ts';
import { typeString } from '../../src/toolchain/go/types/type-string.ts';
import { UNSAFE } from '../../src/toolchain/go/types/universe.ts';

/** Imports packages given as texts, by path, and unsafe. */
export class TextImporter implements Importer {
  private readonly checked = new Map<string, Package>();
  constructor(private readonly texts: Readonly<Record<string, string>> = {}) {}

  importPackage(path: string): Package | { error: string } {
    if (path === 'unsafe') return UNSAFE;
    const known = this.checked.get(path);
    if (known !== undefined) return known;
    const text = this.texts[path];
    if (text === undefined) return { error: 'not found' };
    const { pkg } = checkText(text, this, path);
    this.checked.set(path, pkg);
    return pkg;
  }
}

export function checkText(text: string, importer: Importer = new TextImporter(), path = 'main'): CheckedPackage {
  const fileSet = new FileSet();
  const { file, errors } = parseFile(fileSet.add('f.go', new TextEncoder().encode(text)), fileSet, { isLibrary: false });
  if (file === null || errors.length > 0) throw new Error(`the test's text does not parse: ${errors.map(({ message }) => message).join('; ')}`);
  return checkPackage(path, [file], { fileSet, importer });
}

/** Errors in the order in which they were found. */
export function errorsOf(text: string, importer?: Importer): string[] {
  return checkText(text, importer).diagnostics.map(({ line, col, message }) => `${line}:${col}: ${message}`);
}

/** Type and value of every expression of the text that reads `source`. */
export function typesOf({ info, pkg }: CheckedPackage, source: string): string[] {
  const found: string[] = [];
  for (const [expr, { type, value }] of info.types) {
    if (nodeString(expr) === source) found.push(typeString(type, (p) => (p === pkg ? '' : p.name)) + (value === null ? '' : ` ${constantText(value)}`));
  }
  return found;
}
