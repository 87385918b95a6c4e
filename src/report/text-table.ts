/** Tables of plain text: columns two blanks apart, numbers to the right, so that they can be read, cut and compared. */

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/** The lines of a table, titles first; every row has a cell for every column. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, index) => rows.reduce((width, row) => Math.max(width, row[index]!.length), title.length));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (columns[index]!.align === 'left' ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
      .join(GAP)
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}

/** A share as a percentage with one decimal: `36.4 %`. */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
