/** `npm run bench`: all benchmarks on the built output, one after another. Figures depend on the host; ratios less so. */
import { benchCodeQuality } from './code-quality.ts';
import { benchCompile } from './compile.ts';
import { benchInterpreter } from './interpreter.ts';
import { benchKernel } from './kernel.ts';
import { benchProcess } from './process.ts';
import { benchReplacement } from './replacement.ts';
import { benchRuntime } from './runtime.ts';

await benchInterpreter();
await benchKernel();
benchProcess();
benchCompile();
await benchReplacement();
await benchRuntime();
await benchCodeQuality();
