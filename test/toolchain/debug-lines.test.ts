import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ByteBuffer } from '../../src/base/byte-buffer.ts';
import { readExecutableSections } from '../../src/elf/read-sections.ts';
import { assemble } from '../../src/toolchain/asm/assemble.ts';
import { appendSigned, appendUnsigned } from '../../src/toolchain/dwarf/leb128.ts';
import { link } from '../../src/toolchain/link/link.ts';

test.each<[number, number[]]>([
  [0, [0]],
  [127, [0x7f]],
  [128, [0x80, 1]],
  [624485, [0xe5, 0x8e, 0x26]],
])('%i as an unsigned number of variable length', (value, bytes) => {
  const buffer = new ByteBuffer();
  appendUnsigned(buffer, value);
  expect([...buffer.toBytes()]).toEqual(bytes);
});

test.each<[number, number[]]>([
  [2, [2]],
  [-2, [0x7e]],
  [63, [0x3f]],
  [64, [0xc0, 0]],
  [-64, [0x40]],
  [-65, [0xbf, 0x7f]],
  [-123456, [0xc0, 0xbb, 0x78]],
])('%i as a signed number of variable length', (value, bytes) => {
  const buffer = new ByteBuffer();
  appendSigned(buffer, value);
  expect([...buffer.toBytes()]).toEqual(bytes);
});

const MAIN = `# line 1
        .globl  _start
_start: nop                             # 3
        call    other                   # 4
        .macro  two
        nop
        nop
        .endm
        two                             # 9

        .space  400                     # far on, and far down
${'\n'.repeat(40)}
last:   li      a0, 0x12345678          # 53
`;
const OTHER = '\n\n        .section .text.other, "ax"\n        .globl other\nother: ret\n';

const objects = [assemble(MAIN, 'main.s', { debug: true }).object!, assemble(OTHER, 'dir/other.s', { debug: true }).object!];
const { bytes } = link(objects);
const addressOf = (name: string): number => readExecutableSections(bytes!).symbols.find((symbol) => symbol.name === name)!.value;

test('debugging information is not loaded and only there when asked for', () => {
  const names = readExecutableSections(bytes!).sections.filter(({ flags }) => flags === 0).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['.debug_line', '.debug_abbrev', '.debug_ranges', '.debug_info']));
  expect(assemble(MAIN, 'main.s').object!.sections.map(({ name }) => name)).toEqual(['.text']);
});

const hasAddr2line = spawnSync('addr2line', ['--version']).status === 0;

describe.skipIf(!hasAddr2line)('addr2line and readelf understand it', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pagewalk-dwarf-'));
    writeFileSync(join(folder, 'program'), bytes!);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('every instruction has its file and line, also in expansions, other objects and sections', () => {
    const start = addressOf('_start');
    const addresses = [start, start + 4, start + 8, start + 12, addressOf('last'), addressOf('last') + 4, addressOf('other')];
    const { stdout, stderr } = spawnSync('addr2line', ['-e', 'program', ...addresses.map((va) => `0x${va.toString(16)}`)], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(['main.s:3', 'main.s:4', 'main.s:9', 'main.s:9', 'main.s:53', 'main.s:53', 'dir/other.s:5']);
  });
  test('without a warning', () => {
    const { stdout, stderr } = spawnSync('readelf', ['--debug-dump=info,abbrev,decodedline,Ranges', 'program'], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toContain('DW_TAG_compile_unit');
  });
});
