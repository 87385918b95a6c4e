/**
 * The guest image: its shape, which is the real vmoracle's, and how host and guest talk.
 *
 * The guest is a loop: it reads a command from descriptor 0, carries it out, and writes a result to descriptor 1. One loop
 * serves each process; a forked child reads its own commands, while its parent waits for it inside the fork command.
 */

/** Addresses and lengths of the real program's ELF file; the replay prints some of them. */
export const enum Shape {
  TextStart = 0x08048000,
  /** Headers, code and constants. */
  TextLength = 0x3d98,
  TextSymbolEnd = 0x0804afa0,
  DataStart = 0x0804c000,
  DataLength = 0x12c0,
  BssStart = DataStart + DataLength,
  /** End of bss. */
  End = 0x080efa40,
  /** The whole file, with what is not loaded. */
  FileLength = 0x5b1c,
  /** ELF header and three program headers. */
  HeadersLength = 0x94,
}

/** Buffers in the guest's bss. */
export const enum Buffer {
  /** {@link Command}, {@link Result} and two struct rusage share a page, so that a forked child has copied it before it measures. */
  Command = 0x0804e000,
  Result = 0x0804e040,
  UsageBefore = 0x0804e0c0,
  UsageAfter = 0x0804e120,
  /** Not 0 while an access may fault; behind it the sp to go on with. */
  Recovery = 0x0804e180,
  /** Process id, sent with each result. */
  ProcessId = 0x0804e188,
  /** One page, written to files. */
  Page = 0x0804f000,
  /** What mincore, pread and getrusage fill. */
  Vector = 0x08050000,
  VectorLength = 0x10000,
  SignalStack = 0x08060000,
  SignalStackLength = 0x10000,
}

/** Strings in the guest's text. */
export const enum Text {
  Tmp = 0x0804b000,
  Exe = 0x0804b010,
  Null = 0x0804b020,
  Root = 0x0804b030,
  Name = 0x0804b040,
  Pagemap = 0x0804b050,
}

/** What the guest can be told to do: first word of a command. */
export const enum Order {
  /** Words: number, six arguments. */
  Syscall,
  /** Words: address, value, length. */
  SetMemory,
  /** Words: address. Measured: their own faults are counted. */
  Load,
  /** Words: address, byte. */
  Store,
  /** Words: address, word. Not measured. */
  StoreWord,
  /** Words: address. */
  Call,
  /** Words: address, length, seed. */
  Fill,
  /** Words: address, length. One store a page. */
  TouchWrite,
  TouchRead,
  /** FNV-1a of the bytes. */
  Sum,
  /** Forks and waits for the child; the wait status is the first word of data. */
  Fork,
  /** Words: 1 to set the handlers, 0 for the default actions. */
  Handlers,
  Count,
}

/** Byte offsets in a command. */
export const enum Command {
  Order = 0,
  Words = 4,
  /** Address of 64 bytes to be sent back as data, or 0. */
  Data = 36,
  Size = 40,
}

/** Byte offsets in a result. */
export const enum Result {
  Status = 0,
  Value = 4,
  Signal = 8,
  Code = 12,
  Address = 16,
  Error = 20,
  MinorFaults = 24,
  MajorFaults = 28,
  ProcessId = 32,
  Data = 36,
  Size = 100,
}

/** Values of {@link Result.Status}. */
export const enum Status {
  Done,
  /** The access raised a signal; its fields say which. */
  Faulted,
  /** A signal outside any access: the guest exits after this result. */
  Unarmed,
}

export const DATA_LENGTH = Result.Size - Result.Data;
