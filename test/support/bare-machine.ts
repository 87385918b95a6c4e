/**
 * A machine without a kernel, for tests and benchmarks: builds page tables by hand in low frames and writes programs as
 * words. Frame 0 is the page directory, frames from 1 on become page tables as they are needed.
 */
import type { Cpu } from '../../src/machine/cpu.ts';
import { Machine, type MachineOptions } from '../../src/machine/machine.ts';
import { directoryIndexOf, isPresent, packPte, Paging, pfnOf, Pte, tableIndexOf } from '../../src/machine/pte.ts';

/** Permissions of an ordinary page, without Present. */
export const USER_RW = Pte.User | Pte.Writable;
export const USER_RX = Pte.User;

const DIRECTORY = 0;

export class BareMachine {
  readonly machine: Machine;
  readonly cpu: Cpu;
  private nextFrame = DIRECTORY + 1;

  constructor(options: MachineOptions) {
    this.machine = new Machine(options);
    this.cpu = this.machine.cpus[0];
    for (const cpu of this.machine.cpus) cpu.setPageDirectory(DIRECTORY);
  }

  /** The next frame that nothing uses. */
  takeFrame(): number {
    return this.nextFrame++;
  }

  /** Address in RAM of the page-table entry for `va`, with its table. */
  entryAddress(va: number): number {
    const { memory } = this.machine;
    const pdeAddress = DIRECTORY * Paging.PageSize + directoryIndexOf(va) * 4;
    if (!isPresent(memory.readWord(pdeAddress))) {
      memory.writeWord(pdeAddress, packPte(this.takeFrame(), Pte.Present | Pte.Writable | Pte.User));
    }
    return pfnOf(memory.readWord(pdeAddress)) * Paging.PageSize + tableIndexOf(va) * 4;
  }

  /** Maps the page of `va` to a frame, by default a new one. Returns the frame. */
  map(va: number, bits: number, pfn = this.takeFrame()): number {
    this.machine.memory.writeWord(this.entryAddress(va), packPte(pfn, bits | Pte.Present));
    return pfn;
  }

  /** Maps consecutive pages to new frames. */
  mapRange(va: number, pages: number, bits: number): void {
    for (let page = 0; page < pages; page++) this.map(va + page * Paging.PageSize, bits);
  }

  /** Writes words at a mapped address. */
  write(va: number, words: readonly number[]): void {
    words.forEach((word, index) => this.machine.memory.writeWord(this.cpu.mmu.peek(va + index * 4), word));
  }
}
