/** Commands to the guest and its results, as records and as bytes (offsets: image-layout.ts). */
import { Command, DATA_LENGTH, Order, Result, Status } from './image-layout.ts';

export interface GuestCommand {
  readonly order: Order;
  readonly words: readonly number[];
  /** Address of guest memory to be sent back. */
  readonly data?: number;
}

export interface GuestResult {
  readonly status: Status;
  readonly value: number;
  readonly signal: number;
  readonly code: number;
  readonly address: number;
  readonly error: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  readonly processId: number;
  readonly data: DataView;
}

export function encodeCommand({ order, words, data = 0 }: GuestCommand): Uint8Array {
  const bytes = new Uint8Array(Command.Size);
  const view = new DataView(bytes.buffer);
  view.setUint32(Command.Order, order, true);
  words.forEach((word, index) => view.setUint32(Command.Words + 4 * index, word >>> 0, true));
  view.setUint32(Command.Data, data, true);
  return bytes;
}

export function decodeResult(bytes: Uint8Array): GuestResult {
  const view = new DataView(bytes.slice().buffer);
  const word = (offset: Result): number => view.getInt32(offset, true);
  return {
    status: word(Result.Status),
    value: word(Result.Value),
    signal: word(Result.Signal),
    code: word(Result.Code),
    address: word(Result.Address),
    error: word(Result.Error),
    minorFaults: word(Result.MinorFaults),
    majorFaults: word(Result.MajorFaults),
    processId: word(Result.ProcessId),
    data: new DataView(view.buffer, Result.Data, DATA_LENGTH),
  };
}

export const syscallCommand = (number: number, args: readonly number[], data?: number): GuestCommand =>
  ({ order: Order.Syscall, words: [number, ...args], ...(data === undefined ? {} : { data }) });
