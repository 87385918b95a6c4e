/** Numbers of open, fcntl, lseek, access, poll and pipe, as on i386. */

/** Flags of open; the low two bits are the access mode. */
export const enum OpenFlag {
  ReadOnly = 0,
  WriteOnly = 1,
  ReadWrite = 2,
  AccessMode = 3,
  Create = 0o100,
  Exclusive = 0o200,
  NoControllingTerminal = 0o400,
  Truncate = 0o1000,
  Append = 0o2000,
  NonBlock = 0o4000,
  DSync = 0o10000,
  Async = 0o20000,
  Direct = 0o40000,
  LargeFile = 0o100000,
  Directory = 0o200000,
  NoFollow = 0o400000,
  NoAccessTime = 0o1000000,
  CloseOnExec = 0o2000000,
  Sync = 0o4010000,
  Path = 0o10000000,
  /** __O_TMPFILE together with O_DIRECTORY. */
  TemporaryFile = 0o20200000,
}

/** dirfd that stands for the current directory. */
export const AT_FDCWD = -100;

export const enum AtFlag {
  SymlinkNoFollow = 0x100,
  RemoveDirectory = 0x200,
  EmptyPath = 0x1000,
}

/** fcntl commands. */
export const enum Fcntl {
  DuplicateFd = 0,
  GetFd = 1,
  SetFd = 2,
  GetFlags = 3,
  SetFlags = 4,
  DuplicateFdCloseOnExec = 1030,
}

export const FD_CLOEXEC = 1;

export const enum Whence {
  Set = 0,
  Current = 1,
  End = 2,
}

/** Modes of access. */
export const enum Access {
  Exists = 0,
  Execute = 1,
  Write = 2,
  Read = 4,
}

/** Bits of struct pollfd's events and revents. */
export const enum Poll {
  In = 1,
  Out = 4,
  Error = 8,
  HangUp = 16,
  Invalid = 32,
}

/** memfd_create flags. */
export const enum MemfdFlag {
  CloseOnExec = 1,
  AllowSealing = 2,
}

/** Bytes of struct pollfd: fd (4), events (2), revents (2). */
export const POLLFD_SIZE = 8;
/** Bytes of struct iovec on i386: base (4), length (4). */
export const IOVEC_SIZE = 8;
/** Most segments of one readv or writev. */
export const UIO_MAXIOV = 1024;
/** Longest path with its terminating zero, longest name without. */
export const PATH_MAX = 4096;
export const NAME_MAX = 255;
/** Bytes that one read or write moves at most (MAX_RW_COUNT). */
export const MAX_RW_COUNT = 0x7ffff000;
