/** Debugging information against the program's own table: binutils must say of any address what the runtime says of it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RandomStream } from '../../../src/base/random.ts';
import { readExecutableSections } from '../../../src/elf/read-sections.ts';
import { FunctionTable } from '../../../src/toolchain/go/function-table-reader.ts';
import { compileTexts, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';

const ADDRESSES = 1000;
const WORD = 4;

const TELLER = `package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

func main() {
	for _, arg := range os.Args[1:] {
		pc, _ := strconv.Atoi(arg)
		file, line := runtime.FuncForPC(uintptr(pc)).FileLine(uintptr(pc))
		fmt.Printf("%s:%d\\n", file, line)
	}
}
`;

const hasBinutils = spawnSync('addr2line', ['--version']).status === 0;

test.runIf(hasBinutils)('addr2line and the runtime agree on random addresses', async () => {
  const elf = executableOf(compileTexts({ 'main.go': TELLER }));
  const text = readExecutableSections(elf).sections.find(({ name }) => name === '.text')!;
  const random = new RandomStream(1, 'addresses');
  const pcs = Array.from({ length: ADDRESSES }, () => text.va + WORD * random.below(text.length / WORD));
  const folder = mkdtempSync(join(tmpdir(), 'lines-'));
  try {
    writeFileSync(join(folder, 'a.out'), elf);
    const { stdout } = spawnSync('addr2line', ['-e', join(folder, 'a.out'), ...pcs.map((pc) => pc.toString(16))], { encoding: 'utf8' });
    const told = await runGuest(elf, { arguments: pcs.map(String) });
    const isAssembly = (line: string): boolean => line.startsWith('<assembly>');
    const ours = told.stdout.trimEnd().split('\n');
    const theirs = stdout.trimEnd().split('\n').map((line) => line.replace(/ \(discriminator \d+\)$/, ''));
    expect(ours).toHaveLength(ADDRESSES);
    const differences = ours.flatMap((line, i) => (line === theirs[i] || isAssembly(line) ? [] : [`${pcs[i]!.toString(16)}: ${line} but ${theirs[i]}`]));
    expect(differences).toEqual([]);
    // The reader for tools on the host.
    const table = FunctionTable.of(elf)!;
    const read = pcs.map((pc) => {
      const record = table.functionAt(pc);
      const place = record === null ? undefined : table.callsAt(record, pc)[0];
      return place === undefined ? '?:0' : `${place.file}:${place.line}`;
    });
    expect(read).toEqual(ours);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
