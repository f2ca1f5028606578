import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { endsWithUs } from '@wellspring/testing/processes';
import { FakeCluster } from './log-agent/test/fake-cluster.ts';

describe('npm run log-agent', () => {
  let cluster: FakeCluster;
  let folder: string;

  beforeEach(async () => {
    cluster = await FakeCluster.start();
    folder = mkdtempSync(join(tmpdir(), 'run-log-agent-'));
  });

  afterEach(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  it('sends what is in the folder it is told, and ends when it is asked to', async () => {
    const logs = join(folder, 'pods/wellspring_usage-1_u1/usage');
    mkdirSync(logs, { recursive: true });
    writeFileSync(join(logs, '0.log'), '2026-11-29T02:17:09.000000001Z stdout F no JSON\n');
    const options = [`--elasticsearch=${cluster.url}`, '--env=test', `--logs=${join(folder, 'pods')}`];
    const command = [join(import.meta.dirname, 'run-log-agent.ts'), ...options, `--state=${join(folder, 'state')}`];
    const env = { ...process.env, ELASTICSEARCH_USERNAME: 'agent', ELASTICSEARCH_PASSWORD: 'any' };
    const child = endsWithUs(spawn(process.execPath, command, { env, stdio: 'ignore' }));

    await eventually(() => {
      expect(cluster.documents('logs-wellspring.usage-test')).toMatchObject([{ message: 'no JSON' }]);
    });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
