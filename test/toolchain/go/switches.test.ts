/** Switches over constants are searched; they find what real Go's find (recorded). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileFile, executableOf } from '../../support/go-program.ts';
import { runGuest } from '../../support/guest.ts';
import { inRepository } from '../../support/repository.ts';

const SWITCHES = inRepository('test/golden/go-checks/switches');

test('switches over many constants go where real Go goes', async () => {
  const { stderr, code } = await runGuest(executableOf(compileFile(`${SWITCHES}.go`)));
  expect({ stderr, code }).toEqual({ stderr: readFileSync(`${SWITCHES}.out`, 'utf8'), code: 0 });
});
