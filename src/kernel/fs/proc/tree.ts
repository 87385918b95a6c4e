/**
 * The tree under /proc. Its inodes are made when they are looked up: a directory node knows which table lists its entries,
 * a file node which text it shows (texts.ts). Numbers in `data` say which task.
 */
import { FileType } from '../../../abi/stat.ts';
import type { Task } from '../../task.ts';
import type { FileContext, FileKind, Inode } from '../file.ts';
import { DeviceMajor, DeviceMinor, type SymlinkData } from '../file-system.ts';

/** `Inode.data` of a file or directory under /proc. */
export interface ProcNode {
  /** Name of a directory in {@link DIRECTORIES} or of a file in texts.ts. */
  readonly entry: string;
  /** The task that /proc/PID is of; 0 outside. */
  readonly pid: number;
}

interface Entry {
  readonly kind: FileKind;
  /** Key of texts.ts or of {@link DIRECTORIES}; for links a word of {@link linkTarget}. */
  readonly entry: string;
  readonly mode: number;
}

const file = (entry: string, mode = 0o444): Entry => ({ kind: 'proc', entry, mode: FileType.Regular | mode });
const directory = (entry: string): Entry => ({ kind: 'procdir', entry, mode: FileType.Directory | 0o555 });
const link = (entry: string): Entry => ({ kind: 'symlink', entry, mode: FileType.SymbolicLink | 0o777 });

/** Fixed entries of each directory; /proc itself also has one for each task, fd one for each descriptor. */
export const DIRECTORIES: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  root: { self: link('self'), meminfo: file('meminfo'), vmstat: file('vmstat'), swaps: file('swaps'), uptime: file('uptime'), version: file('version'), sys: directory('sys') },
  sys: { vm: directory('vm') },
  vm: {
    overcommit_memory: file('overcommit_memory'), swappiness: file('swappiness'), 'page-cluster': file('page-cluster'),
    min_free_kbytes: file('min_free_kbytes'), mmap_min_addr: file('mmap_min_addr'), max_map_count: file('max_map_count'),
  },
  task: {
    maps: file('maps'), smaps: file('smaps'), status: file('status'), statm: file('statm'), stat: file('stat'), pagemap: file('pagemap', 0o400),
    cmdline: file('cmdline'), comm: file('comm'), oom_score: file('oom_score'), oom_score_adj: file('oom_score_adj', 0o644),
    exe: link('exe'), cwd: link('cwd'), fd: directory('fd'),
  },
  fd: {},
};

/** The directory that an entry stands in, for `..`. */
const PARENTS: Readonly<Record<string, string | null>> = { root: null, sys: 'root', vm: 'sys', task: 'root', fd: 'task' };

/** Numbers for stat: the same node always has the same one. */
function inoOf(entry: string, pid: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${pid}/${entry}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return 0x40000000 | (hash >>> 2);
}

function makeInode(kind: FileKind, mode: number, uid: number, node: ProcNode, data: unknown = node): Inode {
  return {
    ino: inoOf(node.entry, node.pid), major: DeviceMajor.None, minor: DeviceMinor.Proc, kind, mode,
    nlink: 1, references: 0, size: 0, uid, mtime: 0, mapping: null, data,
  };
}

const nodeOf = (inode: Inode): ProcNode => inode.data as ProcNode;

function linkTarget(context: FileContext, task: Task, word: string, pid: number): SymlinkData | null {
  if (word === 'self') return { target: String(task.tgid), opens: null };
  const owner = context.tasks.get(pid);
  if (owner === undefined) return null;
  if (word === 'cwd') return { target: owner.cwd, opens: null };
  const opens = owner.mm?.exeFile ?? null;
  return opens === null ? null : { target: opens.path, opens };
}

function descriptorLink(context: FileContext, pid: number, name: string): Inode | null {
  const owner = context.tasks.get(pid);
  const entry = /^\d+$/.test(name) ? owner?.files.files[Number(name)] : null;
  if (!entry) return null;
  const data: SymlinkData = { target: entry.file.path, opens: entry.file };
  return makeInode('symlink', FileType.SymbolicLink | 0o700, owner!.uid, { entry: `fd/${name}`, pid }, data);
}

/** The entry `name` of a directory under /proc, or null. */
export function procLookup(context: FileContext, task: Task, parent: Inode, name: string): Inode | null {
  const { entry, pid } = nodeOf(parent);
  if (entry === 'fd') return descriptorLink(context, pid, name);
  if (entry === 'root' && /^\d+$/.test(name)) {
    const owner = context.tasks.get(Number(name));
    return owner === undefined ? null : makeInode('procdir', FileType.Directory | 0o555, owner.uid, { entry: 'task', pid: owner.pid });
  }
  const found = DIRECTORIES[entry]![name];
  if (found === undefined) return null;
  const uid = context.tasks.get(pid)?.uid ?? 0;
  const node: ProcNode = { entry: found.entry, pid };
  if (found.kind !== 'symlink') return makeInode(found.kind, found.mode, uid, node);
  const target = linkTarget(context, task, found.entry, pid);
  return target === null ? null : makeInode('symlink', found.mode, uid, node, target);
}

/** The directory above one under /proc, or null for /proc itself, whose parent is the root. */
export function procParent(context: FileContext, inode: Inode): Inode | null {
  const { entry, pid } = nodeOf(inode);
  const above = PARENTS[entry] ?? null;
  if (above === null) return null;
  if (above === 'root') return context.files.entriesOf(context.files.root).get('proc')!;
  return makeInode('procdir', FileType.Directory | 0o555, inode.uid, { entry: above, pid: above === 'task' ? pid : 0 });
}

/** Names and inodes of a directory under /proc, in a fixed order. */
export function procEntries(context: FileContext, task: Task, parent: Inode): [string, Inode][] {
  const { entry, pid } = nodeOf(parent);
  let names = Object.keys(DIRECTORIES[entry]!);
  if (entry === 'root') names = [...[...context.tasks.values()].filter((each) => each.pid === each.tgid).map((each) => String(each.pid)), ...names];
  if (entry === 'fd') names = (context.tasks.get(pid)?.files.files ?? []).flatMap((file, fd) => (file ? [String(fd)] : []));
  return names.flatMap((name): [string, Inode][] => {
    const inode = procLookup(context, task, parent, name);
    return inode === null ? [] : [[name, inode]];
  });
}
