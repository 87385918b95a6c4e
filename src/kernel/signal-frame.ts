/** Entering a signal handler and returning from it: the frame of abi/signal-frame.ts written to and read from the user's stack. */
import { Errno } from '../abi/errno.ts';
import { SignalFrame } from '../abi/signal-frame.ts';
import { AltStack, SigAction, SigInfoLayout, Signal } from '../abi/signals.ts';
import { Sys } from '../abi/syscall-numbers.ts';
import { encodeI, encodeR } from '../isa/encoding.ts';
import { Op } from '../isa/opcodes.ts';
import { Reg } from '../isa/registers.ts';
import { RegisterIndex, Reservation } from '../machine/register-file.ts';
import type { Kernel } from './kernel.ts';
import { copyFromUser, copyToUser } from './mm/user-memory.ts';
import { setBlocked } from './signal-mask.ts';
import type { SignalAction, SignalInfo, Task } from './task.ts';
import { BLOCKED } from './wait.ts';

const STACK_ALIGNMENT = 16;
/** Words of x1 to x31 with pc in front, and of f0 to f31. */
const INTEGER_WORDS = 32;
const FLOAT_WORDS = 64;

/** Whether `sp` lies on the task's alternate stack. */
export function isOnAltStack(task: Task, sp: number): boolean {
  const { sp: base, size } = task.altStack;
  return size > 0 && sp > base && sp - base <= size;
}

/** SS_ONSTACK, SS_DISABLE or 0, as sigaltstack and the frame report it. */
export function altStackFlags(task: Task, sp: number): number {
  if (task.altStack.size === 0) return AltStack.SS_DISABLE;
  return isOnAltStack(task, sp) ? AltStack.SS_ONSTACK : task.altStack.flags & AltStack.SS_AUTODISARM;
}

/** Where the frame starts: below sp, or at the top of the alternate stack if the action asks for it. */
function frameAddress(task: Task, sp: number, action: SignalAction): number {
  const { altStack } = task;
  const useAlternate = (action.flags & SigAction.SA_ONSTACK) !== 0 && altStack.size > 0 && !isOnAltStack(task, sp);
  const top = useAlternate ? altStack.sp + altStack.size : sp;
  return (top - SignalFrame.Size - ((top - SignalFrame.Size) % STACK_ALIGNMENT)) >>> 0;
}

function encodeInfo(view: DataView, info: SignalInfo): void {
  const put = (offset: number, value: number): void => view.setInt32(SignalFrame.Info + offset, value, true);
  put(SigInfoLayout.Signo, info.signo);
  put(SigInfoLayout.Errno, info.errno);
  put(SigInfoLayout.Code, info.code);
  if (info.trapno !== 0) return put(SigInfoLayout.Addr, info.addr);
  put(SigInfoLayout.Pid, info.pid);
  put(SigInfoLayout.Uid, info.uid);
  if (info.signo === Signal.SIGCHLD) put(SigInfoLayout.Status, info.status);
}

function encodeFrame(task: Task, registers: Int32Array, info: SignalInfo): Uint8Array {
  const bytes = new Uint8Array(SignalFrame.Size);
  const view = new DataView(bytes.buffer);
  const put = (offset: number, value: number): void => view.setInt32(offset, value, true);
  encodeInfo(view, info);
  put(SignalFrame.Stack, task.altStack.sp);
  put(SignalFrame.Stack + 4, altStackFlags(task, registers[RegisterIndex.X + Reg.Sp]! >>> 0));
  put(SignalFrame.Stack + 8, task.altStack.size);
  put(SignalFrame.TrapNumber, info.trapno);
  put(SignalFrame.ErrorCode, info.error);
  put(SignalFrame.Cr2, info.trapno !== 0 ? info.addr : 0);
  put(SignalFrame.Registers, registers[RegisterIndex.Pc]!);
  for (let index = 1; index < INTEGER_WORDS; index++) put(SignalFrame.Registers + index * 4, registers[RegisterIndex.X + index]!);
  for (let index = 0; index < FLOAT_WORDS; index++) put(SignalFrame.Floats + index * 4, registers[RegisterIndex.F + index]!);
  put(SignalFrame.Mask, task.savedMask?.low ?? task.blockedLow);
  put(SignalFrame.Mask + 4, task.savedMask?.high ?? task.blockedHigh);
  put(SignalFrame.ReturnCode, encodeI(Op.Addi, Reg.A7, Reg.Zero, Sys.rt_sigreturn));
  put(SignalFrame.ReturnCode + 4, encodeR(Op.Ecall, {}));
  return bytes;
}

/** Writes the frame and points the registers at the handler. 0, -EFAULT if the stack cannot be written, or BLOCKED. */
export function pushSignalFrame(kernel: Kernel, task: Task, info: SignalInfo, action: SignalAction): number {
  const registers = kernel.registersOf(task);
  const sp = registers[RegisterIndex.X + Reg.Sp]! >>> 0;
  const frame = frameAddress(task, sp, action);
  // A handler on the alternate stack that overflows it must not run on into what lies below.
  if (isOnAltStack(task, sp) && (action.flags & SigAction.SA_ONSTACK) !== 0 && frame <= task.altStack.sp) return -Errno.EFAULT;
  const left = copyToUser(task, frame, encodeFrame(task, registers, info), 0, SignalFrame.Size);
  if (left === BLOCKED) return BLOCKED;
  if (left !== 0) return -Errno.EFAULT;
  if ((task.altStack.flags & AltStack.SS_AUTODISARM) !== 0) task.altStack = { sp: 0, size: 0, flags: 0 };
  registers[RegisterIndex.Pc] = action.handler;
  registers[RegisterIndex.X + Reg.Sp] = frame;
  registers[RegisterIndex.X + Reg.Ra] = (action.flags & SigAction.SA_RESTORER) !== 0 ? action.restorer : frame + SignalFrame.ReturnCode;
  registers[RegisterIndex.X + Reg.A0] = info.signo;
  registers[RegisterIndex.X + Reg.A1] = frame + SignalFrame.Info;
  registers[RegisterIndex.X + Reg.A2] = frame + SignalFrame.Context;
  return 0;
}

/** Takes registers, mask and alternate stack from the frame at sp. 0, -EFAULT or BLOCKED, nothing changed then. */
export function popSignalFrame(kernel: Kernel, task: Task): number {
  const registers = kernel.registersOf(task);
  const bytes = new Uint8Array(SignalFrame.Size);
  const left = copyFromUser(task, registers[RegisterIndex.X + Reg.Sp]! >>> 0, bytes, 0, SignalFrame.Size);
  if (left === BLOCKED) return BLOCKED;
  if (left !== 0) return -Errno.EFAULT;
  const view = new DataView(bytes.buffer);
  const get = (offset: number): number => view.getInt32(offset, true);
  registers[RegisterIndex.Pc] = get(SignalFrame.Registers);
  for (let index = 1; index < INTEGER_WORDS; index++) registers[RegisterIndex.X + index] = get(SignalFrame.Registers + index * 4);
  for (let index = 0; index < FLOAT_WORDS; index++) registers[RegisterIndex.F + index] = get(SignalFrame.Floats + index * 4);
  registers[RegisterIndex.ReservationVa] = Reservation.None;
  setBlocked(task, get(SignalFrame.Mask), get(SignalFrame.Mask + 4));
  const size = get(SignalFrame.Stack + 8) >>> 0;
  const sp = registers[RegisterIndex.X + Reg.Sp]! >>> 0;
  if (!isOnAltStack(task, sp)) task.altStack = { sp: get(SignalFrame.Stack) >>> 0, size, flags: get(SignalFrame.Stack + 4) & AltStack.SS_AUTODISARM };
  return 0;
}
