/** The trace player: ten million references through the policies, and the reading of traces. */
import { measure } from 'mitata';
import { parseLackey } from '../../src/experiments/lackey.ts';
import { play } from '../../src/experiments/trace-player.ts';
import { generate, WORKLOADS } from '../../src/experiments/workloads.ts';
import type { PolicyName } from '../../src/kernel/mm/replacement/policy-table.ts';

const REFERENCES = 10_000_000;
const PAGES = 20_000;
const FRAMES = 4_000;
const WRITES = 0.3;
const POLICIES: readonly PolicyName[] = ['fifo', 'clock', 'lru', 'opt', 'linux', 'lfu', '2q', 'arc'];
const LACKEY_LINES = 1_000_000;
const NANOSECONDS = 1e9;
/** A run takes long enough to be measured by a few samples. */
const FEW = { min_samples: 3, max_samples: 3, min_cpu_time: 1, warmup_samples: 1 };

export async function benchReplacement(): Promise<void> {
  const workload = WORKLOADS.find(({ name }) => name === '80-20')!;
  const trace = generate(workload, { pages: PAGES, references: REFERENCES, writes: WRITES, seed: 1 });
  console.log(`replacement: ${REFERENCES / 1e6} million references to ${PAGES} pages, 80-20, ${FRAMES} frames`);
  for (const policy of POLICIES) {
    let faults = 0;
    const { avg } = await measure(() => {
      faults = play(trace, { policy, frames: FRAMES, seed: 1 }).faults;
    }, FEW);
    const rate = REFERENCES / (avg / 1e3);
    console.log(`  ${policy.padEnd(18)}  ${(avg / NANOSECONDS).toFixed(2).padStart(6)} s   ${rate.toFixed(1).padStart(6)} M references/s   ${String(faults).padStart(8)} faults`);
  }
  const lines = Array.from({ length: LACKEY_LINES }, (_, index) => ` L ${((index * 7919) % 1_000_003).toString(16)},8\n`);
  const text = new TextEncoder().encode(lines.join(''));
  const { avg } = await measure(() => parseLackey(text, { pageSize: 4096, dataOnly: false }), FEW);
  console.log(`  reading lackey      ${(LACKEY_LINES / (avg / 1e3)).toFixed(1).padStart(6)} M lines/s`);
}
