/** Real Go, where the machine has it: builds programs for 386 and runs them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** With what a program is run. */
export interface RealUse {
  readonly input?: string;
  readonly arguments?: readonly string[];
}

/** Builds programs in a folder of its own and runs them there. */
export class RealGo {
  private readonly folder = mkdtempSync(join(tmpdir(), 'pagewalk-go-'));

  /** What the program does; null if it does not build. */
  run(file: string, parameters: readonly string[] = []): RealResult | null {
    const program = join(this.folder, 'program');
    const build = spawnSync('go', ['build', '-o', program, file], { env: { ...process.env, ...BUILD_ENVIRONMENT } });
    if (build.status !== 0) return null;
    const { stdout, stderr, status } = spawnSync(program, parameters, { encoding: 'latin1', timeout: RUN_LIMIT_MS, cwd: this.folder, maxBuffer: 1 << 28 });
    return { stdout, stderr, code: status };
  }

  /** What each of some programs does; they are built together, which is quicker. Throws if one does not build. */
  runAll(texts: readonly string[], uses: readonly RealUse[] = []): RealResult[] {
    const module = join(this.folder, 'module');
    rmSync(module, { recursive: true, force: true });
    texts.forEach((text, i) => {
      mkdirSync(join(module, `p${i}`), { recursive: true });
      writeFileSync(join(module, `p${i}`, 'main.go'), text);
    });
    mkdirSync(join(module, 'bin'));
    writeFileSync(join(module, 'go.mod'), 'module programs\n\ngo 1.19\n');
    const build = spawnSync('go', ['build', '-p', '2', '-o', `${join(module, 'bin')}/`, './...'], { env: { ...process.env, ...BUILD_ENVIRONMENT }, cwd: module, encoding: 'utf8' });
    if (build.status !== 0) throw new Error(build.stderr);
    return texts.map((_, i) => {
      const { input = '', arguments: list = [] } = uses[i] ?? {};
      const { stdout, stderr, status } = spawnSync(join(module, 'bin', `p${i}`), list, {
        encoding: 'latin1', timeout: RUN_LIMIT_MS, cwd: this.folder, maxBuffer: 1 << 28, input: Buffer.from(input, 'latin1'), env: { ...process.env, GOMAXPROCS: '1' },
      });
      return { stdout, stderr, code: status };
    });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

