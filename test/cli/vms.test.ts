import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replayScript } from '../../src/cli/vms.ts';
import { inRepository } from '../support/repository.ts';
import { normaliseVms } from '../support/vms-output.ts';

const GOLDEN = inRepository('test/golden/vms');
const PLAIN = { legacy: false, swap: 0, pageCluster: 3 };
const SWAP = { legacy: false, swap: 16 * 2 ** 20, pageCluster: 0 };

const golden = (...names: string[]): string => readFileSync(join(GOLDEN, ...names), 'utf8');
const namesIn = (folder: string): string[] => readdirSync(join(GOLDEN, folder)).filter((name) => name.endsWith('.out')).map((name) => name.slice(0, -'.out'.length));

/** Whether the raw texts are equal but for the sizes that depend on the page-table format of the recording kernel. */
const withoutTableSizes = (text: string): string => text.replace(/VmP(eak|TE):[0-9]+/g, '');

describe('every recorded script gives what Linux 6.18 gave', () => {
  test.each(namesIn('cases'))('%s', async (name) => {
    const { output, exitCode } = await replayScript(golden('cases', `${name}.vms`), name === '24_swap' ? SWAP : PLAIN);
    expect(exitCode).toBe(0);
    expect(normaliseVms(output)).toBe(normaliseVms(golden('cases', `${name}.out`)));
    expect(withoutTableSizes(output)).toBe(withoutTableSizes(golden('cases', `${name}.out`)));
  });

  test.each(namesIn('legacy'))('%s from low addresses up', async (name) => {
    const { output } = await replayScript(golden('cases', `${name}.vms`), { ...PLAIN, legacy: true });
    expect(normaliseVms(output)).toBe(normaliseVms(golden('legacy', `${name}.out`)));
  });

  test.each(namesIn('random'))('random operations of seed %s', async (name) => {
    const { output } = await replayScript(golden('random', `${name}.vms`), PLAIN);
    expect(withoutTableSizes(output)).toBe(withoutTableSizes(golden('random', `${name}.out`)));
  });
});

describe('scripts end as under the real program', () => {
  test.each([
    { situation: 'an unknown name', script: 'brk BRK\n', ending: '> brk BRK\nUNKNOWN SYMBOL BRK\n', code: 98 },
    { situation: 'the last of two unknown names of a call', script: 'munmap one two\n', ending: '> munmap one two\nUNKNOWN SYMBOL two\n', code: 98 },
    { situation: 'an unknown operation', script: 'frob 1\n', ending: '> frob 1\nBAD OP frob\n', code: 97 },
    { situation: 'exit', script: 'exit 3\nbrk 0\n', ending: '> exit 3\n', code: 3 },
    { situation: 'a fatal signal, with what was not flushed lost', script: 'nohandlers\npoke 0 1\n', ending: '> nohandlers\n', code: 139 },
    { situation: 'an unknown name in a child, of which the parent hears', script: 'fork\nbrk x\nendfork\n', ending: 'UNKNOWN SYMBOL x\n  [parent] child exit 98\n', code: 0 },
  ])('$situation', async ({ script, ending, code }) => {
    const { output, exitCode } = await replayScript(script, PLAIN);
    expect(exitCode).toBe(code);
    expect(output.slice(-ending.length)).toBe(ending);
  });
});
