/**
 * What the kernel puts on the stack of a signal handler, and rt_sigreturn takes from there: siginfo, then ucontext. The head of
 * ucontext is i386's; the machine context behind it is ours, since the registers are: first trap number, error code and cr2
 * as on i386, then pc and x1 to x31 as in RISC-V's, then the float registers.
 *
 * The handler is entered with a0 = signal number, a1 = address of siginfo, a2 = address of ucontext, sp = start of the
 * frame, a multiple of 16, and ra = the restorer (sa_restorer), which makes the rt_sigreturn call with that same sp.
 */
import { SigInfoLayout } from './signals.ts';

/** Byte offsets from the sp of the handler. */
export const enum SignalFrame {
  Info = 0,
  /** struct ucontext starts here; its head is uc_flags and uc_link, always 0. */
  Context = SigInfoLayout.Size,
  /** uc_stack: sp, flags, size. */
  Stack = Context + 8,
  TrapNumber = Context + 20,
  ErrorCode = Context + 24,
  Cr2 = Context + 28,
  /** pc, then x1 to x31. */
  Registers = Context + 32,
  /** f0 to f31, 8 bytes each. */
  Floats = Registers + 128,
  /** uc_sigmask: signals 1 to 32, then 33 to 64. */
  Mask = Floats + 256,
  /** Two instructions that make the rt_sigreturn call, for handlers without restorer; they need an executable stack. */
  ReturnCode = Mask + 8,
  Size = ReturnCode + 8,
}

/** Trap numbers of i386, as the frame shows them. */
export const enum Trap {
  None = 0,
  Breakpoint = 3,
  InvalidOpcode = 6,
  PageFault = 14,
  AlignmentCheck = 17,
}
