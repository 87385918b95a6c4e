/** A worker for the tests of disks: makes as many temporary disks as it is told, one after another. */
import { FileDisk } from '../../src/host/file-disk.ts';
import { serveJobs } from '../../src/host/worker-pool.ts';

serveJobs((disks: number) => {
  for (let made = 0; made < disks; made++) new FileDisk({ blockCount: 1 }).close();
  return disks;
});
