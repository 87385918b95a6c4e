import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../src/kernel/run-loop.ts';
import { restore, snapshot } from '../src/kernel/snapshot.ts';
import { assembleProgram, bootGuest, runGuest } from './support/guest.ts';
import { findLeaks } from './support/leaks.ts';
import { listExamples, type ExampleProgram } from './support/program-header.ts';

/** Instructions between snapshots. */
const SNAPSHOT_INTERVAL = 20_000;

const programs = listExamples('asm', '.s');

async function check(program: ExampleProgram, moreFlags: string): Promise<void> {
  const bytes = assembleProgram(program.source, program.path);
  const { stdout, code, message, kernel } = await runGuest(bytes, { flags: `${program.flags} ${moreFlags}`, arguments: program.arguments, input: program.input, name: basename(program.name, '.s') });
  expect({ output: stdout.split('\n').slice(0, -1), code, message: code > 128 ? '' : message }).toEqual({ output: program.expected, code: program.exitCode, message: '' });
  expect(findLeaks(kernel)).toEqual([]);
}

describe('example programs in assembly', () => {
  test.each(programs.map((program) => [program.name, program] as const))('%s prints what it promises and gives everything back', async (_name, program) => {
    await check(program, '');
  });

  test.each(programs.map((program) => [program.name, program] as const))('%s prints the same under stress', async (_name, program) => {
    await check(program, '--stress slice=7,evict');
    await check(program, '--stress slice=1,tlb-flush,evict --cpus 3');
  });

  test.each(programs.map((program) => [program.name, program] as const))('%s prints the same when snapshots are taken and restored', async (_name, program) => {
    const request = { flags: program.flags, arguments: program.arguments, input: program.input, name: basename(program.name, '.s') };
    const { kernel, streams, close } = await bootGuest(assembleProgram(program.source, program.path), request);
    while (run(kernel, { instructions: kernel.instructions() + SNAPSHOT_INTERVAL }).reason === 'instructions') restore(snapshot(kernel));
    close();
    expect(streams.output[1].split('\n').slice(0, -1)).toEqual(program.expected);
  });
});
