// Work that one process at a time may do. A file names the processes that are at it: who begins, and what that has started, which may outlive it.
// The others wait. Where none of them is alive any more the file means nothing, and the next one takes its place.
import { appendFileSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
/** Older files are not believed: numbers of processes are given again. */
const LONGEST_MS = 15 * 60_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The text and the age of the file; null if there is none. */
function look(file) {
  try {
    return { text: readFileSync(file, 'utf8'), age: Date.now() - statSync(file).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** An empty file has just been made. Our own number is that of a process before us: in a container numbers begin anew. */
const isHeld = ({ text, age }) => age < LONGEST_MS && (text === '' || text.trim().split('\n').map(Number).some((pid) => pid !== process.pid && isAlive(pid)));

/** Takes a file away that means nothing; not one that another process has put there since. */
function remove(file, text) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, file);
    rmSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

function tryToHold(file) {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function hold(file) {
  let isTold = false;
  while (!tryToHold(file)) {
    const found = look(file);
    if (found === null) continue;
    if (!isHeld(found)) {
      remove(file, found.text);
      continue;
    }
    if (!isTold) process.stderr.write('pagewalk: waiting for another process that sets up\n');
    isTold = true;
    await sleep(POLL_MS);
  }
}

/** Does the work when no other process does; it tells `watch` which processes it starts. */
export async function alone(file, work) {
  await hold(file);
  try {
    await work((pid) => appendFileSync(file, `${pid}\n`));
  } finally {
    rmSync(file, { force: true });
  }
}
