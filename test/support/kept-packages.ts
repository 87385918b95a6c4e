/**
 * Library packages compiled for tests, kept so that a file of tests compiles each function of the library once, and the next file or run not at
 * all: in memory, and beside the build for as long as that stays the same. Only for compilations that check the intermediate form: what is kept
 * was checked when it was made. Package main is never kept, so it is compiled and checked each time.
 */
import { existsSync, readFileSync } from 'node:fs';
import { hashBytes, RecordStore } from '../../src/host/compile-cache.ts';
import type { ArchiveRecord, ArchiveStore } from '../../src/toolchain/go/archive/package-archive.ts';
import { inRepository } from './repository.ts';

/** Written by every build; holds the hash of every source of the compiler. */
const BUILD_RECORD = inRepository('dist/.tsbuildinfo');
const FOLDER = inRepository('dist/test-packages');

class KeptPackages implements ArchiveStore {
  private readonly inMemory = new Map<string, ArchiveRecord>();
  private readonly onDisk = new RecordStore<ArchiveRecord>(FOLDER, existsSync(BUILD_RECORD) ? hashBytes(readFileSync(BUILD_RECORD))! : String(process.pid));

  load(key: string): ArchiveRecord | null {
    const known = this.inMemory.get(key) ?? this.onDisk.load(key);
    if (known !== null) this.inMemory.set(key, known);
    return known;
  }

  save(key: string, archive: ArchiveRecord): void {
    this.inMemory.set(key, archive);
    this.onDisk.save(key, archive);
  }

  pack(entry: unknown): Uint8Array {
    return this.onDisk.pack(entry);
  }

  unpack(bytes: Uint8Array): unknown {
    return this.onDisk.unpack(bytes);
  }

  keyOf(parts: readonly (string | Uint8Array)[]): string {
    return this.onDisk.keyOf(parts);
  }
}

export const KEPT_PACKAGES: ArchiveStore = new KeptPackages();
