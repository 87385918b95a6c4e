/** `npm run bench`: all benchmarks on the built output, one after another. Figures depend on the host; ratios less so. */
import { benchInterpreter } from './interpreter.ts';
import { benchPaging } from './paging.ts';
import { benchReplacement } from './replacement.ts';

await benchInterpreter();
await benchPaging();
await benchReplacement();
