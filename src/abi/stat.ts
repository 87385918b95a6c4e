/** File modes and the records of the stat and getdents families, as i386 lays them out. */

/** Type bits of st_mode. */
export const enum FileType {
  Mask = 0o170000,
  Fifo = 0o010000,
  CharacterDevice = 0o020000,
  Directory = 0o040000,
  Regular = 0o100000,
  SymbolicLink = 0o120000,
}

/** Byte offsets in struct stat64 (i386, packed). 64-bit fields have their high word 4 bytes on. */
export const enum Stat64 {
  Dev = 0,
  InoLow = 12,
  Mode = 16,
  Nlink = 20,
  Uid = 24,
  Gid = 28,
  Rdev = 32,
  Size = 44,
  BlockSize = 52,
  /** In units of 512 bytes; 64 bits. */
  Blocks = 56,
  AccessTime = 64,
  AccessTimeNs = 68,
  ModifyTime = 72,
  ModifyTimeNs = 76,
  ChangeTime = 80,
  ChangeTimeNs = 84,
  /** The whole inode number, 64 bits. */
  Ino = 88,
  RecordSize = 96,
}

/** Byte offsets in struct linux_dirent64; the name follows, ends with 0, and the record is padded to 8. */
export const enum Dirent64 {
  Ino = 0,
  Offset = 8,
  RecordLength = 16,
  Type = 18,
  Name = 19,
}

/** d_type is the type part of st_mode. */
export const direntTypeOf = (mode: number): number => (mode & FileType.Mask) >> 12;

/** st_dev and st_rdev for small numbers. */
export const makeDevice = (major: number, minor: number): number => (minor & 0xff) | (major << 8);
