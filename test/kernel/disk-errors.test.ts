import { describe, expect, test } from 'vitest';
import { outcomeOf, runToEnd } from '../../src/cli/outcome.ts';
import type { BlockDevice } from '../../src/machine/block-device.ts';
import { FaultyDisk } from '../support/faulty-disk.ts';
import { assembleProgram, bootGuest } from '../support/guest.ts';
import { findLeaks } from '../support/leaks.ts';

/** Fills and sums an array larger than RAM, writes a file, syncs it, reads it back. Exit code 0; 1: fsync failed; 2: read failed. */
const program = assembleProgram(`
        .equ    ARRAY, 196608
        .globl  _start
        .text
_start: la      s0, array
        li      s1, ARRAY
        add     s1, s0, s1
1:      sw      s0, 0(s0)
        addi    s0, s0, 1024
        bltu    s0, s1, 1b
        la      a0, path
        li      a1, 0102
        li      a2, 0600
        li      a7, 5
        ecall
        mv      s2, a0
        la      a1, array               # 16 pages, read by the kernel from swapped memory
        li      a2, 65536
        li      a7, 4
        ecall
        li      t0, 65536
        bne     a0, t0, bad_copy
        mv      a0, s2
        li      a7, 118
        ecall
        bnez    a0, bad_sync
        la      s0, array
2:      lw      t0, 0(s0)
        bne     t0, s0, wrong
        addi    s0, s0, 1024
        bltu    s0, s1, 2b
        mv      a0, s2
        li      a1, 0
        li      a2, 0
        li      a7, 19
        ecall
        li      s3, 16
3:      mv      a0, s2
        la      a1, array
        li      a2, 4096
        li      a7, 3
        ecall
        li      t0, 4096
        bne     a0, t0, bad_read
        addi    s3, s3, -1
        bnez    s3, 3b
        la      a0, path
        li      a7, 10
        ecall
        li      a0, 0
        j       end
bad_sync: li    a0, 1
        j       end
bad_read: li    a0, 2
        j       end
wrong:  li      a0, 3
        j       end
bad_copy: li    a0, 4
end:    li      a7, 252
        ecall
        .section .rodata
path:   .asciz  "/tmp/f"
        .bss
        .align  12
array:  .space  ARRAY
`);

const FLAGS = '--ram 64K --swap 1M --page-cluster 0';
const SIGBUS_CODE = 135;

interface Trial {
  readonly code: number;
  readonly leaks: string[];
  readonly accesses: number;
}

async function runWithFault(disk: 'swap' | 'files', kind: 'read' | 'write', failing: number): Promise<Trial> {
  const disks = new Map<string, FaultyDisk>();
  const wrapDisk = (device: BlockDevice, name: 'swap' | 'files'): BlockDevice => {
    const faulty = new FaultyDisk(device, kind);
    disks.set(name, faulty);
    return faulty;
  };
  const { kernel, close } = await bootGuest(program, { flags: FLAGS, wrapDisk });
  const faulty = disks.get(disk)!;
  // Installing the program wrote to the disk too.
  faulty.accesses = 0;
  faulty.failing = failing;
  const { code } = outcomeOf(kernel, runToEnd(kernel, undefined), 'guest');
  close();
  return { code, leaks: findLeaks(kernel), accesses: faulty.accesses };
}

/** The codes that occur when the n-th access fails, for every n of the run. */
async function sweep(disk: 'swap' | 'files', kind: 'read' | 'write'): Promise<{ readonly codes: Set<number>; readonly count: number }> {
  const { accesses: count, code } = await runWithFault(disk, kind, 0);
  expect(code).toBe(0);
  const codes = new Set<number>();
  for (let failing = 1; failing <= count; failing++) {
    const trial = await runWithFault(disk, kind, failing);
    expect(trial.leaks, `${kind} ${failing} of the ${disk} disk`).toEqual([]);
    codes.add(trial.code);
  }
  return { codes, count };
}

describe('the n-th disk access fails, for every n', () => {
  test('a failed read of swap is SIGBUS, or a short copy inside a call', async () => {
    const { codes, count } = await sweep('swap', 'read');
    expect(count).toBeGreaterThan(50);
    for (const code of codes) expect([SIGBUS_CODE, 2, 4]).toContain(code);
  });

  test('a failed write of swap is never seen by the guest', async () => {
    const { codes, count } = await sweep('swap', 'write');
    expect(count).toBeGreaterThan(40);
    expect([...codes]).toEqual([0]);
  });

  test('a failed read of a file is EIO, or SIGBUS in a mapping', async () => {
    const { codes } = await sweep('files', 'read');
    for (const code of codes) expect([SIGBUS_CODE, 2, 126]).toContain(code);
  });

  test('a failed write-back is EIO at the next fsync', async () => {
    const { codes, count } = await sweep('files', 'write');
    expect(count).toBeGreaterThan(10);
    expect(codes.has(1)).toBe(true);
    for (const code of codes) expect([0, 1]).toContain(code);
  });
});
