/**
 * Runs many independent jobs on worker threads and gives their results in the order of the jobs, however they finish.
 *
 * A worker is a module that calls {@link serveJobs} with a function from job to result; both are plain data. Threads are
 * started as they are needed, at most `size`, and end with the run. The first job that throws ends the run with its error.
 */
import { assert } from '../base/assert.ts';
import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';

/** What goes to a worker and what comes back. */
interface Request<Job> {
  readonly index: number;
  readonly job: Job;
}
type Response<Result> = { readonly index: number; readonly result: Result } | { readonly index: number; readonly error: Error };

export interface PoolOptions {
  /** Most threads at a time. */
  readonly size: number;
  /** Told after every finished job how many are done. */
  readonly onProgress?: (done: number) => void;
}

/** Threads that leave a processor for everything else. */
export function defaultPoolSize(): number {
  return Math.max(1, availableParallelism() - 1);
}

/** Runs all jobs on workers of the module `url`. */
export function runJobs<Job, Result>(url: URL, jobs: readonly Job[], { size, onProgress }: PoolOptions): Promise<Result[]> {
  const results = new Array<Result>(jobs.length);
  const workers: Worker[] = [];
  let next = 0;
  let done = 0;
  const finished = new Promise<Result[]>((resolve, reject) => {
    const giveJob = (worker: Worker): void => {
      if (next === jobs.length) return;
      const request: Request<Job> = { index: next, job: jobs[next++]! };
      worker.postMessage(request);
    };
    const accept = (worker: Worker, response: Response<Result>): void => {
      if ('error' in response) return reject(response.error);
      results[response.index] = response.result;
      done++;
      onProgress?.(done);
      if (done === jobs.length) resolve(results);
      else giveJob(worker);
    };
    if (jobs.length === 0) resolve(results);
    for (let i = Math.min(size, jobs.length); i > 0; i--) {
      const worker = new Worker(url);
      workers.push(worker);
      worker.on('message', (response: Response<Result>) => accept(worker, response));
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`worker of ${url.pathname} ended with ${code} before its job was done`)));
      giveJob(worker);
    }
  });
  return finished.finally(() => Promise.all(workers.map((worker) => worker.terminate())));
}

/** Called once by a worker's module: answers every job with what `work` makes of it. */
export function serveJobs<Job, Result>(work: (job: Job) => Result | Promise<Result>): void {
  const port = parentPort;
  assert(port !== null, 'serveJobs: this module is no worker');
  port.on('message', ({ index, job }: Request<Job>) => {
    Promise.resolve()
      .then(() => work(job))
      .then(
        (result) => port.postMessage({ index, result } satisfies Response<Result>),
        (error: unknown) => port.postMessage({ index, error: error instanceof Error ? error : new Error(String(error)) } satisfies Response<Result>),
      );
  });
}
