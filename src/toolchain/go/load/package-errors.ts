/**
 * What the go command finds wrong with packages before it compiles any of them, and which of that it tells, in which order: first the program's own
 * error, then those of everything it depends on, by import path. A package has one error. It may differ by who imports it (package main can be built,
 * but not imported); of these the one with the shortest way from the program is told.
 */

export interface PackageError {
  readonly message: string;
  /** Where it is, as far as one file can be named. */
  readonly place: string | null;
  /** The packages that import each other, from the program to where the error was found. */
  chain: readonly string[];
  /** The chain is told though there is a place. */
  readonly tellsChain?: boolean;
  readonly isCycle?: boolean;
}

/** A package as one importer sees it. */
export interface PackageNode {
  readonly path: string;
  /** In its package clauses; empty if there are none. */
  name: string;
  error: PackageError | null;
  /** Null while the package is being loaded. */
  imports: readonly PackageNode[] | null;
}

/** The same package with an error that only its importer has to do with. */
export function withError(node: PackageNode, error: PackageError): PackageNode {
  return { ...node, error };
}

/** A package is imported again over `chain`: perhaps by itself. */
export function reuse(node: PackageNode, chain: readonly string[]): void {
  if (node.imports === null) {
    if (node.error === null) node.error = { message: 'import cycle not allowed', place: null, chain, isCycle: true };
    return;
  }
  const { error } = node;
  if (error !== null && error.isCycle !== true && isShorter(chain, error.chain)) error.chain = chain;
}

function isShorter(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  const at = a.findIndex((path, i) => path !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}

/** What go build prints. */
export function errorLines(program: PackageNode): string[] {
  const nodes = [program, ...dependencies(program)];
  return [...new Set(nodes.flatMap(({ error }) => error ?? []))].map(renderError);
}

/** One node for every path that the program depends on, in the order of the paths. */
function dependencies(program: PackageNode): PackageNode[] {
  const found = new Map<string, PackageNode>();
  const queue = [...(program.imports ?? [])];
  for (const node of queue) {
    const known = found.get(node.path);
    if (known !== undefined && !isPreferred(node, known)) continue;
    found.set(node.path, node);
    queue.push(...(node.imports ?? []).filter((imported) => found.get(imported.path) !== imported));
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, node]) => node);
}

function isPreferred({ error }: PackageNode, known: PackageNode): boolean {
  return error !== null && (known.error === null || known.error.chain.length > error.chain.length);
}

function renderError({ message, place, chain, tellsChain }: PackageError): string {
  if (place !== null && (tellsChain !== true || chain.length === 0)) return `${place}: ${message}`;
  if (chain.length === 0) return message;
  return `package ${chain.join('\n\timports ')}${place === null ? '' : `\n\t${place}`}: ${message}`;
}
