/** What vmoracle makes of the texts under /proc: shorter lines, files by kind. */
import { TASK_SIZE } from '../../kernel/mm/mm.ts';
import { hex } from './words.ts';

/** Part of the path of the program: its mappings are printed as EXE. */
export const PROGRAM_NAME = 'vmoracle';

/** Later ones win, as in the real program. */
function fileKind(path: string): string {
  const kinds: [string, string][] = [[PROGRAM_NAME, 'EXE'], ['memfd', 'MEMFD'], ['/dev/zero', 'ZEROSHM']];
  let kind = 'FILE';
  let last = -1;
  for (const [part, name] of kinds) {
    const at = path.lastIndexOf(part);
    if (at > last) [last, kind] = [at, name];
  }
  return kind;
}

/** The lines of `maps`. */
export function mapsLines(maps: string): string {
  const lines = maps.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [, start, end, permissions, offset, name] = /^(\w+)-(\w+) (\S+) (\w+) \S+ \S+ *(.*)$/.exec(line)!;
    const suffix = name === '' ? '' : name!.startsWith('[') ? ` ${name}` : ` ${fileKind(name!)}`;
    return `    ${start}-${end} ${permissions} ${hex(Number.parseInt(offset!, 16), 1)}${suffix}\n`;
  }).join('');
}

/** The number behind `key` at the start of a line; -1 if there is none. */
function field(text: string, key: string): number {
  const found = new RegExp(`^${key}[ \\t]*([0-9]*)`, 'm').exec(text);
  return found === null ? -1 : Number(found[1]);
}

const fields = (text: string, keys: readonly string[]): string => keys.map((key) => `${key}:${field(text, `${key}:`)} `).join('');

const STATUS_FIELDS = ['VmPeak', 'VmSize', 'VmLck', 'VmData', 'VmStk', 'VmExe', 'VmLib', 'VmPTE', 'VmSwap'];

export const statusLine = (status: string): string => fields(status, STATUS_FIELDS);

const SMAPS_FIELDS = [
  'Size', 'Rss', 'Pss', 'Shared_Clean', 'Shared_Dirty', 'Private_Clean', 'Private_Dirty', 'Referenced', 'Anonymous', 'Swap', 'Locked',
];

/** Numbers and flags of the mapping that contains `va`. */
export function smapsLine(smaps: string, va: number): string {
  for (const text of smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const [, start, end] = /^([0-9a-f]+)-([0-9a-f]+)/.exec(text) ?? [];
    if (start === undefined || va < Number.parseInt(start, 16) || va >= Number.parseInt(end!, 16)) continue;
    return `${fields(text, SMAPS_FIELDS)}| ${/^VmFlags:.*$/m.exec(text)![0]}`;
  }
  return 'novma';
}

/** Size and end of the stack. */
export function stackLine(maps: string): string {
  const line = maps.split('\n').find((text) => text.endsWith('[stack]')) ?? maps;
  const [start, end] = line.split(/[- ]/).map((text) => Number.parseInt(text, 16));
  return `stack size ${hex(end! - start!, 1)} end ${hex(end!, 8)}`;
}

/** One letter for the word of a page in /proc/self/pagemap. */
export function pagemapLetter(high: number): string {
  const bit = (number: number): boolean => ((high >>> (number - 32)) & 1) !== 0;
  if (bit(62)) return 's';
  if (!bit(63)) return '-';
  const letter = bit(61) ? 'f' : 'a';
  return bit(56) ? letter.toUpperCase() : letter;
}

/** Pages that /proc/self/pagemap covers. */
export const PAGEMAP_PAGES = TASK_SIZE / 4096;
