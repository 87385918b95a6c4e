/** A worker for the tests of the pool: squares numbers, small ones slowly, refuses negative ones and dies of 13. */
import { serveJobs } from '../../src/host/worker-pool.ts';

serveJobs(async (job: number) => {
  if (job < 0) throw new RangeError(`${job} is negative`);
  if (job === 13) process.exit(3);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, 20 - 2 * job)));
  return job * job;
});
