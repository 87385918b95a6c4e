/**
 * Which files of a folder belong to a build: `//go:build` lines, the older `// +build` lines, and the endings `_linux`, `_386`
 * and `_test` of file names. We build for linux/386, as go 1.19.
 */

/** Operating systems and architectures that a file name may end in. */
const KNOWN_OS: ReadonlySet<string> = new Set([
  'aix', 'android', 'darwin', 'dragonfly', 'freebsd', 'hurd', 'illumos', 'ios', 'js', 'linux', 'nacl', 'netbsd', 'openbsd', 'plan9',
  'solaris', 'windows', 'zos',
]);
const KNOWN_ARCH: ReadonlySet<string> = new Set([
  '386', 'amd64', 'amd64p32', 'arm', 'armbe', 'arm64', 'arm64be', 'loong64', 'mips', 'mipsle', 'mips64', 'mips64le', 'mips64p32',
  'mips64p32le', 'ppc', 'ppc64', 'ppc64le', 'riscv', 'riscv64', 's390', 's390x', 'sparc', 'sparc64', 'wasm',
]);

const GO_MINOR_VERSION = 19;

/** The tags that hold in every build of ours. */
export const BUILD_TAGS: ReadonlySet<string> = new Set([
  'linux', '386', 'unix', 'gc', ...Array.from({ length: GO_MINOR_VERSION }, (_, i) => `go1.${i + 1}`),
]);

/** Whether a file of that name is built: `f_linux.go` is, `f_windows.go` and `f_test.go` are not. */
export function matchesFileName(name: string, tags: ReadonlySet<string>): boolean {
  if (name.startsWith('_') || name.startsWith('.')) return false;
  const parts = name.replace(/\..*$/, '').split('_').slice(1);
  if (parts.at(-1) === 'test') return false;
  const last = parts.at(-1) ?? '';
  const beforeLast = parts.at(-2) ?? '';
  if (KNOWN_OS.has(beforeLast) && KNOWN_ARCH.has(last)) return tags.has(beforeLast) && tags.has(last);
  return !(KNOWN_OS.has(last) || KNOWN_ARCH.has(last)) || tags.has(last);
}

/** Whether the constraint lines at the top of a file hold. A malformed line excludes the file, as in Go. */
export function matchesConstraints(text: string, tags: ReadonlySet<string>): boolean {
  const { goBuild, plusBuild } = constraintLines(text);
  if (goBuild !== null) return evaluate(goBuild, tags) ?? false;
  return plusBuild.every((line) => plusBuildHolds(line, tags));
}

/** Constraints stand above the package clause, among comments and blank lines; `+build` lines only above a blank line. */
function constraintLines(text: string): { goBuild: string | null; plusBuild: string[] } {
  let goBuild: string | null = null;
  const plusBuild: string[] = [];
  let sinceBlank: string[] = [];
  let inComment = false;
  for (const rawLine of text.split('\n')) {
    const line = rawLine.trim();
    if (inComment) {
      inComment = !line.includes('*/');
      continue;
    }
    if (line === '') {
      plusBuild.push(...sinceBlank);
      sinceBlank = [];
    } else if (line.startsWith('//')) {
      if (/^\/\/go:build(\s|$)/.test(line)) goBuild ??= line.slice('//go:build'.length);
      const words = line.slice(2).trim().split(/\s+/);
      if (words[0] === '+build') sinceBlank.push(words.slice(1).join(' '));
    } else if (line.startsWith('/*')) inComment = !line.includes('*/');
    else break;
  }
  return { goBuild, plusBuild };
}

/** Blanks are or, commas are and, `!` is not. */
function plusBuildHolds(line: string, tags: ReadonlySet<string>): boolean {
  return line.split(' ').some((option) =>
    option.split(',').every((term) => (term.startsWith('!') ? !tags.has(term.slice(1)) : tags.has(term))),
  );
}

/** Expr = And { "||" And } .  And = Not { "&&" Not } .  Not = "!" Not | "(" Expr ")" | tag . Null for what does not parse. */
function evaluate(expression: string, tags: ReadonlySet<string>): boolean | null {
  const tokens = expression.match(/&&|\|\||[!()]|[\p{L}\p{Nd}_.]+|\S/gu) ?? [];
  let next = 0;
  const accept = (token: string): boolean => tokens[next] === token && ++next > 0;
  const or = (): boolean | null => {
    let value = and();
    while (value !== null && accept('||')) {
      const right = and();
      value = right === null ? null : value || right;
    }
    return value;
  };
  const and = (): boolean | null => {
    let value = not();
    while (value !== null && accept('&&')) {
      const right = not();
      value = right === null ? null : value && right;
    }
    return value;
  };
  const not = (): boolean | null => {
    if (accept('!')) {
      const value = not();
      return value === null ? null : !value;
    }
    if (accept('(')) {
      const value = or();
      return accept(')') ? value : null;
    }
    const tag = tokens[next];
    if (tag === undefined || !/^[\p{L}\p{Nd}_.]+$/u.test(tag)) return null;
    next++;
    return tags.has(tag);
  };
  const value = or();
  return next === tokens.length ? value : null;
}
