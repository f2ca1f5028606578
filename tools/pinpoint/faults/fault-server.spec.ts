import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import type { Stage } from './fault.ts';
import { FaultServer, faultServerOf } from './fault-server.ts';
import { LocalStage } from './local-stage.ts';
import { remoteFault } from './remote-fault.ts';

let dataDir: string;
let server: FaultServer;
let done: string[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'faults-'));
  done = [];
  // Of a stage only what the fault of this test does to it.
  const stage = Object.assign(new LocalStage('http://localhost:1'), {
    signal: (app: string, signal: string): Promise<void> => {
      done.push(`${signal} ${app}`);
      return Promise.resolve();
    },
  }) as Stage;
  server = await FaultServer.start(stage, dataDir);
});

afterEach(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

function fault(name: string, forMs: number): ReturnType<typeof remoteFault> {
  return remoteFault(faultServerOf(dataDir) ?? '', name, name, forMs);
}

describe('a fault that is asked for', () => {
  it('heals by itself, whatever becomes of whoever asked', async () => {
    await fault('billing-stopped', 20).begin();
    expect(done).toContain('SIGSTOP billing');
    await eventually(() => {
      expect(done).toEqual(['SIGSTOP billing', 'SIGCONT billing']);
    });
  });

  it('ends before its time when that is asked for, once', async () => {
    const stopped = fault('billing-stopped', 60_000);
    await stopped.begin();
    await stopped.end();
    await stopped.end();
    expect(done).toEqual(['SIGSTOP billing', 'SIGCONT billing']);
  });

  it('ends with the system, which then takes no faults', async () => {
    await fault('portal-stopped', 60_000).begin();
    await server.stop();
    expect(done).toEqual(['SIGSTOP portal', 'SIGCONT portal']);
    expect(faultServerOf(dataDir)).toBeUndefined();
  });

  it('is refused with the reason when there is no such, or it cannot be played', async () => {
    await expect(fault('nothing', 10).begin()).rejects.toThrow('There is no fault "nothing".');
    await expect(fault('billing-disk-full', 10).begin()).rejects.toThrow('npm start -- --faults');
  });
});
