import { expect, test } from 'vitest';
import { writeObject } from '../../src/elf/write-elf.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { link } from '../../src/toolchain/link/link.ts';
import { listing } from '../../src/toolchain/listing.ts';

const SOURCE = `
        .globl  _start
        .type   _start, @function
_start: la      a1, message
        call    leave
1:      bnez    a0, 1b
        .space  16
        .word   127
leave:  lw      a0, counter
        ret
        .byte   1, 2
        .data
message: .asciz "hi"
        .balign 4
counter: .word  5
`;

const object = assemble(SOURCE, 'sample.s').object!;

test('an executable is listed as objdump lists it', () => {
  expect(listing(link([object]).bytes!, 'sample')).toBe(
    [
      '',
      'sample:     file format elf32-pagewalk',
      '',
      '',
      'Disassembly of section .text:',
      '',
      '08048094 <_start>:',
      ' 8048094:\t08049581          \tlui\ta1,0x8049',
      ' 8048098:\t0000b593          \tmv\ta1,a1 # 8049000 <message>',
      ' 804809c:\t00007083          \tjal\t80480b8 <leave>',
      ' 80480a0:\t00000506          \tbnez\ta0,80480a0 <_start+0xc>',
      '\t...',
      ' 80480b4:\t0000007f          \t.word\t0x7f',
      '',
      '080480b8 <leave>:',
      ' 80480b8:\t08049501          \tlui\ta0,0x8049',
      ' 80480bc:\t0008a50d          \tlw\ta0,4(a0) # 8049004 <counter>',
      ' 80480c0:\t00001004          \tret',
      ' 80480c4:\t                  \t.byte\t0x1, 0x2',
      '',
    ].join('\n'),
  );
});

test('real instructions and data on request', () => {
  const text = listing(link([object]).bytes!, 'sample', { aliases: false, allSections: true });
  expect(text).toContain('addi\ta1,a1,0 #');
  expect(text).toContain('jalr\tzero,0(ra)');
  expect(text).toContain('Disassembly of section .data:');
  expect(text).toContain('08049004 <counter>:');
});

test('an object is listed from address 0, with the symbols of each section', () => {
  const text = listing(writeObject(object), 'sample.o');
  expect(text).toContain('00000000 <_start>:');
  expect(text).toContain('       8:\t00007083          \tjal\t24 <leave>');
});
