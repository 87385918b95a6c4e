/** The formats in which a trace may come, and how to tell them apart. */
import { latin1Text } from '../base/latin1.ts';
import { isRecordedReferences, parseRecordedReferences } from '../observe/recorded-references.ts';
import type { ReferenceTrace } from '../observe/reference-trace.ts';
import { parseLackey, type LackeyOptions } from './lackey.ts';
import { parseReferenceString } from './reference-string.ts';

/** Names of the formats. */
export const TRACE_FORMATS = ['string', 'lackey', 'references'] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

const LACKEY_LINE = /^\s*[ILSM]\s+[0-9a-fA-F]+,[0-9]+\s*$/;
/** Bytes that are looked at for the first line of a lackey trace, which valgrind's messages may precede. */
const SNIFF_LIMIT = 4096;

/** The format that a file's beginning shows; a reference string if it shows none. */
export function detectFormat(bytes: Uint8Array): TraceFormat {
  if (isRecordedReferences(bytes)) return 'references';
  const start = latin1Text(bytes.subarray(0, SNIFF_LIMIT)).split('\n');
  return start.some((line) => LACKEY_LINE.test(line)) ? 'lackey' : 'string';
}

/** Reads a trace. Throws TraceFormatError. */
export function parseTrace(bytes: Uint8Array, format: TraceFormat, options: LackeyOptions): ReferenceTrace {
  switch (format) {
    case 'lackey':
      return parseLackey(bytes, options);
    case 'references':
      return parseRecordedReferences(bytes);
    case 'string':
      return parseReferenceString(bytes);
  }
}
