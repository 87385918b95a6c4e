/** The `// ERROR "regexp"` comments of Go's test programs, read as Go's test/run.go reads them. */

export interface ExpectedError {
  readonly line: number;
  readonly pattern: RegExp;
}

/** The errors that a file expects, in order; several may stand on one line. */
export function expectedErrors(text: string, fileName: string): ExpectedError[] {
  const found: ExpectedError[] = [];
  text.split('\n').forEach((source, i) => {
    const line = i + 1;
    if (source.includes('////')) return;
    const comment = /\/\/ (?:GC_)?ERROR (.*)/.exec(source)?.[1];
    if (comment === undefined) return;
    for (const [, quoted] of comment.matchAll(/"([^"]*)"/g)) {
      const withLines = quoted!.replace(/LINE(?:([+-])(\d+))?/g, (_, sign: string | undefined, count: string | undefined) => {
        const distance = sign === '-' ? -Number(count) : Number(count ?? 0);
        return `${fileName}:${line + distance}`;
      });
      found.push({ line, pattern: new RegExp(withLines) });
    }
  });
  return found;
}

export interface ErrorComparison {
  readonly expected: number;
  /** Expectations on whose line something was reported. */
  readonly reported: number;
  /** Expectations whose pattern something on their line matches. */
  readonly matched: number;
  /** Messages on lines where nothing (more) is expected. */
  readonly extra: readonly string[];
  readonly missed: readonly string[];
}

/** Compares messages (`line`, `text`) with what a file expects; each expectation takes the messages that match it. */
export function compareErrors(expected: readonly ExpectedError[], messages: readonly { readonly line: number; readonly text: string }[]): ErrorComparison {
  const lines = new Set(messages.map(({ line }) => line));
  const left = new Set(messages);
  const missed: string[] = [];
  let matched = 0;
  for (const { line, pattern } of expected) {
    const matching = messages.filter((message) => message.line === line && pattern.test(message.text));
    if (matching.length > 0) matched++;
    else missed.push(`${line}: ${pattern.source} (got: ${messages.filter((message) => message.line === line).map(({ text }) => text).join(' | ')})`);
    for (const message of matching) left.delete(message);
  }
  const expectedLines = new Set(expected.map(({ line }) => line));
  return {
    expected: expected.length,
    reported: expected.filter(({ line }) => lines.has(line)).length,
    matched,
    missed,
    extra: [...left].filter(({ line }) => !expectedLines.has(line)).map(({ line, text }) => `${line}: ${text}`),
  };
}
