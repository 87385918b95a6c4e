/** The registers of one task, as saved when it is not on a CPU, in a signal frame and in a snapshot. */
export interface RegisterFile {
  /** Integer registers; index as in isa/registers.ts. */
  readonly x: Int32Array;
  /** Float registers: 32 times 64 bits. */
  readonly f: Float64Array;
  /** Address of the next instruction, unsigned. */
  pc: number;
}
