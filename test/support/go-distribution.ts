/**
 * The Go 1.19 distribution of this machine, where there is one: its test programs, its standard library as an importer for our checker, and
 * its compiler as an oracle.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { File } from '../../src/toolchain/go/syntax/ast.ts';
import { BUILD_TAGS, matchesConstraints, matchesFileName } from '../../src/toolchain/go/load/build-constraint.ts';
import { parseFile } from '../../src/toolchain/go/syntax/parser.ts';
import { FileSet } from '../../src/toolchain/go/syntax/position.ts';
import { toDiagnostic } from '../../src/toolchain/go/syntax/report.ts';
import { type CheckedPackage, checkPackage, type Importer } from '../../src/toolchain/go/types/checker.ts';
import type { Package } from '../../src/toolchain/go/types/object.ts';
import { UNSAFE } from '../../src/toolchain/go/types/universe.ts';
import type { Diagnostic } from '../../src/toolchain/diagnostics.ts';

export const GO_ROOT = '/usr/share/go-1.19';
export const hasGoSources = existsSync(join(GO_ROOT, 'src/fmt'));

/** Packages of the real standard library, or of another one, checked without their function bodies when first imported. */
export class StandardLibrary implements Importer {
  private readonly packages = new Map<string, Package | { error: string }>();
  readonly fileSet = new FileSet();
  /** What went wrong in the library's own files: mostly generics. */
  readonly complaints: Diagnostic[] = [];

  constructor(private readonly ignoreBodies = true, private readonly root = join(GO_ROOT, 'src')) {}

  importPackage(path: string): Package | { error: string } {
    if (path === 'unsafe') return UNSAFE;
    const known = this.packages.get(path);
    if (known !== undefined) return known;
    const folder = [join(this.root, path), join(this.root, 'vendor', path)].find((each) => existsSync(each));
    const checked = folder === undefined ? null : this.load(path, folder);
    const result = checked === null || checked.files.length === 0 ? { error: 'not found' } : checked.pkg;
    this.packages.set(path, result);
    return result;
  }

  /** Checks the package in `folder`. */
  load(path: string, folder: string): CheckedPackage {
    const { fileSet } = this;
    const files: File[] = [];
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.go') || !matchesFileName(name, BUILD_TAGS)) continue;
      const bytes = readFileSync(join(folder, name));
      if (!matchesConstraints(bytes.toString('utf8'), BUILD_TAGS)) continue;
      const { file } = parseFile(fileSet.add(join(folder, name), bytes), fileSet, { isLibrary: true });
      if (file !== null) files.push(file);
    }
    const checked = checkPackage(path, files, { fileSet, importer: this, allowMissingBodies: true, ignoreBodies: this.ignoreBodies });
    this.complaints.push(...checked.diagnostics);
    return checked;
  }
}

/** Parses and checks one package of the given files; the diagnostics are in the order of their finding. */
export function checkFiles(paths: readonly string[], importer: Importer, packagePath = 'main'): { diagnostics: readonly Diagnostic[]; checked: CheckedPackage | null } {
  return checkTexts(paths.map((path) => ({ name: path, bytes: readFileSync(path) })), importer, packagePath);
}

export function checkTexts(
  texts: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  importer: Importer,
  packagePath = 'main',
): { diagnostics: readonly Diagnostic[]; checked: CheckedPackage | null } {
  const fileSet = new FileSet();
  const diagnostics: Diagnostic[] = [];
  const files: File[] = [];
  for (const { name, bytes } of texts) {
    const { file, errors } = parseFile(fileSet.add(name, bytes), fileSet, { isLibrary: false });
    diagnostics.push(...errors.map((error) => toDiagnostic(fileSet, error)));
    if (file === null) break;
    files.push(file);
  }
  if (files.length < texts.length || diagnostics.some(({ message }) => message.startsWith('syntax error'))) return { diagnostics, checked: null };
  const checked = checkPackage(packagePath, files, { fileSet, importer, isBroken: diagnostics.length > 0 });
  return { diagnostics: [...diagnostics, ...checked.diagnostics], checked };
}
