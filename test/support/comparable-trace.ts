/** What two runs of a program may say differently about a panic: where code and data lie, arguments, and lines inside the library. */
export function comparableTrace(stderr: string): string {
  return stderr
    .replace(/ \+0x[0-9a-f]+$/gm, '')
    .replace(/^(panic|(?:created by )?\S*\.[^\s()]+(?:\(\*?\w+\))?[^\s()]*)\((?!\)$)[^()]*\)$/gm, '$1(...)')
    .replace(/\t\/\S*\/src\/\S+\.go:\d+/g, '\t(library)')
    .replace(/\t\/\S*\/([^/]+\.go:\d+)/g, '\t$1')
    .replace(/0x[0-9a-f]{6,}/g, 'ADDRESS');
}
