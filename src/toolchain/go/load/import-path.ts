/** What `go build` says about import paths that no package can have, whether there are packages or not. */
import { quoteBytes, textToBytes } from '../types/go-string.ts';
import { ILLEGAL_IN_PATH } from '../types/resolver.ts';

/** What is wrong with a path; null if it may be that of a package. */
export function pathComplaint(path: string): string | null {
  if (path === '' || ILLEGAL_IN_PATH.test(path)) return `invalid import path: ${quoted(path)}`;
  if (path.startsWith('/')) return `${quoted(path)} is not a package path; see 'go help packages'`;
  if (/^\.\.?(\/|$)/.test(path)) return `${quoted(path)} is relative, but relative import paths are not supported in module mode`;
  if (path.startsWith('vendor/')) return `${path} must be imported as ${path.slice('vendor/'.length)}`;
  const flaw = malformation(path);
  return flaw === null ? null : `malformed import path ${quoted(path)}: ${flaw}`;
}

/** The rules for the paths of packages in modules, in the order in which Go looks at them. */
function malformation(path: string): string | null {
  if (path.startsWith('-')) return 'leading dash';
  if (path.includes('//')) return 'double slash';
  if (path.endsWith('/')) return 'trailing slash';
  for (const element of path.split('/')) {
    if (/^\.+$/.test(element)) return `invalid path element ${quoted(element)}`;
    if (element.endsWith('.')) return 'trailing dot in path element';
    const illegal = /[^-+.~\w]/u.exec(element)?.[0];
    if (illegal !== undefined) return `invalid char '${illegal}'`;
    const [stem] = element.split('.');
    if (RESERVED_ON_WINDOWS.test(stem!)) return `${quoted(stem!)} disallowed as path element component on Windows`;
    if (/~\d+$/.test(stem!)) return 'trailing tilde and digits in path element';
  }
  return null;
}

const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

const quoted = (text: string): string => quoteBytes(textToBytes(text));
