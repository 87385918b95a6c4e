import { beforeEach, describe, expect, test } from 'vitest';
import { encodeI, encodeR, encodeU } from '../../src/isa/encoding.ts';
import { Op } from '../../src/isa/opcodes.ts';
import { Reg } from '../../src/isa/registers.ts';
import { Exit } from '../../src/machine/exit.ts';
import { Pte } from '../../src/machine/pte.ts';
import { newRegisterFile, RegisterIndex } from '../../src/machine/register-file.ts';
import { BareMachine, USER_RW, USER_RX } from '../support/bare-machine.ts';

const TEXT = 0x08048000;
const DATA = 0x09000000;
const NOP = encodeI(Op.Addi, Reg.Zero, Reg.Zero, 0);
const INCREMENT = encodeI(Op.Addi, Reg.A0, Reg.A0, 1);
const ECALL = encodeR(Op.Ecall, {});

let bare: BareMachine;
beforeEach(() => { start({}); });

function start(options: object): void {
  bare = new BareMachine({ ram: 1 << 20, ...options });
  bare.mapRange(TEXT, 2, USER_RX);
  bare.mapRange(DATA, 2, USER_RW);
  bare.cpu.pc = TEXT;
}

describe('run', () => {
  test('executes exactly its budget', () => {
    bare.write(TEXT, [INCREMENT, INCREMENT, INCREMENT, ECALL]);
    expect(bare.cpu.run(2)).toBe(Exit.Budget);
    expect([bare.cpu.pc, bare.cpu.x[Reg.A0], bare.cpu.retired, bare.cpu.clock.cycles]).toEqual([TEXT + 8, 2, 2, 42]);
    expect(bare.cpu.run(0)).toBe(Exit.Budget);
    expect(bare.cpu.retired).toBe(2);
  });

  test('stops at a system call, which counts when it is done', () => {
    bare.write(TEXT, [INCREMENT, ECALL, INCREMENT]);
    expect(bare.cpu.run(10)).toBe(Exit.Syscall);
    expect([bare.cpu.pc, bare.cpu.retired]).toEqual([TEXT + 4, 1]);
    expect(bare.cpu.run(10)).toBe(Exit.Syscall);
    bare.cpu.completeSyscall();
    expect([bare.cpu.pc, bare.cpu.retired]).toEqual([TEXT + 8, 2]);
    expect(bare.cpu.run(1)).toBe(Exit.Budget);
  });

  test('goes on from page to page and faults where there is none', () => {
    bare.write(TEXT + 4096 - 4, [INCREMENT]);
    bare.write(TEXT + 4096, [encodeU(Op.Jal, Reg.Zero, 1024)]);
    bare.cpu.pc = TEXT + 4092;
    expect(bare.cpu.run(10)).toBe(Exit.PageFault);
    expect([bare.cpu.pc, bare.cpu.retired, bare.cpu.mmu.fault.va]).toEqual([TEXT + 8192, 2, TEXT + 8192]);
  });

  test.each([0, -1])('finds no instruction in a word of %i', (word) => {
    bare.write(TEXT, [NOP, word]);
    expect(bare.cpu.run(10)).toBe(Exit.IllegalInstruction);
    expect([bare.cpu.pc, bare.cpu.retired, bare.cpu.mmu.fault.va]).toEqual([TEXT + 4, 1, TEXT + 4]);
  });

  test('refuses a pc between words after the jump that made it', () => {
    bare.write(TEXT, [encodeI(Op.Jalr, Reg.Ra, Reg.A1, 3)]);
    bare.cpu.x[Reg.A1] = TEXT;
    expect(bare.cpu.run(10)).toBe(Exit.Misaligned);
    expect([bare.cpu.pc, bare.cpu.x[Reg.Ra], bare.cpu.retired]).toEqual([TEXT + 2, TEXT + 4, 1]);
  });

  test('sees code that the program has just written, on its own page too', () => {
    bare.map(DATA, USER_RW);
    // sw a0, 8(a1) replaces the instruction after the next one.
    bare.write(DATA, [encodeI(Op.Sw, Reg.A0, Reg.A1, 8), NOP, NOP, ECALL]);
    bare.cpu.pc = DATA;
    bare.cpu.x.set([NOP, DATA], Reg.A0);
    expect(bare.cpu.run(100)).toBe(Exit.Syscall);
    bare.cpu.x[Reg.A0] = encodeI(Op.Addi, Reg.A2, Reg.Zero, 77);
    bare.cpu.pc = DATA;
    expect(bare.cpu.run(100)).toBe(Exit.Syscall);
    expect(bare.cpu.x[Reg.A2]).toBe(77);
  });

  test('keeps a counter in the page of the loop that counts', () => {
    bare.map(DATA, USER_RW);
    const counter = 0x800;
    bare.write(DATA, [
      encodeI(Op.Lw, Reg.A0, Reg.A1, counter), INCREMENT, encodeI(Op.Sw, Reg.A0, Reg.A1, counter), encodeI(Op.Bne, Reg.A0, Reg.A2, -3), ECALL,
    ]);
    bare.cpu.pc = DATA;
    bare.cpu.x.set([DATA, 2000], Reg.A1);
    expect(bare.cpu.run(1e6)).toBe(Exit.Syscall);
    expect([bare.machine.memory.readWord(bare.cpu.mmu.peek(DATA + counter)), bare.cpu.retired]).toEqual([2000, 8000]);
  });

  test('takes a budget beyond 32 bits', () => {
    bare.write(TEXT, [INCREMENT, ECALL]);
    expect(bare.cpu.run(2 ** 40)).toBe(Exit.Syscall);
    expect(bare.cpu.retired).toBe(1);
  });
});

describe('instructions that cost more', () => {
  test.each([[Op.Mul, 3], [Op.Mulhu, 3], [Op.Div, 20], [Op.Remu, 20], [Op.FmulD, 3], [Op.FsqrtS, 20], [Op.Add, 1]])('opcode %i takes %i cycles', (op, cycles) => {
    bare.write(TEXT, [NOP, encodeR(op, { rd: 5, rs1: 6, rs2: op === Op.FsqrtS ? 0 : 7 }), ECALL]);
    bare.cpu.run(1);
    const before = bare.cpu.clock.cycles;
    bare.cpu.run(10);
    expect(bare.cpu.clock.cycles - before).toBe(cycles);
  });
});

describe('a task context', () => {
  test('is loaded and saved whole, with its reservation', () => {
    bare.write(TEXT, [encodeR(Op.LrW, { rd: Reg.A0, rs1: Reg.A1 }), encodeR(Op.ScW, { rd: Reg.A2, rs1: Reg.A1, rs2: Reg.A3 })]);
    const context = newRegisterFile();
    context[RegisterIndex.Pc] = TEXT;
    context[RegisterIndex.X + Reg.A1] = DATA;
    context[RegisterIndex.X + Reg.A3] = 5;
    context[RegisterIndex.F + 7] = 0x7ff00001;
    bare.cpu.loadContext(context);
    bare.cpu.run(1);
    bare.cpu.saveContext(context);
    bare.cpu.loadContext(newRegisterFile());
    bare.cpu.loadContext(context);
    bare.cpu.run(1);
    expect([bare.cpu.x[Reg.A2], bare.machine.memory.readWord(bare.cpu.mmu.peek(DATA))]).toEqual([0, 5]);
    expect(bare.cpu.registers[RegisterIndex.F + 7]).toBe(0x7ff00001);
  });
});

describe('probes', () => {
  test('stop before the instruction once for every time it is reached', () => {
    bare.write(TEXT, [INCREMENT, INCREMENT, encodeU(Op.Jal, Reg.Zero, -1)]);
    bare.machine.addProbe(TEXT + 4);
    const seen: number[] = [];
    for (let round = 0; round < 3; round++) {
      expect(bare.cpu.run(100)).toBe(Exit.Probe);
      expect(bare.cpu.pc).toBe(TEXT + 4);
      seen.push(bare.cpu.x[Reg.A0]);
    }
    expect(seen).toEqual([1, 2, 3]);
    bare.machine.removeProbe(TEXT + 4);
    expect(bare.cpu.run(100)).toBe(Exit.Budget);
  });

  test('change neither counters nor results', () => {
    const program = [INCREMENT, encodeI(Op.Sw, Reg.A0, Reg.A1, 0), encodeI(Op.Bne, Reg.A0, Reg.A2, -2), ECALL];
    const finish = (probes: readonly number[]): (string | number)[] => {
      start({});
      bare.write(TEXT, program);
      bare.cpu.x.set([DATA, 50], Reg.A1);
      for (const probe of probes) bare.machine.addProbe(probe);
      let exit = bare.cpu.run(7);
      while (exit !== Exit.Syscall) exit = bare.cpu.run(7);
      return [bare.cpu.registers.join(), bare.cpu.retired, bare.cpu.clock.cycles, bare.cpu.mmu.misses.join()];
    };
    expect(finish([TEXT, TEXT + 4, TEXT + 8])).toEqual(finish([]));
  });

  test('on another page at the same offset are passed over', () => {
    bare.write(TEXT, [INCREMENT, ECALL]);
    bare.machine.addProbe(TEXT + 4096);
    expect(bare.cpu.run(10)).toBe(Exit.Syscall);
    expect(bare.cpu.x[Reg.A0]).toBe(1);
  });

  test('report a fault of the instruction under them', () => {
    bare.write(TEXT, [encodeI(Op.Lw, Reg.A0, Reg.Zero, 0)]);
    bare.machine.addProbe(TEXT);
    expect(bare.cpu.run(10)).toBe(Exit.Probe);
    expect(bare.cpu.run(10)).toBe(Exit.PageFault);
  });
});

describe('several CPUs', () => {
  beforeEach(() => start({ cpus: 3 }));

  test('see each other\'s stores to code', () => {
    const [first, second] = bare.machine.cpus;
    bare.map(DATA, USER_RW);
    bare.write(DATA, [INCREMENT, ECALL]);
    for (const cpu of [first, second]) {
      cpu.pc = DATA;
      expect(cpu.run(10)).toBe(Exit.Syscall);
    }
    bare.write(TEXT, [encodeI(Op.Sw, Reg.A0, Reg.A1, 0)]);
    first.pc = TEXT;
    first.x.set([encodeI(Op.Addi, Reg.A0, Reg.A0, 100), DATA], Reg.A0);
    first.run(1);
    second.pc = DATA;
    second.run(10);
    expect(second.x[Reg.A0]).toBe(101);
  });

  test('drop a range on a shoot-down, which is counted and costs the one that asks', () => {
    const [first, second, third] = bare.machine.cpus;
    for (const cpu of bare.machine.cpus) cpu.translate(DATA, 1);
    third.setPageDirectory(500);
    const before = first.clock.cycles;
    bare.machine.memory.writeWord(bare.entryAddress(DATA), Pte.None);
    bare.machine.invalidateRange(first, 0, { start: DATA, end: DATA + 4096 });
    expect([first, second].map((cpu) => cpu.translate(DATA, 1))).toEqual([-1, -1]);
    expect(bare.machine.shootDowns).toBe(1);
    expect(first.clock.cycles - before).toBe(1000 + 40);
  });

  test('drop everything when the range is long or the directory goes', () => {
    for (const drop of [
      (): void => bare.machine.invalidateRange(bare.cpu, 0, { start: 0, end: 64 * 4096 }),
      (): void => bare.machine.forgetDirectory(0),
    ]) {
      for (const cpu of bare.machine.cpus) cpu.translate(DATA, 1);
      drop();
      for (const cpu of bare.machine.cpus) expect([...cpu.mmu.tlb(1).entries()]).toEqual([]);
    }
  });
});

test('code on more frames than there are slots is decoded again', () => {
  const frames = 4100;
  bare = new BareMachine({ ram: (frames + 16) * 4096 });
  bare.mapRange(TEXT, frames, USER_RX);
  for (let page = 0; page < frames; page++) bare.write(TEXT + page * 4096, [INCREMENT, encodeU(Op.Jal, Reg.Zero, page === frames - 1 ? -(frames - 1) * 1024 - 1 : 1023)]);
  bare.cpu.pc = TEXT;
  expect(bare.cpu.run(frames * 4)).toBe(Exit.Budget);
  expect(bare.cpu.x[Reg.A0]).toBe(frames * 2);
});

describe('references', () => {
  /** Copies words from one page to the other and ends on the second page of text. */
  const program = [
    encodeI(Op.Lw, Reg.A0, Reg.A1, 0), encodeI(Op.Lw, Reg.A0, Reg.A1, 4), encodeI(Op.Sw, Reg.A0, Reg.A2, 0), encodeI(Op.Sw, Reg.A0, Reg.A2, 4),
    encodeI(Op.Lw, Reg.A0, Reg.A1, 8), encodeU(Op.Jal, Reg.Zero, 1024 - 5),
  ];
  const T = TEXT / 4096;
  const D = DATA / 4096;

  function finish(told: string[] | null): string {
    start({});
    bare.write(TEXT, program);
    bare.write(TEXT + 4096, [ECALL]);
    bare.cpu.x.set([DATA, DATA + 4096], Reg.A1);
    if (told !== null) bare.cpu.mmu.watchReferences({ reference: (vpn, access) => told.push(`${'FLS'[access]} ${vpn}`) });
    expect(bare.cpu.run(100)).toBe(Exit.Syscall);
    return [bare.cpu.registers.join(), bare.cpu.retired, bare.cpu.clock.cycles, bare.cpu.mmu.misses.join()].join(' ');
  }

  test('are told page by page in the order of last use', () => {
    const told: string[] = [];
    finish(told);
    expect(told).toEqual([`F ${T}`, `L ${D}`, `F ${T}`, `S ${D + 1}`, `F ${T}`, `L ${D}`, `F ${T}`, `F ${T + 1}`]);
  });

  test('change nothing when they are told', () => {
    expect(finish([])).toBe(finish(null));
  });
});
