/**
 * Programs that nest deeper than the compiler can follow.
 *
 * The parser limits how deep brackets may nest, but much else makes passes go into each other: `a + b + c` ten thousand terms long, types and constants
 * that are each defined by the next, functions that each call the next. Nothing but the host's stack bounds all of these, so its end is
 * the limit, and a program beyond it is refused like any other that is too large.
 */
export const TOO_DEEP = 'the program nests too deeply: expressions, types or declarations follow each other further than the compiler can';

/** V8's message; nothing else tells this error from others. */
const STACK_EXCEEDED = 'Maximum call stack size exceeded';

/** What `work` gives, or `tooDeep` if the host's stack did not suffice for it. */
export function withinStack<T>(work: () => T, tooDeep: T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError && error.message === STACK_EXCEEDED) return tooDeep;
    throw error;
  }
}
