/**
 * What was compiled before, in files of one folder. Each begins with the hash of its rest; one that is damaged, in whatever way, is none. Files are
 * written aside and renamed, so that who reads sees all or nothing; those used longest ago go when there are too many.
 *
 * An archive holds compiled functions of a package; its name is a hash of everything that they depend on, the compiler included.
 *
 *   HASH.pkg: hash of the rest (32 bytes) | the record as V8 serialises it, with entries that are serialised by themselves
 *
 * A program's executable remembers every file and folder that the compiler looked at, by hash: if all of them are as they were, and the
 * compiler is the same, nothing is compiled.
 *
 *   HASH.elf: hash of the rest (32 bytes) | length of the record (4 bytes) | the record as JSON | the executable
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

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

/** The names of entries, and of what is being written; other files in the folder are not ours. */
const ENTRY_NAME = /^[0-9a-f]{64}\.(elf|pkg)(\.|$)/;

/** Removes the entries that were used longest ago. */
function trim(folder: string): void {
  const entries = readdirSync(folder).filter((name) => ENTRY_NAME.test(name)).map((name) => join(folder, name));
  if (entries.length <= MOST_ENTRIES) return;
  const byAge = entries.map((path) => ({ path, time: statSync(path).mtimeMs })).sort((a, b) => a.time - b.time);
  for (const { path } of byAge.slice(0, entries.length - MOST_ENTRIES)) rmSync(path, { force: true });
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** What an entry holds; null if there is none, or a damaged one. */
function readEntry(file: string): Buffer | null {
  try {
    const entry = readFileSync(file);
    const body = entry.subarray(HASH_LENGTH);
    if (!sha256(body).equals(entry.subarray(0, HASH_LENGTH))) return null;
    const now = new Date();
    utimesSync(file, now, now);
    return body;
  } catch {
    return null;
  }
}

/** Writes an entry. A cache that cannot be written is not used: a read-only home is no reason to fail. */
function writeEntry(file: string, body: Uint8Array): void {
  const folder = join(file, '..');
  const temporary = `${file}.${randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, Buffer.concat([sha256(body), body]));
    renameSync(temporary, file);
    trim(folder);
  } catch {
    // What is left of it goes with the entries that nobody uses.
  }
}

/** Keeps records under keys, for as long as `maker` is the same. */
export class RecordStore<T> {
  constructor(private readonly folder: string, private readonly maker: string) {}

  load(key: string): T | null {
    const body = readEntry(this.fileOf(key));
    if (body === null) return null;
    try {
      return deserialize(body) as T;
    } catch {
      return null;
    }
  }

  save(key: string, record: T): void {
    writeEntry(this.fileOf(key), serialize(record));
  }

  pack(entry: unknown): Uint8Array {
    return serialize(entry);
  }

  unpack(bytes: Uint8Array): unknown {
    return deserialize(bytes);
  }

  keyOf(parts: readonly (string | Uint8Array)[]): string {
    const hash = createHash('sha256').update(this.maker);
    for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
    return hash.digest('hex');
  }

  private fileOf(key: string): string {
    return join(this.folder, `${key}.pkg`);
  }
}

export class CompileCache {
  private readonly file: string;

  /** `key` names the compiler, its options and the program. */
  constructor(folder: string, key: string) {
    this.file = join(folder, `${createHash('sha256').update(key).digest('hex')}.elf`);
  }

  /** The executable, if nothing that it was made from has changed. */
  find(reader: InputReader): Uint8Array | null {
    const body = readEntry(this.file);
    if (body === null || body.length < LENGTH_BYTES) return null;
    const recordEnd = LENGTH_BYTES + body.readUInt32LE(0);
    const inputs = JSON.parse(body.subarray(LENGTH_BYTES, recordEnd).toString()) as Inputs;
    for (const [path, hash] of Object.entries(inputs.files)) if (hashBytes(reader.readFile(path)) !== hash) return null;
    for (const [folder, hash] of Object.entries(inputs.folders)) if (hashNames(reader.listFiles(folder)) !== hash) return null;
    return new Uint8Array(body.subarray(recordEnd));
  }

  /** Keeps an executable. */
  keep(inputs: Inputs, executable: Uint8Array): void {
    const record = Buffer.from(JSON.stringify(inputs));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(record.length);
    writeEntry(this.file, Buffer.concat([length, record, executable]));
  }
}
