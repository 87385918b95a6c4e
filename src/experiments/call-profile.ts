/**
 * Who calls whom how often, from one run of a program on the bare machine: the profile that overlay trees are proposed from.
 * A call is seen when control reaches the first instruction of a function; the caller is the function that ra points into.
 */
import { SymbolType } from '../abi/elf32.ts';
import { readExecutableSections } from '../elf/read-sections.ts';
import { Reg } from '../isa/registers.ts';
import type { CallCount } from '../toolchain/link/overlay-suggest.ts';
import { runMonitor, type MonitorOptions, type MonitorResult } from './monitor.ts';

interface Function {
  readonly name: string;
  readonly start: number;
}

/** The function at or below an address. */
function functionAt(functions: readonly Function[], va: number): Function | undefined {
  let low = 0;
  let high = functions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (functions[middle]!.start <= va) low = middle + 1;
    else high = middle;
  }
  return functions[low - 1];
}

export interface ProfiledRun {
  readonly calls: readonly CallCount[];
  readonly result: MonitorResult;
}

/** Runs a program and counts its calls. Functions are the symbols of that type. */
export function profileCalls(options: MonitorOptions): ProfiledRun {
  const { symbols } = readExecutableSections(options.program);
  const functions = symbols
    .filter(({ type }) => type === SymbolType.Func)
    .map(({ name, value }) => ({ name, start: value }))
    .sort((a, b) => a.start - b.start);
  const counts = new Map<string, CallCount>();
  const result = runMonitor({
    ...options,
    watch: {
      addresses: functions.map(({ start }) => start),
      at: (pc, cpu) => {
        const callee = functionAt(functions, pc)!;
        const caller = functionAt(functions, cpu.x[Reg.Ra]! >>> 0);
        if (caller === undefined) return;
        const key = `${caller.name} ${callee.name}`;
        counts.set(key, { caller: caller.name, callee: callee.name, count: (counts.get(key)?.count ?? 0) + 1 });
      },
    },
  });
  return { calls: [...counts.values()].sort((a, b) => b.count - a.count || (`${a.caller} ${a.callee}` < `${b.caller} ${b.callee}` ? -1 : 1)), result };
}

/** The profile as text: count, caller, callee. */
export const profileText = (calls: readonly CallCount[]): string => calls.map(({ count, caller, callee }) => `${String(count).padStart(10)} ${caller} ${callee}\n`).join('');
