/** Names that a script may use in expressions: flags of the calls, addresses of the image, and results that the script named. */

/** Flags, in the real program's words. */
const CONSTANTS: Readonly<Record<string, number>> = {
  N: 0, R: 1, W: 2, X: 4, RW: 3, RX: 5, RWX: 7, PGROWSDOWN: 0x01000000,
  PRIV: 2, SHARED: 1, SHAREDVAL: 3, ANON: 0x20, FIXED: 0x10, FIXEDNR: 0x100000, NORESERVE: 0x4000, GROWSDOWN: 0x100,
  LOCKED: 0x2000, POPULATE: 0x8000, STACK: 0x20000, HUGETLB: 0x40000,
  MAYMOVE: 1, MFIXED: 2, DONTUNMAP: 4,
  NORMAL: 0, RANDOM: 1, SEQ: 2, WILLNEED: 3, DONTNEED: 4, FREE: 8, REMOVE: 9, DONTFORK: 10, DOFORK: 11, MERGEABLE: 12,
  HUGEPAGE: 14, NOHUGEPAGE: 15, DONTDUMP: 16, DODUMP: 17, WIPEONFORK: 18, KEEPONFORK: 19, COLD: 20, PAGEOUT: 21, POPREAD: 22,
  POPWRITE: 23,
  ASYNC: 1, INVALIDATE: 2, SYNC: 4, CUR: 1, FUT: 2, ONFAULT: 4,
  RL_DATA: 2, RL_STACK: 3, RL_MEMLOCK: 8, RL_AS: 9, INF: 0xffffffff, TASK: 0xc0000000,
};

/** The real program keeps this many characters of a name that the script defines. */
const NAME_LENGTH = 15;
/** And reads this many of one that it looks up. */
const LOOKUP_LENGTH = 19;

/** A name that is not defined; the replay ends with the real program's message. */
export class UnknownSymbol extends Error {
  override name = 'UnknownSymbol';
}

export class Symbols {
  private readonly values: Map<string, number>;

  constructor(values: Iterable<readonly [string, number]> = Object.entries(CONSTANTS)) {
    this.values = new Map(values);
  }

  set(name: string, value: number): void {
    this.values.set(name.slice(0, NAME_LENGTH), value >>> 0);
  }

  /** What a forked process starts with. */
  copy(): Symbols {
    return new Symbols(this.values);
  }

  /**
   * expression = ["-"] term { ("+" | "-" | "|") term }; term = ["~"] (number | name); number = ("0x" hex | decimal) ["p" | "k" | "m"].
   * Arithmetic is modulo 2^32. Throws {@link UnknownSymbol}.
   */
  evaluate(text: string): number {
    const reader = { text, at: 0 };
    let value: number;
    if (text.startsWith('-')) {
      reader.at = 1;
      value = -this.term(reader);
    } else {
      value = this.term(reader);
    }
    while (reader.at < text.length) {
      const operator = text[reader.at++];
      const right = this.term(reader);
      value = operator === '+' ? (value + right) | 0 : operator === '-' ? (value - right) | 0 : value | right;
    }
    return value >>> 0;
  }

  private term(reader: { readonly text: string; at: number }): number {
    const rest = reader.text.slice(reader.at);
    if (rest.startsWith('~')) {
      reader.at++;
      return ~this.term(reader);
    }
    const number = /^(?:0x([0-9a-f]*)|([0-9]+))([pkm]?)/.exec(rest);
    if (number !== null) {
      reader.at += number[0].length;
      const [, hexadecimal, decimal, unit] = number;
      const digits = decimal === undefined ? BigInt(`0x0${hexadecimal}`) : BigInt(decimal);
      const value = Number(BigInt.asUintN(32, digits));
      return unit === 'p' ? Math.imul(value, 4096) : unit === 'k' ? Math.imul(value, 1024) : unit === 'm' ? value << 20 : value | 0;
    }
    const name = /^[^+\-|]*/.exec(rest)![0].slice(0, LOOKUP_LENGTH);
    reader.at += name.length;
    const value = name.length > NAME_LENGTH ? undefined : this.values.get(name);
    if (value === undefined) throw new UnknownSymbol(name);
    return value | 0;
  }
}
