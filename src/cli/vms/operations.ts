/**
 * The operations of a script. Each is a small coroutine: it yields commands for the guest and gets their results, and prints
 * as vmoracle does. What it returns is the number that the line's name gets.
 */
import { AT_FDCWD, OpenFlag } from '../../abi/fcntl.ts';
import { Sys } from '../../abi/syscall-numbers.ts';
import { Buffer, Order, Shape, Status, Text } from './image-layout.ts';
import { mapsLines, PAGEMAP_PAGES, pagemapLetter, smapsLine, stackLine, statusLine } from './proc-text.ts';
import { syscallCommand, type GuestCommand, type GuestResult } from './wire.ts';
import { errnoText, faultCounts, faultText, hex, isErrno } from './words.ts';

/** What an operation works with. */
export interface Context {
  /** Value of the argument with this number, from 1 on; 0 if it is missing. */
  argument(number: number): number;
  readonly argumentCount: number;
  print(text: string): void;
  /** Text of /proc/PID/NAME of the guest process. */
  procText(name: 'maps' | 'smaps' | 'status'): string;
  /** For flt0 and flt: the counts last seen. */
  readonly faultBase: { minor: number; major: number };
}

export type Coroutine<Value> = Generator<GuestCommand, Value, GuestResult>;

/** How the result of an operation is printed: a number, an address, or not at all (it printed itself). */
export const enum Format {
  None,
  Number,
  Address,
}

export interface Operation {
  readonly format: Format;
  /** After success the mappings are printed. */
  readonly showsMaps?: true;
  run(context: Context): Coroutine<number>;
}

function* syscall(number: Sys, ...args: number[]): Coroutine<number> {
  return (yield syscallCommand(number, args)).value;
}

/** The real program is compiled to evaluate arguments from the last to the first, which shows when one is unknown. */
function argumentsFromLast(context: Context, count: number): number[] {
  const values = new Array<number>(count);
  for (let number = count; number >= 1; number--) values[number - 1] = context.argument(number);
  return values;
}

const plain = (number: Sys, count: number, format: Format, showsMaps?: true): Operation => ({
  format,
  ...(showsMaps === true ? { showsMaps } : {}),
  *run(context) {
    return yield* syscall(number, ...argumentsFromLast(context, count));
  },
});

const MMAP_ARGUMENTS = 6;
const NO_FILE = 0xffffffff;

/** The six arguments of mmap: without a fifth there is no file. */
function mmapArguments(context: Context): number[] {
  const offset = context.argument(MMAP_ARGUMENTS);
  const fd = context.argumentCount >= 5 ? context.argument(5) : NO_FILE;
  return [...argumentsFromLast(context, 4), fd, offset];
}

const mmap: Operation = {
  format: Format.Address,
  showsMaps: true,
  *run(context) {
    return yield* syscall(Sys.mmap2, ...mmapArguments(context));
  },
};

const oldMmap: Operation = {
  format: Format.Address,
  showsMaps: true,
  *run(context) {
    const words = mmapArguments(context);
    for (const [index, word] of words.entries()) yield { order: Order.StoreWord, words: [Buffer.Vector + 4 * index, word] };
    return yield* syscall(Sys.mmap, Buffer.Vector);
  },
};

/** Pages of the vector that the script's output shows. */
const SHOWN_PAGES = 64;
/** What the vector holds before the call: such a byte was not written. */
const UNTOUCHED = 0xee;

const mincore: Operation = {
  format: Format.None,
  *run(context) {
    const pages = (context.argument(2) + 4095) >>> 12;
    yield { order: Order.SetMemory, words: [Buffer.Vector, UNTOUCHED, SHOWN_PAGES] };
    const [start, length] = argumentsFromLast(context, 2);
    const { value, data } = yield syscallCommand(Sys.mincore, [start!, length!, Buffer.Vector], Buffer.Vector);
    if (isErrno(value)) {
      context.print(`  = ${errnoText(value)}\n`);
      return value;
    }
    const letters = Array.from({ length: Math.min(pages, SHOWN_PAGES) }, (_, page) => {
      const byte = data.getUint8(page);
      return byte === UNTOUCHED ? '?' : String(byte & 1);
    });
    context.print(`  = ${value} vec=${letters.join('')}\n`);
    return value;
  },
};

const FIRST_LETTER = 0x41;
const PAGE = 4096;

/** Fills page i of a new file with the byte 0x41 + i. */
function* fillFile(fd: number, pages: number): Coroutine<void> {
  for (let page = 0; page < pages; page++) {
    yield { order: Order.SetMemory, words: [Buffer.Page, (FIRST_LETTER + page) & 0xff, PAGE] };
    yield* syscall(Sys.pwrite64, fd, Buffer.Page, PAGE, page * PAGE, 0);
  }
}

const openTemporary = (): Coroutine<number> =>
  syscall(Sys.openat, AT_FDCWD, Text.Tmp, OpenFlag.TemporaryFile | OpenFlag.ReadWrite | OpenFlag.LargeFile, 0o600);
const openRootDirectory = (): Coroutine<number> => syscall(Sys.open, Text.Root, OpenFlag.Directory, 0);

/** An operation that opens a descriptor, filled with the pages that its argument says. */
const opening = (open: () => Coroutine<number>, filled: boolean): Operation => ({
  format: Format.Number,
  *run(context) {
    const fd = yield* open();
    if (filled) yield* fillFile(fd, context.argument(1));
    return fd;
  },
});

const pwrite: Operation = {
  format: Format.Number,
  *run(context) {
    yield { order: Order.SetMemory, words: [Buffer.Page, context.argument(3) & 0xff, PAGE] };
    const [fd, offset] = argumentsFromLast(context, 2);
    return yield* syscall(Sys.pwrite64, fd!, Buffer.Page, 1, offset!, 0);
  },
};

const pread: Operation = {
  format: Format.None,
  *run(context) {
    const [fd, offset] = argumentsFromLast(context, 2);
    const { value, data } = yield syscallCommand(Sys.pread64, [fd!, Buffer.Vector, 1, offset!, 0], Buffer.Vector);
    context.print(`  = ${value === 1 ? `byte ${hex(data.getUint8(0), 2)}` : isErrno(value) ? errnoText(value) : 'EOF'}\n`);
    return value;
  },
};

/** pread64 into, or pwrite64 from, memory that the script names. */
const transfer = (number: Sys): Operation => ({
  format: Format.Number,
  *run(context) {
    const [fd, va, length, offset] = argumentsFromLast(context, 4);
    return yield* syscall(number, fd!, va!, length!, offset!, 0);
  },
});

const rlimit: Operation = {
  format: Format.Number,
  *run(context) {
    const resource = context.argument(1);
    yield* syscall(Sys.ugetrlimit, resource, Buffer.Vector);
    yield { order: Order.StoreWord, words: [Buffer.Vector, context.argument(2)] };
    return yield* syscall(Sys.setrlimit, resource, Buffer.Vector);
  },
};

/** An access of the guest to memory that may fault, with its operands and what is printed if it does not. */
function access(order: Order, operands: (context: Context) => readonly number[], describe: (result: GuestResult) => string): Operation {
  return {
    format: Format.None,
    *run(context) {
      const words = operands(context);
      context.print('  = ');
      const result = yield { order, words };
      context.print(`${result.status === Status.Faulted ? faultText(result) : describe(result) + faultCounts(result)}\n`);
      return result.value;
    },
  };
}

const inOrder = (count: number) => (context: Context): number[] => Array.from({ length: count }, (_, index) => context.argument(index + 1));
const ok = (): string => 'ok';

/** Where the stack pointer of the program stands, rounded down. */
export const STACK_PAGE = 0xbffff000;

const stack: Operation = {
  format: Format.None,
  *run(context) {
    const va = (STACK_PAGE - context.argument(1)) >>> 0;
    context.print('  = ');
    const result = yield { order: Order.Store, words: [va, 1] };
    const name = result.signal === 11 ? 'SIGSEGV' : 'SIGBUS';
    context.print(result.status === Status.Faulted ? `${name} ${result.code === 1 ? 'MAPERR' : 'ACCERR'}\n` : `ok${faultCounts(result)}\n`);
    return result.value;
  },
};

/** An operation that prints a line and needs no guest. */
const printing = (text: (context: Context) => string): Operation => ({
  format: Format.None,
  *run(context) {
    context.print(text(context));
    return 0;
  },
});

/** These two have begun their line when they look at their arguments. */
const smaps: Operation = {
  format: Format.None,
  *run(context) {
    context.print('  = ');
    context.print(`${smapsLine(context.procText('smaps'), context.argument(1))}\n`);
    return 0;
  },
};

const pagemap: Operation = {
  format: Format.None,
  *run(context) {
    context.print('  = ');
    const [va, pages] = argumentsFromLast(context, 2);
    const fd = yield* syscall(Sys.open, Text.Pagemap, OpenFlag.LargeFile, 0);
    for (let index = 0; index < pages!; index++) {
      const page = (va! >>> 12) + index;
      const { value, data } = yield syscallCommand(Sys.pread64, [fd, Buffer.Vector, 8, page << 3, page >>> 29], Buffer.Vector);
      context.print(value === 8 && page < PAGEMAP_PAGES ? pagemapLetter(data.getUint32(4, true)) : '?');
    }
    yield* syscall(Sys.close, fd);
    context.print('\n');
    return 0;
  },
};

/** Byte offsets of ru_minflt and ru_majflt in i386's struct rusage. */
const RUSAGE_MINFLT = 32;
const RUSAGE_MAJFLT = 36;

function* readFaults(): Coroutine<{ minor: number; major: number }> {
  const { data } = yield syscallCommand(Sys.getrusage, [0, Buffer.Vector], Buffer.Vector);
  return { minor: data.getUint32(RUSAGE_MINFLT, true), major: data.getUint32(RUSAGE_MAJFLT, true) };
}

const startFaults: Operation = {
  format: Format.None,
  *run(context) {
    Object.assign(context.faultBase, yield* readFaults());
    return 0;
  },
};

const showFaults: Operation = {
  format: Format.None,
  *run(context) {
    const now = yield* readFaults();
    const { faultBase } = context;
    context.print(`  = minflt+${now.minor - faultBase.minor} majflt+${now.major - faultBase.major}\n`);
    Object.assign(faultBase, yield* readFaults());
    return 0;
  },
};

/** By name. `fork`, `endfork` and `exit` belong to the process (process.ts). */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  brk: plain(Sys.brk, 1, Format.Address, true),
  mmap,
  oldmmap: oldMmap,
  munmap: plain(Sys.munmap, 2, Format.Number, true),
  mprotect: plain(Sys.mprotect, 3, Format.Number, true),
  mremap: plain(Sys.mremap, 5, Format.Address, true),
  madvise: plain(Sys.madvise, 3, Format.Number, true),
  msync: plain(Sys.msync, 3, Format.Number),
  mlock: plain(Sys.mlock, 2, Format.Number),
  munlock: plain(Sys.munlock, 2, Format.Number),
  mlockall: plain(Sys.mlockall, 1, Format.Number),
  munlockall: plain(Sys.munlockall, 0, Format.Number),
  mincore,
  remap_file_pages: plain(Sys.remap_file_pages, 5, Format.Number, true),
  file: opening(openTemporary, true),
  memfd: opening(() => syscall(Sys.memfd_create, Text.Name, 0), true),
  rofile: opening(() => syscall(Sys.open, Text.Exe, OpenFlag.ReadOnly, 0), false),
  wofile: opening(() => syscall(Sys.open, Text.Null, OpenFlag.WriteOnly, 0), false),
  dirfd: opening(openRootDirectory, false),
  ftruncate: plain(Sys.ftruncate, 2, Format.Number),
  close: plain(Sys.close, 1, Format.Number),
  pwrite,
  pread,
  readinto: transfer(Sys.pread64),
  writefrom: transfer(Sys.pwrite64),
  rlimit,
  peek: access(Order.Load, inOrder(1), ({ value }) => hex(value, 2)),
  poke: access(Order.Store, inOrder(2), ok),
  poke4: access(Order.StoreWord, inOrder(2), ok),
  call: access(Order.Call, inOrder(1), () => 'returned'),
  fill: access(Order.Fill, inOrder(3), ok),
  touch: access(Order.TouchWrite, inOrder(2), ok),
  touchr: access(Order.TouchRead, inOrder(2), ok),
  sum: access(Order.Sum, inOrder(2), ({ value }) => hex(value, 8)),
  stk: stack,
  maps: printing((context) => mapsLines(context.procText('maps'))),
  stkmap: printing((context) => `  = ${stackLine(context.procText('maps'))}\n`),
  smaps,
  pagemap,
  status: printing((context) => `  = ${statusLine(context.procText('status'))}\n`),
  flt0: startFaults,
  flt: showFaults,
  nohandlers: {
    format: Format.None,
    *run() {
      return (yield { order: Order.Handlers, words: [0] }).value;
    },
  },
  let: {
    format: Format.Address,
    *run(context) {
      return context.argument(1) | 0;
    },
  },
};

/** The first line of the output. */
export const layoutLine = (brk: number): string =>
  `# layout: text=${hex(Shape.TextStart, 8)} etext=${hex(Shape.TextSymbolEnd, 8)} data=${hex(Shape.DataStart, 8)} `
  + `edata=${hex(Shape.BssStart, 8)} end=${hex(Shape.End, 8)} brk0=${hex(brk, 8)}\n`;
