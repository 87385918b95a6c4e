/** Instructions of compiled Go beside those of C and of real Go: `test/support/code-quality.ts` says how they are counted. */
import { codeQualityTable, measureCodeQuality, missingTools, type CodeQuality } from '../support/code-quality.ts';

export async function benchCodeQuality(): Promise<void> {
  const missing = missingTools();
  if (missing.length > 0) {
    console.log(`code of compiled Go: left out, it needs ${missing.join(' and ')}`);
    return;
  }
  console.log('code of compiled Go     size     ours, C: million instructions   over C   real Go over C');
  const results: CodeQuality[] = [];
  for await (const result of measureCodeQuality()) results.push(result);
  for (const line of codeQualityTable(results)) console.log(line);
}
