/** `pagewalk trace --probe PATTERN FILE`: runs a program and prints a line each time that it passes a probe, with the probe's arguments. */
import { type ProbeSite, readProbes } from '../elf/probe-notes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { watchProbes } from '../kernel/probe-watch.ts';
import { CommandError, ExitCode } from './command-error.ts';
import type { ReportSink } from './report-sink.ts';

const NS_PER_SECOND = 1e9;
const COUNT_WIDTH = 12;
const SECONDS_WIDTH = 13;

const fullName = ({ provider, name }: ProbeSite): string => `${provider}:${name}`;

/** `gc_*` or `runtime:gc_*`: a name with stars, of any package unless one is named. */
function matcher(pattern: string): (site: ProbeSite) => boolean {
  const [provider, name] = pattern.includes(':') ? pattern.split(':', 2) as [string, string] : ['*', pattern];
  const fits = (glob: string): RegExp => new RegExp(`^${glob.split('*').map((part) => part.replace(/[^\w]/g, '\\$&')).join('.*')}$`);
  const [providers, names] = [fits(provider), fits(name)];
  return (site) => providers.test(site.provider) && names.test(site.name);
}

/** Prints what passes from now on. A pattern that no probe fits ends the command with a list of those that there are. */
export function traceProbes(kernel: Kernel, executable: Uint8Array, patterns: readonly string[], sink: ReportSink, { json }: { readonly json: boolean }): void {
  const all = readProbes(executable);
  const chosen = new Set<ProbeSite>();
  for (const pattern of patterns) {
    const sites = all.filter(matcher(pattern));
    if (sites.length === 0) throw new CommandError(noProbe(pattern, all), ExitCode.Usage);
    for (const site of sites) chosen.add(site);
  }
  watchProbes(kernel, [...chosen], ({ site, task, argument }) => {
    const args = site.args.split(' ').filter((each) => each !== '').map((_, index) => argument(index));
    const [instructions, time] = [kernel.instructions(), kernel.scheduler.elapsed()];
    if (json) sink.write(`${JSON.stringify({ schema: 'pagewalk.probe/1', probe: fullName(site), arguments: args, pid: task.pid, instructions, 'time-ns': time })}\n`);
    else sink.write(`${String(instructions).padStart(COUNT_WIDTH)} ${(time / NS_PER_SECOND).toFixed(9).padStart(SECONDS_WIDTH)}  ${fullName(site)}(${args.join(', ')})\n`);
  });
}

function noProbe(pattern: string, all: readonly ProbeSite[]): string {
  const names = [...new Set(all.map(fullName))].sort();
  return `trace: no probe is called ${pattern}; there ${names.length === 0 ? 'are none' : `are ${names.join(', ')}`}`;
}
