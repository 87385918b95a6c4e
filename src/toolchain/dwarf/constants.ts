/** Numbers of DWARF 4 that we write and read, with its names; for Go those of Go's own extension. */

export const enum Tag {
  ArrayType = 0x01,
  FormalParameter = 0x05,
  Member = 0x0d,
  PointerType = 0x0f,
  CompileUnit = 0x11,
  StructureType = 0x13,
  SubroutineType = 0x15,
  Typedef = 0x16,
  SubrangeType = 0x21,
  BaseType = 0x24,
  Constant = 0x27,
  Subprogram = 0x2e,
  Variable = 0x34,
  UnspecifiedType = 0x3b,
}

export const enum Attribute {
  Location = 0x02,
  Name = 0x03,
  ByteSize = 0x0b,
  StmtList = 0x10,
  LowPc = 0x11,
  HighPc = 0x12,
  Language = 0x13,
  ConstValue = 0x1c,
  Producer = 0x25,
  Count = 0x37,
  DataMemberLocation = 0x38,
  DeclFile = 0x3a,
  DeclLine = 0x3b,
  Encoding = 0x3e,
  External = 0x3f,
  FrameBase = 0x40,
  Type = 0x49,
  /** Of a parameter: it is a result. */
  VariableParameter = 0x4b,
  Ranges = 0x55,
  /** The kind of a Go type, with reflect's number. */
  GoKind = 0x2900,
  /** Of a map: its types. */
  GoKey = 0x2901,
  /** Of a map, slice or channel. */
  GoElem = 0x2902,
  GoEmbeddedField = 0x2903,
  /** Address of the type's descriptor. */
  GoRuntimeType = 0x2904,
}

export const enum Form {
  Addr = 0x01,
  Block2 = 0x03,
  Block4 = 0x04,
  Data2 = 0x05,
  Data4 = 0x06,
  Data8 = 0x07,
  String = 0x08,
  Block = 0x09,
  Block1 = 0x0a,
  Data1 = 0x0b,
  Flag = 0x0c,
  Sdata = 0x0d,
  Strp = 0x0e,
  Udata = 0x0f,
  RefAddr = 0x10,
  Ref4 = 0x13,
  SecOffset = 0x17,
  Exprloc = 0x18,
  FlagPresent = 0x19,
}

/** How the bytes of a base type are to be read. */
export const enum Encoding {
  Boolean = 0x02,
  ComplexFloat = 0x03,
  Float = 0x04,
  Signed = 0x05,
  Unsigned = 0x07,
}

/** Operations of location expressions. */
export const enum Operation {
  Addr = 0x03,
  /** The value of register 0, of register 1 and so on, plus a signed number. */
  Breg0 = 0x70,
  /** The frame's base plus a signed number. */
  Fbreg = 0x91,
}

/** Standard opcodes of line programs. */
export const enum LineOpcode {
  /** Introduces an {@link ExtendedLineOpcode}. */
  Extended = 0,
  Copy = 1,
  AdvancePc = 2,
  AdvanceLine = 3,
  SetFile = 4,
  ConstAddPc = 8,
  FixedAdvancePc = 9,
}

export const enum ExtendedLineOpcode {
  EndSequence = 1,
  SetAddress = 2,
}

/** The last of the special opcodes of line programs, by which ConstAddPc goes forward. */
export const MAX_LINE_OPCODE = 255;

/** DW_LANG values. */
export const enum SourceLanguage {
  Go = 0x16,
  Assembler = 0x8001,
}
