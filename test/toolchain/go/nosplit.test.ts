/**
 * Functions without a check of the stack (go:nosplit, assembly, and what has no frame) run in the room that checks leave below the guard. Here
 * every chain of them that the code of a program has is added up, as Go's linker does.
 */
import { describe, expect, test } from 'vitest';
import { buildGo } from '../../../src/cli/go-sources.ts';
import { ElfView } from '../../../src/elf/elf-view.ts';
import { readExecutableSections, sectionData } from '../../../src/elf/read-sections.ts';
import { imm20Of, opOf, rdOf } from '../../../src/isa/encoding.ts';
import { Op } from '../../../src/isa/opcodes.ts';
import { Reg } from '../../../src/isa/registers.ts';
import { FunctionTable } from '../../../src/toolchain/go/function-table-reader.ts';
import { inRepository } from '../../support/repository.ts';

/** As in the runtime's stack.go: stackGuard - stackSmall, less what a signal puts there (sigpanicFrame). */
const LIMIT = 928 - 128 - 16;
/** These never run on a goroutine's stack. */
const ELSEWHERE: ReadonlySet<string> = new Set(['_start', 'runtime.sigtramp', 'runtime.sighandler', 'runtime.mainstart', 'runtime.gostart']);

interface Fn {
  readonly name: string;
  readonly frame: number;
  readonly checks: boolean;
  readonly callees: readonly number[];
}

function functionsOf(executable: Uint8Array): ReadonlyMap<number, Fn> {
  const view = new ElfView(executable);
  const { sections } = readExecutableSections(executable);
  const text = sections.find(({ name }) => name === '.text')!;
  const code = new DataView(Uint8Array.from(sectionData(view, text)).buffer);
  const table = FunctionTable.of(executable)!;
  const found = new Map<number, Fn>();
  for (let at = text.va; at < text.va + text.length; ) {
    const record = table.functionAt(at)!;
    const name = table.nameOf(record);
    const callees: number[] = [];
    let links = false;
    for (let pc = record.start; pc < record.end; pc += 4) {
      const word = code.getInt32(pc - text.va, true);
      if (opOf(word) !== Op.Jal) continue;
      const target = pc + imm20Of(word) * 4;
      // morestack is called with a link register of its own.
      if (rdOf(word) !== Reg.Ra && rdOf(word) !== Reg.Zero) links = true;
      else if (target < record.start || target >= record.end) callees.push(target);
    }
    found.set(record.start, { name, frame: record.frameSize, checks: links, callees });
    at = record.end;
  }
  return found;
}

/** The deepest chain of functions without check from each, in bytes, with its names. */
function deepest(functions: ReadonlyMap<number, Fn>): { readonly bytes: number; readonly chain: readonly string[] } {
  const known = new Map<number, { bytes: number; chain: readonly string[] }>();
  const from = (start: number): { bytes: number; chain: readonly string[] } => {
    const before = known.get(start);
    if (before !== undefined) return before;
    const fn = functions.get(start)!;
    // A chain that comes back to itself would have no end.
    known.set(start, { bytes: Infinity, chain: [fn.name] });
    let below = { bytes: 0, chain: [] as readonly string[] };
    for (const callee of fn.callees) {
      const target = functions.get(callee);
      if (target === undefined || target.checks || ELSEWHERE.has(target.name)) continue;
      const chain = from(callee);
      if (chain.bytes > below.bytes) below = chain;
    }
    const result = { bytes: fn.frame + below.bytes, chain: [fn.name, ...below.chain] };
    known.set(start, result);
    return result;
  };
  let worst: { bytes: number; chain: readonly string[] } = { bytes: 0, chain: [] };
  for (const [start, { name, checks }] of functions) {
    if (checks || ELSEWHERE.has(name)) continue;
    const chain = from(start);
    if (chain.bytes > worst.bytes) worst = chain;
  }
  return worst;
}

describe('chains of functions without a check of the stack', () => {
  test.each(['programs/go/json_reader.go', 'test/golden/go-runtime/locks.go'])('fit below the guard: %s', (file) => {
    const functions = functionsOf(buildGo([inRepository(file)]));
    const names = new Set([...functions.values()].map(({ name }) => name));
    expect(names).toContain('runtime.throw');
    expect([...functions.values()].filter(({ checks }) => checks).length).toBeGreaterThan(100);
    const { bytes, chain } = deepest(functions);
    expect(bytes, chain.join(' -> ')).toBeLessThanOrEqual(LIMIT);
    expect(bytes).toBeGreaterThan(0);
  });
});
