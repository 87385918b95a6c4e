/**
 * `//go:nowritebarrier` and `//go:nowritebarrierrec`: functions that must not have write barriers, the latter with all that they call, unless it is
 * `//go:yeswritebarrierrec`. Who has one is seen in the code: it refers to the function that makes barriers. What a function takes the address of
 * counts as called, since `systemstack` and its like do that.
 */
import type { CompiledFunction } from './compiled-function.ts';
import { BARRIER } from './write-barrier.ts';
import { placeAt, placeCount } from './place-table.ts';

export type BarrierRule = 'go:nowritebarrier' | 'go:nowritebarrierrec' | 'go:yeswritebarrierrec';

const RULES: ReadonlySet<string> = new Set<BarrierRule>(['go:nowritebarrier', 'go:nowritebarrierrec', 'go:yeswritebarrierrec']);

export const isBarrierRule = (verb: string): verb is BarrierRule => RULES.has(verb);

/** What is wrong, as lines that begin with file and line of a store. `rules` has the functions with such directives by symbol. */
export function prohibitedBarriers(functions: readonly CompiledFunction[], rules: ReadonlyMap<string, BarrierRule>): string[] {
  const byName = new Map(functions.map((func) => [func.name, func]));
  const errors: string[] = [];
  /** Through whom a function was reached first; null for where the search began. */
  const callers = new Map<string, string | null>();
  for (const [name, rule] of rules) {
    const func = byName.get(name);
    if (func === undefined || rule === 'go:yeswritebarrierrec') continue;
    const at = barrierIn(func);
    if (at !== null) errors.push(`${at}: write barrier prohibited`);
    if (rule === 'go:nowritebarrierrec') callers.set(name, null);
  }
  for (const name of callers.keys()) {
    for (const callee of calledBy(byName.get(name)!)) {
      const func = byName.get(callee);
      if (func === undefined || callers.has(callee) || rules.get(callee) === 'go:yeswritebarrierrec') continue;
      callers.set(callee, name);
      const at = barrierIn(func);
      if (at !== null && !rules.has(callee)) errors.push(`${at}: write barrier prohibited by caller; ${wayTo(callee, callers)}`);
    }
  }
  return errors;
}

/** Place of the first store with barrier. */
function barrierIn({ references, record }: CompiledFunction): string | null {
  const reference = references.find(({ symbol }) => symbol === BARRIER);
  if (reference === undefined) return null;
  const { places } = record;
  let index = placeCount(places) - 1;
  while (placeAt(places, index).offset > reference.offset) index--;
  const { file, line } = placeAt(places, index);
  return `${file}:${line}`;
}

/** Reports of failed checks end the program, or the function. */
const FAILED_CHECK = /^runtime\.panic(?=[A-Zds])/;

/** A func value without captured variables is called by way of its closure. */
const calledBy = ({ references }: CompiledFunction): string[] => references.map(({ symbol }) => symbol.replace(/·f$/, '')).filter((symbol) => !FAILED_CHECK.test(symbol));

function wayTo(name: string, callers: ReadonlyMap<string, string | null>): string {
  const way = [name];
  for (let at = callers.get(name); at !== null && at !== undefined; at = callers.get(at)) way.push(`\n\tcalled by ${at}`);
  return way.join('');
}
