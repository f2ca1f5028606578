import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.ts';
import { registerProcessorMetrics } from './processor.metrics.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'processor-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function scrapeWith(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const metrics = new Metrics();
  registerProcessorMetrics(metrics, {
    pressure: join(folder, 'pressure'),
    limits: [join(folder, 'v2'), join(folder, 'v1')],
  });
  return metrics.scrape();
}

describe('whether there is processor enough', () => {
  it('is told of the machine, in seconds', async () => {
    const pressure = 'some avg10=7.03 avg60=6.53 avg300=12.13 total=16089424097\nfull avg10=0.00 total=0\n';
    expect(await scrapeWith({ pressure })).toContain('node_pressure_cpu_waiting_seconds_total 16089.424097');
  });

  it.each([
    ['v2', 'usage_usec 5\nnr_throttled 3\nthrottled_usec 2500000\n'],
    ['v1', 'nr_periods 9\nnr_throttled 3\nthrottled_time 2500000000\n'],
  ])('is told of the limit of control groups %s', async (name, text) => {
    expect(await scrapeWith({ [name]: text })).toContain('container_cpu_cfs_throttled_seconds_total 2.5');
  });

  it('is absent where the system says nothing, or nothing of a limit', async () => {
    const text = await scrapeWith({ v2: 'usage_usec 5\n' });
    expect(text).not.toMatch(/^(?:node_pressure|container_cpu)/m);
  });
});
