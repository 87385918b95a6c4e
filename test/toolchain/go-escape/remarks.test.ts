/** What is inlined and what escapes, against the `-m` output of Go 1.19.8 (GOARCH=386) for the same programs (recorded-remarks.json). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EscapeAnalysis } from '../../../src/toolchain/go/escape/analyse.ts';
import { colOf, lineOf } from '../../../src/toolchain/go/syntax/position.ts';
import { checkText } from '../../support/go-check.ts';
import { inRepository } from '../../support/repository.ts';

interface Recorded {
  readonly name: string;
  readonly program: string;
  /** `line:col: text`, in the compiler's order. */
  readonly remarks: readonly string[];
}

const recorded: readonly Recorded[] = JSON.parse(readFileSync(inRepository('test/toolchain/go-escape/recorded-remarks.json'), 'utf8'));

test.each(recorded)('$name', ({ program, remarks }) => {
  const checked = checkText(program);
  expect(checked.diagnostics).toEqual([]);
  const found = new EscapeAnalysis().analyse(checked).map(({ pos, text }) => `${lineOf(pos)}:${colOf(pos)}: ${text}`);
  expect(found).toEqual(remarks);
});
