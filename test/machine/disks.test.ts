import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileDisk, FileDiskError } from '../../src/host/file-disk.ts';
import { runJobs } from '../../src/host/worker-pool.ts';
import { Block, type BlockDevice, DiskResult } from '../../src/machine/block-device.ts';
import { CountingDisk } from '../../src/machine/counting-disk.ts';
import { DISK_MODELS, DiskQueue } from '../../src/machine/disk-queue.ts';
import { MemoryDisk } from '../../src/machine/memory-disk.ts';
import { inRepository } from '../support/repository.ts';

const BLOCKS = 100;
const blockOf = (value: number): Uint8Array => new Uint8Array(Block.Size).fill(value);

function read(disk: BlockDevice, block: number): number {
  const bytes = blockOf(255);
  expect(disk.readBlock(block, bytes, 0)).toBe(DiskResult.Ok);
  expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
  return bytes[0];
}

describe.each([
  ['a disk in memory', () => new MemoryDisk(BLOCKS)],
  ['a disk in a file', () => new FileDisk({ blockCount: BLOCKS })],
])('%s', (_name, make) => {
  let disk: BlockDevice;
  beforeEach(() => { disk = make(); });
  afterEach(() => disk.close());

  test('reads zeros until a block is written, then what was written', () => {
    expect(read(disk, 5)).toBe(0);
    expect(disk.writeBlock(5, blockOf(7), 0)).toBe(DiskResult.Ok);
    expect([read(disk, 4), read(disk, 5), read(disk, 6)]).toEqual([0, 7, 0]);
  });

  test('moves a block at any offset of the bytes', () => {
    const bytes = new Uint8Array(3 * Block.Size).fill(1, Block.Size, 2 * Block.Size);
    disk.writeBlock(0, bytes, Block.Size);
    const target = new Uint8Array(2 * Block.Size);
    disk.readBlock(0, target, Block.Size);
    expect([target[Block.Size - 1], target[Block.Size], target[2 * Block.Size - 1]]).toEqual([0, 1, 1]);
  });

  test.each([-1, BLOCKS])('has no block %i', (block) => {
    expect(disk.readBlock(block, blockOf(0), 0)).toBe(DiskResult.Error);
    expect(disk.writeBlock(block, blockOf(0), 0)).toBe(DiskResult.Error);
  });

  test('is restored to any of its states', () => {
    const states = [disk.saveState()];
    for (let value = 1; value < 4; value++) {
      disk.writeBlock(value, blockOf(value), 0);
      disk.writeBlock(9, blockOf(value), 0);
      states.push(disk.saveState());
    }
    for (const index of [1, 3, 0, 2]) {
      disk.writeBlock(50, blockOf(50), 0);
      disk.restoreState(states[index]);
      expect([1, 2, 3, 9, 50].map((block) => read(disk, block))).toEqual([index >= 1 ? 1 : 0, index >= 2 ? 2 : 0, index >= 3 ? 3 : 0, index, 0]);
    }
  });

  test('gives its state to a fresh disk', () => {
    disk.writeBlock(2, blockOf(2), 0);
    const other = make();
    other.writeBlock(3, blockOf(3), 0);
    other.restoreState(disk.saveState());
    expect([read(other, 2), read(other, 3)]).toEqual([2, 0]);
    other.close();
  });
});

describe('the file of a disk', () => {
  test('is gone from the temporary folder at once and never takes its full size', () => {
    const folder = mkdtempSync(join(tmpdir(), 'disk-test-'));
    vi.stubEnv('TMPDIR', folder);
    const disk = new FileDisk({ blockCount: 3 << 18 });
    vi.unstubAllEnvs();
    disk.writeBlock((3 << 18) - 1, blockOf(1), 0);
    expect(read(disk, (3 << 18) - 1)).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
    disk.close();
    rmSync(folder, { recursive: true });
  });

  test('is another one for every thread, however close together they ask for it', async () => {
    const worker = pathToFileURL(inRepository('dist/test/support/disk-making-worker.js'));
    expect(await runJobs<number, number>(worker, [2000, 2000, 2000], { size: 3 })).toEqual([2000, 2000, 2000]);
  });

  test('is kept where it was asked for, sparse', () => {
    const folder = mkdtempSync(join(tmpdir(), 'disk-test-'));
    const path = join(folder, 'swap');
    const disk = new FileDisk({ blockCount: BLOCKS, path });
    disk.writeBlock(1, blockOf(1), 0);
    disk.close();
    expect(existsSync(path)).toBe(true);
    expect(statSync(path).size).toBe(BLOCKS * Block.Size);
    rmSync(folder, { recursive: true });
  });

  test('that cannot be made is reported with its path', () => {
    expect(() => new FileDisk({ blockCount: 1, path: '/nowhere/swap' })).toThrow(FileDiskError);
    expect(() => new FileDisk({ blockCount: 1, path: '/nowhere/swap' })).toThrow(/cannot open \/nowhere\/swap/);
  });

  test('that is closed underneath gives errors, not exceptions', () => {
    const disk = new FileDisk({ blockCount: 1 });
    disk.close();
    expect(disk.readBlock(0, blockOf(0), 0)).toBe(DiskResult.Error);
    expect(disk.writeBlock(0, blockOf(0), 0)).toBe(DiskResult.Error);
  });
});

test('a counting disk counts bytes that moved and accesses that failed', () => {
  const disk = new CountingDisk(new MemoryDisk(2));
  disk.writeBlock(0, blockOf(1), 0);
  disk.writeBlock(1, blockOf(1), 0);
  disk.readBlock(0, blockOf(0), 0);
  disk.readBlock(2, blockOf(0), 0);
  expect(disk.counts).toEqual({ bytesRead: 4096, bytesWritten: 8192, errors: 1 });
});

describe('time of requests', () => {
  test('one request waits for the one before it', () => {
    const queue = new DiskQueue(DISK_MODELS.ssd);
    expect(queue.request(1000, 7)).toBe(1000 + 84_096);
    expect(queue.request(2000, 99)).toBe(1000 + 2 * 84_096);
    expect(queue.request(1_000_000, 99, 8)).toBe(1_000_000 + 80_000 + 8 * 4096);
  });

  test('a hard disk seeks unless blocks follow on each other', () => {
    const queue = new DiskQueue(DISK_MODELS.hdd);
    expect(queue.request(0, 10, 2)).toBe(8_000_000 + 2 * 27_307);
    expect(queue.request(20_000_000, 12)).toBe(20_000_000 + 27_307);
    expect(queue.request(40_000_000, 12)).toBe(40_000_000 + 8_027_307);
  });

  test('a disk without latency answers at once', () => {
    expect(new DiskQueue(DISK_MODELS.none).request(5, 1)).toBe(5);
  });

  test('a restored queue goes on as the saved one', () => {
    const queue = new DiskQueue(DISK_MODELS.hdd);
    queue.request(0, 10);
    const state = queue.saveState();
    const expected = queue.request(0, 11);
    queue.request(0, 500);
    queue.restoreState(state);
    expect(queue.request(0, 11)).toBe(expected);
  });
});
