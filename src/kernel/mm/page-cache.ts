/** Cached pages of a file: Linux's address_space. */
import type { Inode } from '../fs/file.ts';

export interface Mapping {
  readonly inode: Inode;
  /** Page index to frame, or for shmem to a swap entry. */
  readonly pages: Map<number, number>;
}
