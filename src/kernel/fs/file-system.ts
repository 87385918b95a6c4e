/**
 * The one file system: a tree of inodes kept as records, whose regular files have their data in blocks of a disk, read and
 * written through the page cache. Shared anonymous memory and memfds have inodes of their own (mm/shmem.ts), outside the
 * tree. Deliberately missing: metadata on the disk itself (the tree lives as long as the machine), hard links, mounts.
 */
import { Errno } from '../../abi/errno.ts';
import { FileType } from '../../abi/stat.ts';
import { assert } from '../../base/assert.ts';
import { DiskResult, type BlockDevice } from '../../machine/block-device.ts';
import type { MemorySystem } from '../mm/memory-system.ts';
import { createMapping, type MappingOps } from '../mm/page-cache.ts';
import { PAGE_SIZE } from '../mm/mm.ts';
import { createWaitQueue, type WaitQueue } from '../wait.ts';
import { BlockAllocator } from './block-allocator.ts';
import type { FileKind, Inode, OpenFile } from './file.ts';

/** Device numbers, as maps and stat show them. */
export const enum DeviceMajor {
  None = 0,
  Memory = 1,
  Disk = 8,
}

/** Minor numbers. */
export const enum DeviceMinor {
  Disk = 1,
  Proc = 5,
  Null = 3,
  Zero = 5,
  Random = 9,
}

/** `Inode.data` of a directory: entries in order of creation. */
export interface DirectoryData {
  readonly entries: Map<string, Inode>;
  /** null for the root. */
  parent: Inode | null;
}

/** `Inode.data` of a regular file on the disk. */
export interface DiskFileData {
  /** Page index to block number; a missing page is a hole. */
  readonly blocks: Map<number, number>;
}

/** `Inode.data` of a symbolic link. A magic one leads straight to an open file, whatever its name. */
export interface SymlinkData {
  readonly target: string;
  readonly opens: OpenFile | null;
}

/** Name of the operations by which the page cache finds the blocks of files of this file system. */
export const DISK_MAPPING = 'disk';

/** The parts of an absolute path. */
const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '');

const blocksOf = (inode: Inode): Map<number, number> => (inode.data as DiskFileData).blocks;

export class FileSystem implements MappingOps {
  readonly root: Inode;
  /** Whoever polls waits here; every change of a pollable file wakes it. */
  readonly pollQueue: WaitQueue = createWaitQueue('poll');
  private readonly blocks: BlockAllocator;
  private nextIno = 1;

  /** `disk` is written directly only by {@link FileSystem.install}; all else goes through the page cache. */
  constructor(
    private readonly memory: MemorySystem,
    readonly disk: BlockDevice,
  ) {
    this.blocks = new BlockAllocator(disk.blockCount);
    this.root = this.createDirectory(null, 0o755);
    for (const [name, mode] of [['tmp', 0o1777], ['dev', 0o755], ['bin', 0o755]] as const) this.link(this.root, name, this.createDirectory(this.root, mode));
    this.link(this.root, 'proc', this.createInode('procdir', FileType.Directory | 0o555, DeviceMajor.None, DeviceMinor.Proc, { entry: 'root', pid: 0 }));
    const dev = this.entriesOf(this.root).get('dev')!;
    const device = (name: string, kind: FileKind, minor: number): void =>
      this.link(dev, name, this.createInode(kind, FileType.CharacterDevice | 0o666, DeviceMajor.Memory, minor, null));
    device('null', 'null', DeviceMinor.Null);
    device('zero', 'zero', DeviceMinor.Zero);
    device('urandom', 'random', DeviceMinor.Random);
    device('random', 'random', DeviceMinor.Random - 1);
  }

  createInode(kind: FileKind, mode: number, major: number, minor: number, data: unknown): Inode {
    return { ino: this.nextIno++, major, minor, kind, mode, nlink: 1, references: 0, size: 0, uid: 0, mtime: 0, mapping: null, data };
  }

  createDirectory(parent: Inode | null, mode: number): Inode {
    const data: DirectoryData = { entries: new Map(), parent };
    return this.createInode('directory', FileType.Directory | mode, DeviceMajor.Disk, DeviceMinor.Disk, data);
  }

  /** An empty file on the disk, not yet linked anywhere. */
  createDiskFile(mode: number): Inode {
    const data: DiskFileData = { blocks: new Map() };
    const inode = this.createInode('regular', FileType.Regular | mode, DeviceMajor.Disk, DeviceMinor.Disk, data);
    inode.mapping = createMapping(this.memory, inode, DISK_MAPPING);
    return inode;
  }

  blockFor(inode: Inode, pageIndex: number): number {
    return blocksOf(inode).get(pageIndex) ?? -1;
  }

  allocateBlock(inode: Inode, pageIndex: number): number {
    const present = blocksOf(inode).get(pageIndex);
    if (present !== undefined) return present;
    const block = this.blocks.allocate();
    if (block < 0) return -Errno.ENOSPC;
    blocksOf(inode).set(pageIndex, block);
    return block;
  }

  releaseBlock(inode: Inode, pageIndex: number): void {
    const block = blocksOf(inode).get(pageIndex);
    if (block === undefined) return;
    this.blocks.release(block);
    blocksOf(inode).delete(pageIndex);
  }

  /** Gives back the blocks of a file from page `from` on. */
  freeBlocks(inode: Inode, from: number): void {
    for (const [index, block] of blocksOf(inode)) {
      if (index < from) continue;
      this.blocks.release(block);
      blocksOf(inode).delete(index);
    }
  }

  entriesOf(directory: Inode): Map<string, Inode> {
    assert(directory.kind === 'directory', `entriesOf: inode ${directory.ino} is a ${directory.kind}`);
    return (directory.data as DirectoryData).entries;
  }

  link(directory: Inode, name: string, inode: Inode): void {
    this.entriesOf(directory).set(name, inode);
  }

  /**
   * Puts a file with these bytes at `path`, with the directories on the way, straight on the disk and not into the cache: how a program
   * gets into the machine before it runs. Gives the inode, or null if the disk is too small or fails.
   */
  install(path: string, bytes: Uint8Array, mode: number): Inode | null {
    const names = namesOf(path);
    const last = names.pop()!;
    const directory = this.directoriesTo(names);
    const inode = this.createDiskFile(mode);
    const block = new Uint8Array(PAGE_SIZE);
    for (let index = 0; index * PAGE_SIZE < bytes.length; index++) {
      const number = this.blocks.allocate();
      if (number < 0) return null;
      block.fill(0);
      block.set(bytes.subarray(index * PAGE_SIZE, (index + 1) * PAGE_SIZE));
      if (this.disk.writeBlock(number, block, 0) !== DiskResult.Ok) return null;
      blocksOf(inode).set(index, number);
    }
    inode.size = bytes.length;
    this.link(directory, last, inode);
    return inode;
  }

  /** Makes a directory for a user to start in, with those on the way. */
  installDirectory(path: string, uid: number): void {
    this.directoriesTo(namesOf(path)).uid = uid;
  }

  /** The directory with these names on the way to it; what is missing is made. */
  private directoriesTo(names: readonly string[]): Inode {
    let directory = this.root;
    for (const name of names) {
      let next = this.entriesOf(directory).get(name);
      if (next === undefined) {
        next = this.createDirectory(directory, 0o755);
        this.link(directory, name, next);
      }
      directory = next;
    }
    return directory;
  }
}
