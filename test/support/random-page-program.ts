/**
 * Random assembly programs for paging: functions on pages of code of their own use pages of data, chosen by a generator, in
 * patterns of their own. Every page of data is stored to before anything is loaded from it.
 */
import { RandomStream } from '../../src/base/random.ts';

const MOST_FUNCTIONS = 6;
const STEPS = 1500;
const PAGE_SHIFT = 12;

/** What a function does: uses one of `pages` pages from `first` on. */
interface PageFunction {
  readonly first: number;
  readonly pages: number;
  readonly stores: boolean;
  readonly loads: boolean;
}

/** A program over `dataPages` pages that lie 2^`strideShift` bytes apart, decided by the seed. */
export function randomPageProgram(seed: number, dataPages: number, strideShift = PAGE_SHIFT): string {
  const random = new RandomStream(seed, 'page program');
  const functions = Array.from({ length: 1 + random.below(MOST_FUNCTIONS) }, (): PageFunction => {
    const first = random.below(dataPages);
    const stores = random.below(2) === 0;
    return { first, pages: 1 + random.below(dataPages - first), stores, loads: !stores || random.below(2) === 0 };
  });
  return `
        .equ    PAGES, ${dataPages}
        .text
        .globl  _start
_start: la      s2, array
        li      s3, PAGES
        li      s5, 1 << ${strideShift}
1:      sw      s3, 0(s2)
        add     s2, s2, s5
        addi    s3, s3, -1
        bnez    s3, 1b
        li      s1, ${1 + random.below(1_000_000)}
        li      s4, ${STEPS}
2:      call    draw
        li      t1, ${functions.length}
        remu    t1, a0, t1
${functions.map((_, index) => `        li      t2, ${index}\n        bne     t1, t2, 3f\n        call    function${index}\n        j       4f\n3:`).join('\n')}
4:      addi    s4, s4, -1
        bnez    s4, 2b
        li      a0, 0
        li      a7, 1
        ecall
draw:   li      t0, 1103515245
        mul     s1, s1, t0
        li      t0, 12345
        add     s1, s1, t0
        srli    a0, s1, 10
        ret
${functions.map((row, index) => functionText(row, index, strideShift)).join('')}
        .bss
        .balign 4096
array:  .space  PAGES << ${strideShift}
`;
}

function functionText({ first, pages, stores, loads }: PageFunction, index: number, strideShift: number): string {
  return `
        .balign 4096
function${index}:
        li      t1, ${pages}
        srli    t2, a0, 6
        remu    t1, t2, t1
        addi    t1, t1, ${first}
        slli    t1, t1, ${strideShift}
        la      t2, array
        add     t2, t2, t1
${loads ? '        lw      t3, 16(t2)\n' : ''}${stores ? '        sw      t3, 20(t2)\n' : ''}        ret
`;
}
