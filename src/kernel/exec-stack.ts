/**
 * The initial stack of a program, as Linux i386 lays it out. From the top down:
 *
 *   4 zero bytes | path | environment strings | argument strings | "i686" | 16 random bytes | auxiliary vector |
 *   0 | environment pointers | 0 | argument pointers | argument count  <- sp, a multiple of 16
 */
import { Auxv } from '../abi/process.ts';
import { Phdr } from '../abi/elf32.ts';
import type { ElfExecutable } from '../elf/read-executable.ts';
import { latin1Bytes } from '../base/latin1.ts';
import { RandomStream } from '../base/random.ts';
import { SignalFrame } from '../abi/signal-frame.ts';
import type { Kernel } from './kernel.ts';
import { PAGE_SIZE } from './mm/mm.ts';
import type { Task } from './task.ts';

const PLATFORM = 'i686';
const RANDOM_BYTES = 16;
const STACK_ALIGNMENT = 16;
const WORD = 4;
const CLOCK_TICKS = 100;

export interface StackRequest {
  readonly path: string;
  readonly argv: readonly string[];
  readonly envp: readonly string[];
  readonly top: number;
  /** Bytes skipped below the strings (--aslr). */
  readonly randomOffset: number;
}

export interface StackImage {
  /** The first stack pointer; `bytes` belong there. */
  readonly va: number;
  readonly bytes: Uint8Array;
  /** Lowest address of the strings. */
  readonly stringsStart: number;
  readonly argStart: number;
  readonly argEnd: number;
  readonly envEnd: number;
}

/** A block of memory written from its end downwards. */
class DownwardWriter {
  /** Address of the last byte written. */
  va: number;
  private readonly pieces: Uint8Array[] = [];

  constructor(private readonly top: number) {
    this.va = top;
  }

  bytes(piece: Uint8Array): number {
    this.pieces.push(piece);
    this.va -= piece.length;
    return this.va;
  }

  /** A Latin-1 string with its terminating zero. */
  string(text: string): number {
    return this.bytes(latin1Bytes(`${text}\0`));
  }

  /** Leaves a gap so that a block of `length` bytes below it starts at a multiple of 16. */
  alignFor(length: number): void {
    const start = this.va - length;
    this.bytes(new Uint8Array(start - Math.floor(start / STACK_ALIGNMENT) * STACK_ALIGNMENT));
  }

  words(values: readonly number[]): number {
    const piece = new Uint8Array(values.length * WORD);
    const view = new DataView(piece.buffer);
    values.forEach((value, index) => view.setUint32(index * WORD, value, true));
    return this.bytes(piece);
  }

  image(): Uint8Array {
    const image = new Uint8Array(this.top - this.va);
    let offset = image.length;
    for (const piece of this.pieces) image.set(piece, (offset -= piece.length));
    return image;
  }
}

function randomBytes(kernel: Kernel): Uint8Array {
  const stream = new RandomStream(kernel.options.seed, 'auxv', kernel.execCount);
  return Uint8Array.from({ length: RANDOM_BYTES }, () => stream.below(256));
}

/** Pushes strings so that the first one lies lowest; gives their addresses in order. */
function pushStrings(writer: DownwardWriter, strings: readonly string[]): number[] {
  return [...strings].reverse().map((text) => writer.string(text)).reverse();
}

export function encodeStack(kernel: Kernel, task: Task, image: ElfExecutable, { path, argv, envp, top, randomOffset }: StackRequest): StackImage {
  const writer = new DownwardWriter(top);
  writer.words([0]);
  const pathVa = writer.string(path);
  const envEnd = writer.va;
  const environment = pushStrings(writer, envp);
  const argEnd = writer.va;
  const argument = pushStrings(writer, argv);
  const stringsStart = writer.va;
  writer.bytes(new Uint8Array(randomOffset));
  writer.alignFor(0);
  const platformVa = writer.string(PLATFORM);
  const randomVa = writer.bytes(randomBytes(kernel));
  const vector = [
    Auxv.AT_MINSIGSTKSZ, SignalFrame.Size, Auxv.AT_HWCAP, 0, Auxv.AT_PAGESZ, PAGE_SIZE, Auxv.AT_CLKTCK, CLOCK_TICKS,
    Auxv.AT_PHDR, image.programHeaderVa, Auxv.AT_PHENT, Phdr.Size, Auxv.AT_PHNUM, image.programHeaderCount, Auxv.AT_BASE, 0,
    Auxv.AT_FLAGS, 0, Auxv.AT_ENTRY, image.entry, Auxv.AT_UID, task.uid, Auxv.AT_EUID, task.uid, Auxv.AT_GID, task.uid,
    Auxv.AT_EGID, task.uid, Auxv.AT_SECURE, 0, Auxv.AT_RANDOM, randomVa, Auxv.AT_HWCAP2, 0, Auxv.AT_EXECFN, pathVa,
    Auxv.AT_PLATFORM, platformVa, Auxv.AT_NULL, 0,
  ];
  const pointers = [argv.length, ...argument, 0, ...environment, 0, ...vector];
  writer.alignFor(pointers.length * WORD);
  const va = writer.words(pointers);
  return { va, bytes: writer.image(), stringsStart, argStart: stringsStart, argEnd, envEnd };
}
