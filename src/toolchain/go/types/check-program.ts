/**
 * Checks all packages of a loaded program, each after those it imports.
 *
 * As in go build, a package with syntax errors is not type-checked, one that imports a broken package is not looked at, and every broken
 * package is reported under its own path.
 */
import type { Diagnostic } from '../../diagnostics.ts';
import type { LoadedPackage, LoadResult } from '../load/package-loader.ts';
import { checkPackage, type CheckedPackage } from './checker.ts';
import type { InlinedNames } from './export-data.ts';
import { Package } from './object.ts';
import { UNSAFE } from './universe.ts';

/** A package that cannot be compiled. */
export interface BrokenPackage {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CheckedProgram {
  /** In the order of the loader: the program itself is last. Only packages without errors. */
  readonly packages: readonly CheckedPackage[];
  readonly broken: readonly BrokenPackage[];
}

export interface CheckProgramOptions {
  readonly libraryOnDemand?: boolean;
  /** Finds what bodies mention that are inlined; the checked packages become more. */
  readonly findInlinedNames?: (packages: () => Iterable<CheckedPackage>) => InlinedNames;
}

/**
 * Type-checks a program. With `libraryOnDemand`, the library's declarations are checked when somebody reads the types of their objects, bodies when
 * somebody needs them ({@link Info.needBody}). Of packages that the loader did not find, and has complained about, everything is believed.
 */
export function checkProgram({ packages, fileSet }: LoadResult, { libraryOnDemand = false, findInlinedNames }: CheckProgramOptions = {}): CheckedProgram {
  const checked = new Map<LoadedPackage, CheckedPackage>();
  const inlinedNames = findInlinedNames?.(() => checked.values());
  const broken: BrokenPackage[] = [];
  for (const loaded of packages) {
    const { path, files, imports, diagnostics, isLibrary, assembly } = loaded;
    if ([...imports.values()].some((imported) => !checked.has(imported))) continue;
    if (diagnostics.some(({ message }) => message.startsWith('syntax error'))) {
      broken.push({ path, diagnostics });
      continue;
    }
    const importPackage = (name: string): Package => {
      if (name === UNSAFE.path) return UNSAFE;
      const imported = imports.get(name);
      return imported === undefined ? unknownPackage(name) : checked.get(imported)!.pkg;
    };
    const result = checkPackage(path, files, {
      fileSet, importer: { importPackage }, allowMissingBodies: isLibrary || assembly.length > 0, onDemand: libraryOnDemand && isLibrary,
      isBroken: diagnostics.length > 0, inlinedNames,
    });
    if (diagnostics.length > 0 || result.diagnostics.length > 0) broken.push({ path, diagnostics: [...diagnostics, ...result.diagnostics] });
    else checked.set(loaded, result);
  }
  return { packages: [...checked.values()], broken };
}

function unknownPackage(path: string): Package {
  const pkg = new Package(path, path.slice(path.lastIndexOf('/') + 1), null);
  pkg.isFake = true;
  return pkg;
}
