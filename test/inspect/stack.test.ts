/** The calls on a stack, looked at after every instruction: they change by calls and returns alone. */
import { expect, test } from 'vitest';
import { opOf, rdOf, rs1Of } from '../../src/isa/encoding.ts';
import { Op } from '../../src/isa/opcodes.ts';
import { Reg } from '../../src/isa/registers.ts';
import { GuestMemory } from '../../src/inspect/guest-memory.ts';
import { framesOfTask } from '../../src/inspect/stack.ts';
import { stopAt } from '../../src/kernel/probe-watch.ts';
import { run } from '../../src/kernel/run-loop.ts';
import { readProbes } from '../../src/elf/probe-notes.ts';
import { FunctionTable } from '../../src/toolchain/go/function-table-reader.ts';
import { compileTexts, executableOf } from '../support/go-program.ts';
import { bootGuest } from '../support/guest.ts';

/** Small and large frames, leaves, a stack that grows, an allocation that refills, deferred calls. */
const PROGRAM = `package main

type node struct{ next *node; pad [700]byte }

var list *node

//go:noinline
func leaf(x int) int { return x * 3 }

//go:noinline
func middle(a [40]int, depth int) int {
	if depth == 0 {
		return leaf(a[7])
	}
	return middle(a, depth-1) + leaf(depth)
}

//go:noinline
func huge(x int) (sum int) {
	var a [9000]int
	fill(&a, x)
	for i := 0; i < len(a); i += 1000 {
		sum += leaf(a[i])
	}
	return sum
}

//go:noinline
func fill(a *[9000]int, x int) {
	for i := 0; i < len(a); i += 1000 {
		a[i] = x
	}
}

//go:noinline
func deferring() (n int) {
	defer func() { n++ }()
	for i := 0; i < 20; i++ {
		list = &node{next: list}
	}
	return leaf(4)
}

func main() {
	var a [40]int
	//go:probe begin()
	println(leaf(2) + middle(a, 12) + deferring() + huge(5))
	//go:probe end()
}
`;

const isCall = (word: number): boolean => (opOf(word) === Op.Jal || opOf(word) === Op.Jalr) && rdOf(word) === Reg.Ra;
const isReturn = (word: number): boolean => opOf(word) === Op.Jalr && rdOf(word) === Reg.Zero && rs1Of(word) === Reg.Ra;
/** Assembly that goes to another stack, and what runs there: calls are told of one stack at a time. */
const LEAVES_STACK = new Set(['runtime.systemstack', 'runtime.mcall', 'runtime.gogo', 'runtime.morestack', 'runtime.morestack_noctxt']);

test('calls change the list of calls by one, other instructions by nothing', async () => {
  const elf = executableOf(compileTexts({ 'main.go': PROGRAM }));
  const table = FunctionTable.of(elf)!;
  const sites = readProbes(elf).filter(({ provider }) => provider === 'main');
  const pcsOf = (wanted: string): number[] => sites.filter(({ name }) => name === wanted).map(({ pc }) => pc);
  const { kernel, close } = await bootGuest(elf, { flags: '--cpus 1' });
  stopAt(kernel, pcsOf('begin'));
  expect(run(kernel).reason).toBe('probe');
  const task = kernel.init!;
  const [end] = pcsOf('end');
  const calls = (): number[] => [...framesOfTask(table, new GuestMemory(task.mm!), kernel.registersOf(task))].slice(1).map(({ pc }) => pc);
  const here = (): number => kernel.machine.cpus[0]!.pc;
  const nameAt = (pc: number): string => table.nameOf(table.functionAt(pc)!);
  let before = calls();
  let compared = 0;
  const seen = new Set<string>();
  for (let pc = here(); pc !== end; pc = here()) {
    const word = new GuestMemory(task.mm!).word(pc) | 0;
    const name = nameAt(pc);
    const frameOf = kernel.registersOf(task)[Reg.Sp]!;
    run(kernel, { instructions: kernel.instructions() + 1 });
    const after = calls();
    const moved = Math.abs(kernel.registersOf(task)[Reg.Sp]! - frameOf) > 1 << 17;
    if (!moved && !LEAVES_STACK.has(name) && !LEAVES_STACK.has(nameAt(here()))) {
      const wanted = isCall(word) ? [pc + 4, ...before] : isReturn(word) ? before.slice(1) : before;
      if (after.join() !== wanted.join()) throw new Error(`after ${name}+${pc - table.functionAt(pc)!.start}: ${after.map(nameAt).join(' < ')} instead of ${wanted.map(nameAt).join(' < ')}`);
      compared++;
      seen.add(name);
    }
    before = after;
  }
  close();
  expect(compared).toBeGreaterThan(10_000);
  for (const name of ['main.middle', 'main.huge', 'main.deferring', 'main.deferring.func1', 'runtime.mallocgc', 'runtime.newstack', 'runtime.deferreturn']) expect([...seen]).toContain(name);
});
