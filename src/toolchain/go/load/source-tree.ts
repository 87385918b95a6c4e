/** Where Go sources come from. The compiler reads files only through this, so that it runs where there is no file system. */

export interface SourceTree {
  /** The names of the files (not folders) in `folder`; null if there is no such folder. */
  listFiles(folder: string): readonly string[] | null;
  readFile(path: string): Uint8Array | null;
  /** `path` as an absolute path, for tracebacks and line tables. */
  absolute(path: string): string;
}

/** Our library: the packages that programs import without having them. */
export interface LibraryMap {
  /** The folder of a package, or null if the library has no such package. */
  folderOf(importPath: string): string | null;
  /** Where packages would be, for the message about those that are not. */
  readonly root: string;
}

export function joinPath(folder: string, name: string): string {
  if (folder === '' || folder === '.') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
