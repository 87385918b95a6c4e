/** docs/SYSCALLS.md: the table of system calls as text. */
import type { Syscall } from './syscall.ts';
import { SYSCALLS } from './table.ts';

const FAMILIES: readonly { readonly family: Syscall['family']; readonly title: string }[] = [
  { family: 'memory', title: 'Memory' },
  { family: 'file', title: 'Files' },
  { family: 'process', title: 'Processes, threads, limits' },
  { family: 'signal', title: 'Signals' },
  { family: 'time', title: 'Time' },
];

const HEAD = `# System calls

Generated from \`src/kernel/syscalls/table.ts\` by \`npm run docs\`; do not edit.

Numbers and records are those of Linux i386. A program puts the number into a7 and the arguments into a0 to a5 and executes
\`ecall\`; the result, or the negative error number, comes back in a0 and all other registers are kept. 64-bit arguments take
two registers, low word first. Results and errors are those of Linux 6.18 unless the last column says otherwise. Numbers that
are not in these tables give -ENOSYS.
`;

const row = ({ number, name, arguments: parameters, missing }: Syscall): string =>
  `| ${number} | \`${name}\` | ${parameters.map((parameter) => `\`${parameter.name}\``).join(', ')} | ${missing} |`;

/** The document; equal tables give equal texts. */
export function syscallsDocument(): string {
  const parts = FAMILIES.map(({ family, title }) => {
    const rows = SYSCALLS.filter((call) => call.family === family).map(row);
    return `## ${title}\n\n| number | name | arguments | what differs from Linux |\n| ---: | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${HEAD}\n${parts.join('\n')}`;
}
