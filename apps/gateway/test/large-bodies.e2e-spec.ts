import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import { gatewayEnvironment } from '../bench/gateway-environment.ts';
import { nextMessage } from './support/processes.ts';

const gigabyte = 1_073_741_824;
const allowedGrowth = 134_217_728;
const canReadMemory = existsSync('/proc/self/status');

/** The gateway as it runs, in a process of its own, so that what is measured is its memory and nobody else's. */
describe('bodies of one gigabyte', () => {
  let farEnds: ChildProcess;
  let gateway: ChildProcess;
  let database: TemporaryDatabase;
  let url: string;

  beforeAll(async () => {
    // Bundled in a process of its own: the bundler does not work inside Jest's realm.
    execFileSync(process.execPath, [join(import.meta.dirname, '../bench/build.ts')]);
    database = await temporaryDatabase('gateway');
    farEnds = fork(join(import.meta.dirname, 'support/big-bodies.mjs'), { execArgv: [] });
    const upstream = String(await nextMessage(farEnds));
    gateway = fork(join(import.meta.dirname, '../bench/dist/gateway.js'), {
      execArgv: [],
      env: gatewayEnvironment(upstream, database.url),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    ({ url } = (await nextMessage(gateway)) as { url: string });
  });
  afterAll(async () => {
    farEnds.kill();
    gateway.kill();
    await database.drop();
  });

  function memory(): number {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(gateway.pid)}/status`, 'utf8'))?.[1];
    return Number(kilobytes) * 1_024;
  }

  async function transfer(method: string, bytes: number): Promise<unknown> {
    farEnds.send({ url: `${url}/data/big`, method, bytes });
    return nextMessage(farEnds);
  }

  (canReadMemory ? it : it.skip).each(['GET', 'POST'])(
    'pass in constant memory (%s)',
    async (method) => {
      await transfer(method, gigabyte / 16);
      const before = memory();
      let most = before;
      const timer = setInterval(() => {
        most = Math.max(most, memory());
      }, 20);
      const transferred = await transfer(method, gigabyte);
      clearInterval(timer);
      expect(transferred).toBe(gigabyte);
      expect(most - before).toBeLessThan(allowedGrowth);
    },
    180_000,
  );
});
