/** struct rusage, as getrusage and wait4 store it. */
import { RusageLayout } from '../abi/process.ts';
import type { Usage } from './task.ts';

const NS_PER_SECOND = 1_000_000_000;
const NS_PER_MICROSECOND = 1000;
const KB_PER_PAGE = 4;

export function encodeRusage(usage: Usage): Uint8Array {
  const bytes = new Uint8Array(RusageLayout.Size);
  const view = new DataView(bytes.buffer);
  const putTime = (offset: number, ns: number): void => {
    view.setInt32(offset, Math.floor(ns / NS_PER_SECOND), true);
    view.setInt32(offset + 4, Math.floor((ns % NS_PER_SECOND) / NS_PER_MICROSECOND), true);
  };
  putTime(RusageLayout.Utime, usage.userTime);
  putTime(RusageLayout.Stime, usage.systemTime);
  view.setInt32(RusageLayout.MaxRss, usage.maxRss * KB_PER_PAGE, true);
  view.setInt32(RusageLayout.MinFlt, usage.minFlt, true);
  view.setInt32(RusageLayout.MajFlt, usage.majFlt, true);
  view.setInt32(RusageLayout.VoluntarySwitches, usage.voluntarySwitches, true);
  view.setInt32(RusageLayout.InvoluntarySwitches, usage.involuntarySwitches, true);
  return bytes;
}
