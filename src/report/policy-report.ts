/** What `pagewalk policy` prints: table, miss-ratio curve, steps, plot and JSON document. */
import { hitRatio, type GridResult } from '../experiments/policy-grid.ts';
import type { PlayOptions, Step } from '../experiments/trace-player.ts';
import { ReferenceKind, type ReferenceTrace } from '../observe/reference-trace.ts';
import { renderLinePlot } from './svg.ts';
import { formatPercent, formatTable, type Column } from './text-table.ts';

/** Schema of the JSON document. */
const POLICY_SCHEMA = 'pagewalk.policy/1';

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

/** `12 references to 5 pages`. */
export function describeTrace(trace: ReferenceTrace): string {
  const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${plural(trace.references, 'reference')} to ${plural(trace.distinct, 'page')}${trace.pinned === 0 ? '' : `, and up to ${plural(trace.pinned, 'frame')} for page tables`}`;
}

/** One row for every cell of the grid. */
export function formatResults(results: readonly GridResult[]): string[] {
  const withOpt = results.some(({ optFaults }) => optFaults !== null);
  const columns = [left('policy'), right('frames'), right('faults'), right('cold'), right('hit ratio'), right('write-backs')];
  const rows = results.map((result) => [
    result.policy,
    String(result.frames),
    String(result.faults),
    String(result.cold),
    formatPercent(hitRatio(result)),
    String(result.writeBacks),
    ...(withOpt ? [formatDistance(result)] : []),
  ]);
  return formatTable(withOpt ? [...columns, right('x opt')] : columns, rows);
}

/** Faults as a multiple of the optimal policy's. */
function formatDistance({ faults, optFaults }: GridResult): string {
  return optFaults === null || optFaults === 0 ? '-' : (faults / optFaults).toFixed(3);
}

/** Miss ratios, a row for every number of frames and a column for every policy. */
export function formatCurve(results: readonly GridResult[]): string[] {
  const policies = [...new Set(results.map(({ policy }) => policy))];
  const frames = [...new Set(results.map((result) => result.frames))];
  const rows = frames.map((count) => [
    String(count),
    ...policies.map((policy) => formatPercent(1 - hitRatio(results.find((result) => result.policy === policy && result.frames === count)!))),
  ]);
  return ['miss ratio', ...formatTable([right('frames'), ...policies.map(right)], rows)];
}

/** The miss-ratio curve as a plot. */
export function plotCurve(title: string, results: readonly GridResult[]): string {
  const policies = [...new Set(results.map(({ policy }) => policy))];
  return renderLinePlot({
    title,
    xLabel: 'frames',
    yLabel: 'miss ratio',
    formatY: (value) => `${Number((100 * value).toFixed(6))} %`,
    series: policies.map((policy) => ({
      name: policy,
      points: results.filter((result) => result.policy === policy).map((result) => [result.frames, 1 - hitRatio(result)] as const),
    })),
  });
}

/** The JSON document: results in the order policies, then frames. */
export function policyDocument(trace: ReferenceTrace, results: readonly GridResult[]): object {
  return {
    schema: POLICY_SCHEMA,
    references: trace.references,
    distinct: trace.distinct,
    results: results.map(({ policy, frames, faults, cold, writeBacks }) => ({ policy, frames, faults, cold, 'write-backs': writeBacks })),
  };
}

/** A step and the state after it. */
export interface StepRecord extends Step {
  /** The page in each frame, -1 in empty ones. */
  readonly frames: readonly number[];
  /** What the policy says of its state. */
  readonly state: readonly string[];
}

function describeStep({ kind, isFault }: Step): string {
  if (kind === ReferenceKind.Free) return 'freed';
  if (kind === ReferenceKind.Pin) return 'pinned';
  return isFault ? 'fault' : 'hit';
}

/** Every step of a run: what was referenced, whether it faulted, what was evicted (`!` with a write-back), the frames. */
export function formatSteps(trace: ReferenceTrace, run: PlayOptions, steps: readonly StepRecord[]): string[] {
  const name = (page: number): string => (page < 0 ? '.' : trace.pageNames[page]!);
  const rows = steps.map((step, index) => [
    String(index + 1),
    `${name(step.page)}${step.kind === ReferenceKind.Write ? 'w' : ''}`,
    describeStep(step),
    step.victim < 0 ? '' : `${name(step.victim)}${step.isWriteBack ? '!' : ''}`,
    step.frames.map(name).join(' '),
    step.state.join('; '),
  ]);
  const columns = [right('step'), left('page'), left(''), left('evicted'), left('frames'), left('state')];
  return [`${run.policy}, ${run.frames} frame${run.frames === 1 ? '' : 's'}`, ...formatTable(columns, rows)];
}
