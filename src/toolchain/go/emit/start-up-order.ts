/**
 * The order in which a program that starts uses functions and data, from a file of the library (a symbol a line; `npm run order` writes it).
 * What it names is put together, so that starting a program touches few pages. Names that a program does not have are passed over.
 */
import { joinPath, type LibraryMap, type SourceTree } from '../load/source-tree.ts';

const FILE_NAME = 'startup.order';

export class StartUpOrder {
  private readonly ranks: ReadonlyMap<string, number>;

  constructor(private readonly symbols: readonly string[]) {
    this.ranks = new Map(symbols.map((symbol, rank) => [symbol, rank]));
  }

  /** The same with further symbols at its end. */
  followedBy(symbols: readonly string[]): StartUpOrder {
    return new StartUpOrder([...this.symbols, ...symbols.filter((symbol) => !this.ranks.has(symbol))]);
  }

  /** What is used at start-up first, in that order; the rest as it is. */
  firstUsed<T>(items: readonly T[], symbolOf: (item: T) => string): T[] {
    return [...this.used(items, symbolOf), ...this.unused(items, symbolOf)];
  }

  /** What is used at start-up last, and of that the last first: the beginning is next to what follows. */
  lastUsed<T>(items: readonly T[], symbolOf: (item: T) => string): T[] {
    return [...this.unused(items, symbolOf), ...this.used(items, symbolOf).reverse()];
  }

  private used<T>(items: readonly T[], symbolOf: (item: T) => string): T[] {
    const rankOf = (item: T): number => this.ranks.get(symbolOf(item))!;
    return items.filter((item) => this.ranks.has(symbolOf(item))).sort((a, b) => rankOf(a) - rankOf(b));
  }

  private unused<T>(items: readonly T[], symbolOf: (item: T) => string): T[] {
    return items.filter((item) => !this.ranks.has(symbolOf(item)));
  }
}

/** The order that comes with the library; without one nothing moves. */
export function readStartUpOrder(tree: SourceTree, library: LibraryMap): StartUpOrder {
  const bytes = tree.readFile(joinPath(library.root, FILE_NAME));
  return new StartUpOrder(bytes === null ? [] : new TextDecoder().decode(bytes).split('\n').filter((line) => line !== ''));
}
