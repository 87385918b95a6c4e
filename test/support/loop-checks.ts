/** Finds bounds checks in the loops of compiled functions, by reading the listing. */

interface Line {
  readonly address: number;
  readonly mnemonic: string;
  readonly operands: string;
}

/** Functions of a listing as `pagewalk disasm` prints it, by name. */
export function functionsOf(listing: string): Map<string, readonly Line[]> {
  const functions = new Map<string, Line[]>();
  let lines: Line[] = [];
  for (const text of listing.split('\n')) {
    const head = /^[0-9a-f]{8} <(.+)>:$/.exec(text);
    if (head !== null) functions.set(head[1]!, (lines = []));
    const instruction = /^ ([0-9a-f]+):\t[0-9a-f]{8} +\t(\S+)(?:\t(.*))?$/.exec(text);
    if (instruction !== null) lines.push({ address: Number.parseInt(instruction[1]!, 16), mnemonic: instruction[2]!, operands: instruction[3] ?? '' });
  }
  return functions;
}

/** Where a branch or jump within the function leads; null for other instructions and calls. */
function targetOf({ mnemonic, operands }: Line): number | null {
  if (mnemonic !== 'j' && !mnemonic.startsWith('b')) return null;
  const target = /([0-9a-f]+) <[^>]*>$/.exec(operands);
  return target === null ? null : Number.parseInt(target[1]!, 16);
}

/** How many branches in the function's innermost loops lead to the report of an index that is out of range. */
export function checksInInnerLoops(lines: readonly Line[]): number {
  const at = new Map(lines.map((line, i) => [line.address, i]));
  const reports = (start: number): boolean => {
    for (let i = at.get(start) ?? lines.length; i < lines.length; i++) {
      const { mnemonic, operands } = lines[i]!;
      if (mnemonic === 'jal') return /<runtime\.panic(Index|Slice)/.test(operands);
      if (!['mv', 'li', 'lw', 'addi', 'lui'].includes(mnemonic)) return false;
    }
    return false;
  };
  // The way back from the call for a larger stack is none.
  const growth = lines.find(({ mnemonic, operands }) => mnemonic === 'jal' && operands.includes('<runtime.morestack'))?.address ?? Infinity;
  const loops = lines.flatMap((line) => {
    const target = targetOf(line);
    return target !== null && target <= line.address && line.address < growth ? [{ start: target, end: line.address }] : [];
  });
  const inner = loops.filter((loop) => !loops.some(({ start, end }) => start >= loop.start && end < loop.end));
  return lines.filter((line) => {
    const target = targetOf(line);
    return target !== null && reports(target) && inner.some(({ start, end }) => start <= line.address && line.address <= end);
  }).length;
}
