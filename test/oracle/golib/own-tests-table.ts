/** Packages whose own tests are run, with what is known to differ. */

export interface OwnTests {
  readonly name: string;
  /** So many tests at least say the same. */
  readonly equal: number;
  /** Not run: thousands of millions of instructions. */
  readonly leftOut?: readonly string[];
  /** Say something else, for the reason given beside them. */
  readonly different?: readonly string[];
}

export const OWN_TESTS: readonly OwnTests[] = [
  { name: 'strconv', equal: 83, leftOut: ['TestIsPrint', 'TestIsGraphic'] },
  { name: 'strings', equal: 111 },
  { name: 'bytes', equal: 141, leftOut: ['TestCountByte'] },
  { name: 'sort', equal: 43 },
  { name: 'fmt', equal: 67 },
  { name: 'unicode/utf8', equal: 30 },
  { name: 'unicode/utf16', equal: 6 },
  { name: 'unicode', equal: 42 },
  { name: 'bufio', equal: 86 },
  { name: 'math', equal: 110 },
  { name: 'math/bits', equal: 62 },
  { name: 'math/rand', equal: 21 },
  { name: 'container/heap', equal: 9 },
  // Addresses.
  { name: 'container/list', equal: 8, different: ['TestList', 'TestRemove', 'TestMove'] },
  { name: 'container/ring', equal: 15 },
  // The name of a test has an address.
  { name: 'errors', equal: 12 },
  { name: 'text/tabwriter', equal: 6 },
  { name: 'encoding/base64', equal: 23 },
  { name: 'encoding/binary', equal: 37 },
  { name: 'encoding/csv', equal: 8 },
  { name: 'encoding/hex', equal: 18 },
  { name: 'path', equal: 17 },
  { name: 'context', equal: 25 },
  // The number of processors; addresses in a trace.
  { name: 'sync/atomic', equal: 73, different: ['TestStoreLoadSeqCst32', 'TestStoreLoadSeqCst64', 'TestStoreLoadRelAcq32', 'TestStoreLoadRelAcq64', 'TestValueConcurrent'] },
  { name: 'sync', equal: 34 },
  // What a collection finds dead of values in registers.
  { name: 'io', equal: 66, different: ['TestMultiReaderFreesExhaustedReaders'] },
  // LiteralPrefix looks less far.
  { name: 'regexp', equal: 73, different: ['TestLiteralPrefix'] },
  { name: 'cmd/compile/internal/test/testdata', equal: 32 },
  // Tests of the go command itself, which cannot run; a temporary name.
  { name: 'cmd/compile/internal/test', equal: 175, different: ['TestIntendedInlining', 'TestIssue38068'] },
];
