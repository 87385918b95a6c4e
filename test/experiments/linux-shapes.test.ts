/** The shapes that the linux policy has in the kernel, and figures of the real kernel (6.18, memory limit, array of pages). */
import { describe, expect, test } from 'vitest';
import { runGuest } from '../support/guest.ts';

/** Stores once to each of `pages` pages in order, `passes` times. */
const sequentialLoop = (pages: number, passes: number): string => `
        .globl  _start
_start: li      s5, 4096
        li      s1, ${passes}
1:      la      s2, array
        li      s3, ${pages}
2:      sw      s1, 0(s2)
        add     s2, s2, s5
        addi    s3, s3, -1
        bnez    s3, 2b
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        li      a7, 1
        ecall
        .bss
        .balign 4096
array:  .space  ${pages} * 4096
`;

/** Stores to random pages, four fifths of the times to the first fifth of them; `references` stores. */
const eightyTwenty = (pages: number, references: number): string => `
        .globl  _start
_start: li      s1, 2463534242
        li      s4, ${references}
        la      s2, array
1:      slli    t0, s1, 13              # xorshift32
        xor     s1, s1, t0
        srli    t0, s1, 17
        xor     s1, s1, t0
        slli    t0, s1, 5
        xor     s1, s1, t0
        srli    t1, s1, 8
        li      t2, 5
        remu    t3, t1, t2
        divu    t1, t1, t2
        beqz    t3, 2f
        li      t2, ${Math.round(pages / 5)}
        remu    t1, t1, t2
        j       3f
2:      li      t2, ${pages - Math.round(pages / 5)}
        remu    t1, t1, t2
        addi    t1, t1, ${Math.round(pages / 5)}
3:      slli    t1, t1, 12
        add     t1, t1, s2
        sw      s1, 0(t1)
        addi    s4, s4, -1
        bnez    s4, 1b
        li      a0, 0
        li      a7, 1
        ecall
        .bss
        .balign 4096
array:  .space  ${pages} * 4096
`;

const majorFaults = async (source: string, flags: string): Promise<number> => {
  const { code, kernel } = await runGuest(source, { flags });
  expect(code).toBe(0);
  return kernel.memory.counters.pgmajfault;
};

/** Faults of the later passes alone: those of a run with more passes less those of one with fewer. */
const laterFaults = async (program: (passes: number) => string, flags: string, [first, last]: readonly [number, number]) =>
  (await majorFaults(program(last), flags)) - (await majorFaults(program(first), flags));

describe('a sequential loop over twice the memory', () => {
  test('faults on every page under lru and on at least 99 % of them under linux', async () => {
    for (const [policy, references] of [['lru', 'exact'], ['linux', 'bits']]) {
      const flags = `--ram 1M --policy ${policy} --references ${references} --page-cluster 0 --watermarks 0`;
      const perPass = (await laterFaults((passes) => sequentialLoop(512, passes), flags, [2, 4])) / 2;
      expect(perPass / 512).toBeGreaterThanOrEqual(policy === 'lru' ? 1 : 0.99);
    }
  });

  test('has the faults of the real kernel: 8192 pages, 4096 frames', async () => {
    const perPass = async (flags: string): Promise<{ major: number; minor: number }> => {
      const [fewer, more] = [await runGuest(sequentialLoop(8192, 3), { flags }), await runGuest(sequentialLoop(8192, 5), { flags })];
      const major = (more.kernel.memory.counters.pgmajfault - fewer.kernel.memory.counters.pgmajfault) / 2;
      const all = (more.kernel.memory.counters.pgfault - fewer.kernel.memory.counters.pgfault) / 2;
      return { major, minor: all - major };
    };
    const near = (value: number, real: number): void => expect(Math.abs(value / real - 1)).toBeLessThan(0.05);
    near((await perPass('--ram 16M --page-cluster 0')).major, 8194);
    const withReadAhead = await perPass('--ram 16M --page-cluster 3');
    near(withReadAhead.major, 1031);
    near(withReadAhead.minor, 7165);
  });

  test('has no major fault when it fits: 3500 pages, 4096 frames', async () => {
    expect(await majorFaults(sequentialLoop(3500, 4), '--ram 16M')).toBe(0);
  });
});

describe('80-20 references with memory for half of the pages', () => {
  test.each([
    [256, '576K'],
    [1024, '2112K'],
  ])('%i pages, %s: linux has at most 0.75 of the faults of fifo in passes 2 and 3', async (pages, ram) => {
    const program = (passes: number): string => eightyTwenty(pages, passes * 8 * pages);
    const faults = (policy: string): Promise<number> => laterFaults(program, `--ram ${ram} --policy ${policy} --page-cluster 0 --watermarks 0`, [1, 3]);
    expect((await faults('linux')) / (await faults('fifo'))).toBeLessThanOrEqual(0.75);
  });
});
