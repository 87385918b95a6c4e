/**
 * Line plots as static SVG text: axes with round ticks, a grid, lines with markers, a legend. The same plot always gives
 * the same bytes. Colours are Okabe and Ito's, which colour-blind readers can tell apart; beyond eight lines the dashes
 * change too, so that no line is told by its colour alone.
 */

/** One line of a plot. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A plot. The y axis starts at 0. */
export interface LinePlot {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** How numbers on the y axis are written. */
  readonly formatY: (value: number) => string;
}

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#8c6d31'];
const DASHES = ['', '6 3', '2 2', '8 3 2 3'];
const FONT = 'font-family="sans-serif" font-size="12"';
/** Pixels. */
const WIDTH = 720;
const HEIGHT = 420;
const MARGIN = { left: 70, right: 150, top: 40, bottom: 50 };
const LEGEND_LINE = 18;
const LEGEND_SAMPLE = 24;
const MARKER_RADIUS = 2.5;
const TICKS = 6;
/** Characters of a title that fit on the paper. */
const TITLE_LIMIT = 88;

/** Where values lie on the paper. */
interface Scale {
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

/** The largest of 1, 2, 5 times a power of ten that divides `span` into at least `TICKS` - 1 steps or so. */
function tickStep(span: number): number {
  const rough = span / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9))!;
  return factor * power;
}

/** A linear scale from `low` to the first tick at or above `high`. */
function createScale(low: number, high: number, from: number, to: number): Scale {
  const span = high > low ? high - low : 1;
  const step = tickStep(span);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil((low + span) / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  const start = ticks[0]!;
  const end = ticks.at(-1)!;
  return { ticks, place: (value) => from + ((value - start) / (end - start)) * (to - from) };
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** The end of a text that is too long for the paper. */
const shorten = (text: string): string => (text.length <= TITLE_LIMIT ? text : `...${text.slice(text.length - TITLE_LIMIT)}`);

/** A coordinate with at most two decimals. */
function coordinate(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** The least and the greatest of some numbers; 0 and 0 of none. */
function extent(values: readonly number[]): [least: number, greatest: number] {
  if (values.length === 0) return [0, 0];
  return values.reduce<[number, number]>(([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)], [values[0]!, values[0]!]);
}

/** The plot as a complete SVG document. */
export function renderLinePlot(plot: LinePlot): string {
  const points = plot.series.flatMap((series) => series.points);
  const height = Math.max(HEIGHT, MARGIN.top + MARGIN.bottom + LEGEND_LINE * plot.series.length);
  const [left, right] = extent(points.map(([x]) => x));
  const [, top] = extent(points.map(([, y]) => y));
  const x = createScale(left, right, MARGIN.left, WIDTH - MARGIN.right);
  const y = createScale(0, Math.max(top, 0), height - MARGIN.bottom, MARGIN.top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeText(plot.title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN.left}" y="24" ${FONT} font-weight="bold">${escapeText(shorten(plot.title))}</text>`,
    ...renderXAxis(plot, x, height),
    ...renderYAxis(plot, y, height),
    ...plot.series.flatMap((series, index) => renderSeries(series, index, x, y)),
    '</svg>',
    '',
  ].join('\n');
}

function renderXAxis(plot: LinePlot, x: Scale, height: number): string[] {
  const bottom = height - MARGIN.bottom;
  const middle = (MARGIN.left + WIDTH - MARGIN.right) / 2;
  return [
    ...x.ticks.flatMap((tick) => {
      const at = coordinate(x.place(tick));
      return [
        `<line x1="${at}" y1="${MARGIN.top}" x2="${at}" y2="${bottom}" stroke="#eeeeee"/>`,
        `<text x="${at}" y="${bottom + 18}" ${FONT} text-anchor="middle">${tick}</text>`,
      ];
    }),
    `<line x1="${MARGIN.left}" y1="${bottom}" x2="${WIDTH - MARGIN.right}" y2="${bottom}" stroke="#333333"/>`,
    `<text x="${coordinate(middle)}" y="${height - 10}" ${FONT} text-anchor="middle">${escapeText(plot.xLabel)}</text>`,
  ];
}

function renderYAxis(plot: LinePlot, y: Scale, height: number): string[] {
  const bottom = height - MARGIN.bottom;
  const middle = coordinate((MARGIN.top + bottom) / 2);
  return [
    ...y.ticks.flatMap((tick) => {
      const at = coordinate(y.place(tick));
      return [
        `<line x1="${MARGIN.left}" y1="${at}" x2="${WIDTH - MARGIN.right}" y2="${at}" stroke="#eeeeee"/>`,
        `<text x="${MARGIN.left - 8}" y="${at}" ${FONT} text-anchor="end" dominant-baseline="middle">${escapeText(plot.formatY(tick))}</text>`,
      ];
    }),
    `<line x1="${MARGIN.left}" y1="${MARGIN.top}" x2="${MARGIN.left}" y2="${bottom}" stroke="#333333"/>`,
    `<text x="18" y="${middle}" ${FONT} text-anchor="middle" transform="rotate(-90 18 ${middle})">${escapeText(plot.yLabel)}</text>`,
  ];
}

function renderSeries(series: Series, index: number, x: Scale, y: Scale): string[] {
  const colour = COLOURS[index % COLOURS.length]!;
  const dash = DASHES[Math.floor(index / COLOURS.length) % DASHES.length]!;
  const stroke = `stroke="${colour}" stroke-width="1.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
  const places = series.points.map(([px, py]) => [coordinate(x.place(px)), coordinate(y.place(py))] as const);
  const legendX = WIDTH - MARGIN.right + 12;
  const legendY = MARGIN.top + LEGEND_LINE * index;
  return [
    `<polyline fill="none" ${stroke} points="${places.map(([px, py]) => `${px},${py}`).join(' ')}"/>`,
    ...places.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="${MARKER_RADIUS}" fill="${colour}"/>`),
    `<line x1="${legendX}" y1="${legendY}" x2="${legendX + LEGEND_SAMPLE}" y2="${legendY}" ${stroke}/>`,
    `<text x="${legendX + LEGEND_SAMPLE + 6}" y="${legendY}" ${FONT} dominant-baseline="middle">${escapeText(series.name)}</text>`,
  ];
}
