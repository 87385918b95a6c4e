/** Real Go, where the machine has it: builds programs for 386 and runs them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const GO_ROOT = '/usr/share/go-1.19';
/** Go's own test programs. */
export const GO_TESTS = join(GO_ROOT, 'test');

export const BUILD_ENVIRONMENT = { GOARCH: '386', GO386: 'sse2', CGO_ENABLED: '0' };
const RUN_LIMIT_MS = 60_000;

export const hasRealGo = (): boolean => existsSync(GO_TESTS) && spawnSync('go', ['version']).status === 0;

export interface RealResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Builds programs in a folder of its own and runs them there. */
export class RealGo {
  private readonly folder = mkdtempSync(join(tmpdir(), 'pagewalk-go-'));

  /** What the program does; null if it does not build. */
  run(file: string): RealResult | null {
    const program = join(this.folder, 'program');
    const build = spawnSync('go', ['build', '-o', program, file], { env: { ...process.env, ...BUILD_ENVIRONMENT } });
    if (build.status !== 0) return null;
    const { stdout, stderr, status } = spawnSync(program, [], { encoding: 'latin1', timeout: RUN_LIMIT_MS, cwd: this.folder, maxBuffer: 1 << 28 });
    return { stdout, stderr, code: status };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

