/** What `pagewalk stat` prints of a grid of policies and sizes of RAM. */
import type { ComparedCell, MemoryGrid } from '../experiments/memory-grid.ts';
import { renderLinePlot } from './svg.ts';
import { formatTable, type Column } from './text-table.ts';

const NS_PER_MS = 1e6;
const PAGE_KIB = 4;

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });
const COLUMNS = [left('policy'), right('ram'), right('frames'), right('page-faults'), right('major-faults'), right('swap-out'), right('virtual ms'), right('loads'), right('x opt')];

/** Loads as a multiple of the optimum. */
function distance({ loads, optLoads }: ComparedCell): string {
  return optLoads === null || optLoads === 0 ? '-' : (loads / optLoads).toFixed(3);
}

/** The grid as a table, and what it shows. `formatSize` writes bytes. */
export function formatMemoryGrid(program: string, grid: MemoryGrid, formatSize: (bytes: number) => string): string {
  const rows = grid.cells.map((cell) => [
    cell.policy,
    formatSize(cell.ram),
    String(cell.frames),
    String(cell.pageFaults),
    String(cell.majorFaults),
    String(cell.swapOut),
    (cell.virtualTimeNs / NS_PER_MS).toFixed(3),
    String(cell.loads),
    distance(cell),
  ]);
  const failed = grid.cells.filter(({ exit }) => exit !== 0).map(({ policy, ram, exit }) => `${policy} with ${formatSize(ram)} ended with ${exit}`);
  return [
    `${program}${grid.distinctPages === null ? '' : `: ${grid.distinctPages} pages used`}`,
    '',
    ...formatTable(COLUMNS, rows),
    '',
    ...grid.knees.map(({ policy, ram }) => `${policy}: ${ram === null ? 'no knee among these sizes' : `thrashes below ${formatSize(ram)}`}`),
    ...grid.workingSets.map(({ window, pages }) => `working set over ${window} references: ${pages.toFixed(1)} pages, ${Math.ceil(pages) * PAGE_KIB}K`),
    ...failed,
    '',
  ].join('\n');
}

/** Loads by size of RAM, a line for every policy and one for the optimum where it is known. */
export function plotMemoryGrid(program: string, grid: MemoryGrid): string {
  const policies = [...new Set(grid.cells.map(({ policy }) => policy))];
  const optimum = new Map(grid.cells.flatMap(({ ram, optLoads }) => (optLoads === null ? [] : [[ram, optLoads] as const])));
  const kib = (bytes: number): number => bytes / 1024;
  const series = policies.map((policy) => ({
    name: policy,
    points: grid.cells.filter((cell) => cell.policy === policy).map(({ ram, loads }) => [kib(ram), loads] as const),
  }));
  if (optimum.size > 0) series.push({ name: 'opt', points: [...optimum].map(([ram, loads]) => [kib(ram), loads] as const) });
  return renderLinePlot({ title: program, xLabel: 'RAM in KiB', yLabel: 'pages loaded', formatY: String, series });
}
