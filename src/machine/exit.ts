/** Why a CPU stopped, and what a faulting access was. Faults are values: `run` returns an {@link Exit}, details lie in the record. */

/** Result of {@link Cpu.run}. Except for Budget, pc is at the instruction concerned, which has changed nothing. */
export const enum Exit {
  /** The budget is used up to the last instruction. */
  Budget,
  /** At an ecall; the kernel calls `completeSyscall` when the call is done, or leaves pc to have it executed again. */
  Syscall,
  /** At an ebreak. */
  Breakpoint,
  /** See the fault record. */
  PageFault,
  /** A word that is no instruction; the fault record names its address. */
  IllegalInstruction,
  /** A misaligned pc, atomic or, under strict alignment, any access; see the fault record. */
  Misaligned,
  /** At an address of the probe set, and somebody watches. */
  Probe,
}

/** Kinds of access, and indices of the TLB arrays and miss counters. */
export const enum Access {
  Fetch,
  Load,
  Store,
  Count,
}

/** Bits of a page fault's error code, as i386 pushes it. */
export const enum FaultCode {
  /** The page is present and forbids the access; otherwise it is absent. */
  Protection = 1,
  Write = 2,
  User = 4,
  /** An entry names a frame that does not exist. */
  Reserved = 8,
  /** An instruction fetch; only on a machine with NX. */
  Fetch = 16,
}

/** The last fault of a CPU, overwritten by the next. */
export interface FaultRecord {
  /** Exit.PageFault, Exit.Misaligned or Exit.IllegalInstruction. */
  exit: Exit;
  /** The address that faulted (cr2), unsigned: of a page-straddling access the first byte of the page at fault. */
  va: number;
  access: Access;
  /** Bits of {@link FaultCode}; 0 unless the exit is PageFault. */
  errorCode: number;
}

/** The fault in words: `page fault: write to bfffe000, error code 6`. */
export function describeFault({ exit, va, access, errorCode }: FaultRecord): string {
  const address = va.toString(16).padStart(8, '0');
  if (exit === Exit.IllegalInstruction) return `illegal instruction at ${address}`;
  const verb = access === Access.Fetch ? 'fetch from' : access === Access.Load ? 'read from' : 'write to';
  if (exit === Exit.Misaligned) return `misaligned access: ${verb} ${address}`;
  return `page fault: ${verb} ${address}, error code ${errorCode.toString(16)}`;
}
