/** Comparing outputs of vms scripts: normalised as a whole, or operation by operation. */

/** What test/golden/vms/normalise.sed hides: the label of the bss, fault counts, two numbers of `status`. */
export function normaliseVms(text: string): string {
  return text
    .replace(/^( {4}0804e000-080f0000 rw-p 0) \[heap\]/gm, '$1')
    .replace(/ (minflt|majflt)\+[0-9]+/g, '')
    .replace(/VmP(eak|TE):[0-9]+/g, '')
    .replace(/ {2}= VmPeak.*/g, '  = STATUS');
}

/** An operation with everything that it printed. */
export interface VmsBlock {
  /** The echoed line, `> op …`. */
  readonly operation: string;
  readonly lines: readonly string[];
}

/** The operations of an output, in order; comments and what processes print of themselves belong to none. */
export function vmsBlocks(text: string): VmsBlock[] {
  const blocks: { operation: string; lines: string[] }[] = [];
  let current: string[] | null = null;
  for (const line of text.split('\n')) {
    if (line.startsWith('> ')) {
      current = [];
      blocks.push({ operation: line, lines: current });
    } else if (line.startsWith('#') || line.startsWith('  [')) {
      current = null;
    } else if (line !== '') {
      current?.push(line);
    }
  }
  return blocks;
}

/** Lines that carry fault counts, with the page-table sizes that they may share a line with hidden. */
export function faultLines(text: string): string[] {
  return text.split('\n').filter((line) => /(minflt|majflt)\+/.test(line)).map((line) => line.replace(/VmP(eak|TE):[0-9]+/g, ''));
}
