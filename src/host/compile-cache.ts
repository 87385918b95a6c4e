/**
 * Executables of programs compiled before. An entry remembers every file and folder that the compiler looked at, by hash: if all of them are as
 * they were, and the compiler is the same, its result is taken from here. An entry that is damaged, in whatever way, is none.
 *
 *   entry: hash of the rest (32 bytes) | length of the record (4 bytes) | the record as JSON | the executable
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What was looked at: hashes by path; null where there was nothing. */
export interface Inputs {
  readonly files: Readonly<Record<string, string | null>>;
  readonly folders: Readonly<Record<string, string | null>>;
}

/** Looks at files and folders again. */
export interface InputReader {
  readFile(path: string): Uint8Array | null;
  listFiles(folder: string): readonly string[] | null;
}

const HASH_LENGTH = 32;
const LENGTH_BYTES = 4;

export const hashBytes = (bytes: Uint8Array | null): string | null => (bytes === null ? null : createHash('sha256').update(bytes).digest('hex'));
export const hashNames = (names: readonly string[] | null): string | null => (names === null ? null : hashBytes(new TextEncoder().encode(names.join('\0'))));

/** Where entries lie; null if the user wants no cache (`PAGEWALK_CACHE=off`). */
export function cacheFolder(): string | null {
  const chosen = process.env['PAGEWALK_CACHE'];
  if (chosen === 'off') return null;
  if (chosen !== undefined && chosen !== '') return chosen;
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pagewalk');
}

/** Entries that a cache holds at most; a program changed again and again makes no new ones. */
const MOST_ENTRIES = 256;

/** Removes the entries that were written longest ago. */
function trim(folder: string): void {
  const entries = readdirSync(folder).map((name) => join(folder, name));
  if (entries.length <= MOST_ENTRIES) return;
  const byAge = entries.map((path) => ({ path, time: statSync(path).mtimeMs })).sort((a, b) => a.time - b.time);
  for (const { path } of byAge.slice(0, entries.length - MOST_ENTRIES)) rmSync(path, { force: true });
}

export class CompileCache {
  private readonly file: string;

  /** `key` names the compiler, its options and the program. */
  constructor(folder: string, key: string) {
    this.file = join(folder, `${createHash('sha256').update(key).digest('hex')}.elf`);
  }

  /** The executable, if nothing that it was made from has changed. */
  find(reader: InputReader): Uint8Array | null {
    let entry: Buffer;
    try {
      entry = readFileSync(this.file);
    } catch {
      return null;
    }
    const body = entry.subarray(HASH_LENGTH);
    if (body.length < LENGTH_BYTES || !createHash('sha256').update(body).digest().equals(entry.subarray(0, HASH_LENGTH))) return null;
    const recordEnd = LENGTH_BYTES + body.readUInt32LE(0);
    const inputs = JSON.parse(body.subarray(LENGTH_BYTES, recordEnd).toString()) as Inputs;
    for (const [path, hash] of Object.entries(inputs.files)) if (hashBytes(reader.readFile(path)) !== hash) return null;
    for (const [folder, hash] of Object.entries(inputs.folders)) if (hashNames(reader.listFiles(folder)) !== hash) return null;
    return new Uint8Array(body.subarray(recordEnd));
  }

  /** Keeps an executable. A cache that cannot be written is not used. */
  keep(inputs: Inputs, executable: Uint8Array): void {
    const record = Buffer.from(JSON.stringify(inputs));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(record.length);
    const body = Buffer.concat([length, record, executable]);
    const temporary = `${this.file}.${process.pid}`;
    try {
      mkdirSync(join(this.file, '..'), { recursive: true });
      writeFileSync(temporary, Buffer.concat([createHash('sha256').update(body).digest(), body]));
      renameSync(temporary, this.file);
      trim(join(this.file, '..'));
    } catch {
      // A read-only home is no reason to fail.
    }
  }
}
