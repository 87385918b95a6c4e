/**
 * The source places of a function by code offset, ascending: for each its offset, file, line and the inlined call that it belongs to, as numbers in
 * a row. There are tens of thousands in a program, which archives keep and most of which nobody ever looks at one by one.
 */

export interface PlaceTable {
  /** Each file once. */
  readonly files: readonly string[];
  /** {@link PlaceField.Size} numbers for each place. */
  readonly rows: Int32Array;
}

export const enum PlaceField {
  Offset,
  /** A number in the list of files. */
  File,
  Line,
  /** -1 for the function's own code. */
  Inline,
  Size,
}

export interface Place {
  readonly offset: number;
  readonly file: string;
  readonly line: number;
  readonly inline: number;
}

export function placeTable(places: readonly Place[]): PlaceTable {
  const files = [...new Set(places.map(({ file }) => file))];
  const rows = new Int32Array(places.length * PlaceField.Size);
  places.forEach(({ offset, file, line, inline }, i) => rows.set([offset, files.indexOf(file), line, inline], i * PlaceField.Size));
  return { files, rows };
}

export const placeCount = ({ rows }: PlaceTable): number => rows.length / PlaceField.Size;

export function placeAt({ files, rows }: PlaceTable, index: number): Place {
  const at = index * PlaceField.Size;
  return { offset: rows[at + PlaceField.Offset]!, file: files[rows[at + PlaceField.File]!]!, line: rows[at + PlaceField.Line]!, inline: rows[at + PlaceField.Inline]! };
}
