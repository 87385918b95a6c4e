import { expect, test } from 'vitest';
import { renderLinePlot, type LinePlot } from '../../src/report/svg.ts';

const plot = (series: LinePlot['series']): string => renderLinePlot({ title: 'a < b & c', xLabel: 'x', yLabel: 'y', formatY: String, series });

test('the same plot gives the same bytes', () => {
  const series = [{ name: 'one', points: [[1, 0.1], [2, 0.3]] as const }];
  expect(plot(series)).toBe(plot(series));
});

test('text is escaped', () => {
  expect(plot([{ name: '"x"', points: [[0, 0]] }])).toMatch(/<title>a &lt; b &amp; c<\/title>[^]*&quot;x&quot;/);
});

test('a title that is too long loses its beginning, but not as the title of the document', () => {
  const svg = renderLinePlot({ title: `${'x'.repeat(100)} end`, xLabel: 'x', yLabel: 'y', formatY: String, series: [] });
  expect(svg).toContain(`<title>${'x'.repeat(100)} end</title>`);
  expect(svg).toMatch(/>\.\.\.x{84} end<\/text>/);
});

test.each([
  { name: 'no series', series: [] },
  { name: 'a series without points', series: [{ name: 's', points: [] }] },
  { name: 'a single point', series: [{ name: 's', points: [[5, 0]] as const }] },
  { name: 'very large and very small values', series: [{ name: 's', points: [[1, 1e-9], [1e9, 3e-9]] as const }] },
])('$name gives numbers that can be drawn', ({ series }) => {
  expect(plot(series)).not.toMatch(/NaN|Infinity|undefined/);
});

test('lines beyond the palette differ by their dashes', () => {
  const series = Array.from({ length: 17 }, (_, index) => ({ name: `s${index}`, points: [[0, index], [1, index]] as const }));
  const strokes = [...plot(series).matchAll(/<polyline fill="none" (stroke="[^>]*?) points/g)].map((match) => match[1]);
  expect(new Set(strokes).size).toBe(17);
});
