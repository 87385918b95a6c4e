/**
 * Makes a Go program smaller while something stays true of it: takes away runs of lines whose braces match, longest first, until nothing more can
 * go. Candidates that no longer compile must make the condition false.
 */

/** How many characters of `open` a line has more than of `close`. */
const balance = (line: string): number => line.split('{').length - line.split('}').length;

/** The end of the statement or declaration that begins at line `start`: the first line where its braces match. */
function endOf(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let i = start; i < lines.length; i++) {
    depth += balance(lines[i]!);
    if (depth < 0) return start;
    if (depth === 0) return i + 1;
  }
  return start;
}

/** A smaller text for which `holds` is true, as it is for `text`, found with at most `tries` questions. */
export async function shrinkGo(text: string, tries: number, holds: (text: string) => Promise<boolean>): Promise<string> {
  let lines = text.split('\n');
  let left = tries;
  for (let isSmaller = true; isSmaller && left > 0; ) {
    isSmaller = false;
    // Long pieces first; what is taken away moves the ones behind it.
    const lengths = [...new Set(lines.map((_, start) => endOf(lines, start) - start))].sort((a, b) => b - a);
    for (const length of lengths) {
      for (let start = lines.length - 1; start >= 0 && length > 0 && left > 0; start--) {
        if (endOf(lines, start) - start !== length) continue;
        const rest = [...lines.slice(0, start), ...lines.slice(start + length)];
        left--;
        if (!(await holds(rest.join('\n')))) continue;
        lines = rest;
        isSmaller = true;
      }
    }
  }
  return lines.join('\n');
}
