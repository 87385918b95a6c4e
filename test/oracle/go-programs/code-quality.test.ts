/** Retired instructions of compiled programs over those of the same programs in C, bounds checks on. */
import { describe, expect, test } from 'vitest';
import {
  codeQualityTable, LEAST_INSTRUCTIONS, measureCodeQuality, missingTools, MOST_OF_ANY, MOST_ON_AVERAGE, type CodeQuality,
} from '../../support/code-quality.ts';

describe.runIf(missingTools().length === 0)('instructions of compiled Go over those of C', () => {
  test('are at most twice as many on average, and nowhere more than three times', async () => {
    const results: CodeQuality[] = [];
    for await (const result of measureCodeQuality()) results.push(result);
    const table = codeQualityTable(results).join('\n');
    console.log(table);
    const ratios = results.map(({ ours, c }) => ours / c);
    expect(results.length, table).toBe(9);
    for (const { ours, c } of results) expect(Math.min(ours, c), table).toBeGreaterThanOrEqual(LEAST_INSTRUCTIONS);
    expect(Math.max(...ratios), table).toBeLessThanOrEqual(MOST_OF_ANY);
    expect(ratios.reduce((product, ratio) => product * ratio, 1), table).toBeLessThanOrEqual(MOST_ON_AVERAGE ** ratios.length);
  });
});
