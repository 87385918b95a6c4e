/**
 * The layouts and numbers of 32-bit little-endian ELF, named as in the System V ABI and `elf.h`. Every file offset used by
 * the reader, the writer and the kernel's loader is a member of one of these enums; `Size` closes each of them.
 */

/** Offsets in the ELF header. */
export const enum Ehdr {
  /** 16 bytes of identification: see {@link Ident}. */
  Ident = 0,
  Type = 16,
  Machine = 18,
  Version = 20,
  Entry = 24,
  Phoff = 28,
  Shoff = 32,
  Flags = 36,
  Ehsize = 40,
  Phentsize = 42,
  Phnum = 44,
  Shentsize = 46,
  Shnum = 48,
  Shstrndx = 50,
  Size = 52,
}

/** Offsets in the identification at the head of the ELF header. */
export const enum Ident {
  /** 0x7f 'E' 'L' 'F'. */
  Magic = 0,
  Class = 4,
  Data = 5,
  Version = 6,
  OsAbi = 7,
}

/** The magic number as a little-endian word. */
export const ELF_MAGIC = 0x464c457f;
export const ELFCLASS32 = 1;
export const ELFDATA2LSB = 1;
export const EV_CURRENT = 1;

/** Our machine: the letters "PW". No registry knows it; readelf prints `<unknown>: 0x5057` and reads everything else. */
export const EM_PAGEWALK = 0x5057;

export const enum ElfType {
  Rel = 1,
  Exec = 2,
}

/** Offsets in a program header. */
export const enum Phdr {
  Type = 0,
  Offset = 4,
  Vaddr = 8,
  Paddr = 12,
  Filesz = 16,
  Memsz = 20,
  Flags = 24,
  Align = 28,
  Size = 32,
}

export const enum SegmentType {
  Null = 0,
  Load = 1,
  Dynamic = 2,
  Interp = 3,
  Note = 4,
  Phdr = 6,
  Tls = 7,
  GnuStack = 0x6474e551,
}

export const enum SegmentFlag {
  X = 1,
  W = 2,
  R = 4,
}

/** Offsets in a section header. */
export const enum Shdr {
  Name = 0,
  Type = 4,
  Flags = 8,
  Addr = 12,
  Offset = 16,
  Size = 20,
  Link = 24,
  Info = 28,
  Addralign = 32,
  Entsize = 36,
  /** Of the whole header; `Size` is the section's own field. */
  HeaderSize = 40,
}

export const enum SectionType {
  Null = 0,
  Progbits = 1,
  Symtab = 2,
  Strtab = 3,
  Rela = 4,
  Note = 7,
  Nobits = 8,
  Rel = 9,
  InitArray = 14,
  FiniArray = 15,
}

export const enum SectionFlag {
  Write = 1,
  Alloc = 2,
  Execinstr = 4,
  Merge = 0x10,
  Strings = 0x20,
  InfoLink = 0x40,
  /** Not to be dropped when unreachable. */
  GnuRetain = 0x200000,
}

/** Section numbers with a meaning of their own. */
export const enum SectionIndex {
  Undef = 0,
  /** The first reserved number: real sections lie below. */
  LoReserve = 0xff00,
  Abs = 0xfff1,
  Common = 0xfff2,
}

/** Offsets in a symbol. */
export const enum Sym {
  Name = 0,
  Value = 4,
  Size = 8,
  /** Binding in the upper four bits, type in the lower. */
  Info = 12,
  Other = 13,
  Shndx = 14,
  /** Of the whole symbol; `Size` is the symbol's own field. */
  EntrySize = 16,
}

export const enum SymbolBinding {
  Local = 0,
  Global = 1,
  Weak = 2,
}

export const enum SymbolType {
  None = 0,
  Object = 1,
  Func = 2,
  Section = 3,
  File = 4,
}

/** Low two bits of a symbol's `other`. */
export const enum SymbolVisibility {
  Default = 0,
  Hidden = 2,
}

/** Offsets in a relocation with addend. */
export const enum Rela {
  Offset = 0,
  /** Symbol number in the upper 24 bits, type in the lower 8. */
  Info = 4,
  Addend = 8,
  Size = 12,
}

export const symbolInfo = (binding: SymbolBinding, type: SymbolType): number => (binding << 4) | type;
export const symbolBindingOf = (info: number): SymbolBinding => info >>> 4;
export const symbolTypeOf = (info: number): SymbolType => info & 0xf;
export const relocationInfo = (symbol: number, type: number): number => ((symbol << 8) | type) >>> 0;
export const relocationSymbolOf = (info: number): number => info >>> 8;
export const relocationTypeOf = (info: number): number => info & 0xff;
