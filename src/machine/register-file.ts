/**
 * The registers of one task as one array of words: the CPU's own copy, a task's saved context, a signal frame and a snapshot
 * all have this layout.
 *
 * Float registers are 64 bits wide and take two words each, low word first; they are moved as words so that NaN payloads
 * survive. The reservation of lr.w travels with the task, so that a task switch between lr and sc changes nothing.
 */

/** Indices of the words of a register file. x0 is at X and always 0. */
export const enum RegisterIndex {
  X = 0,
  /** Takes the writes to x0; 0 in a saved context. */
  Sink = 32,
  Pc = 33,
  /** Virtual address reserved by lr.w, or {@link Reservation.None}. */
  ReservationVa = 34,
  /** What lr.w read there. */
  ReservationValue = 35,
  /** First of 64 words: low and high word of f0, f1 and so on. */
  F = 36,
  Size = 100,
}

export const enum Reservation {
  /** Not a multiple of four, so no sc.w address equals it. */
  None = 1,
}

/** Words indexed by {@link RegisterIndex}. */
export type RegisterFile = Int32Array;

/** A register file of zeros without reservation. */
export function newRegisterFile(): RegisterFile {
  const registers = new Int32Array(RegisterIndex.Size);
  registers[RegisterIndex.ReservationVa] = Reservation.None;
  return registers;
}
