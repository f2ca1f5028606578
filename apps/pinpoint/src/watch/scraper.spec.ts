import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import type { Target } from '../discovery/target.ts';
import { Scraper } from './scraper.ts';

let server: Server;
let scraper: Scraper;
let target: Target;
let held: ServerResponse[];

beforeEach(async () => {
  held = [];
  server = createServer((_request, response) => held.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  target = { service: 'billing', instance: 'a', url: new URL(`http://127.0.0.1:${port}`) };
  scraper = new Scraper(30, 60_000);
});

afterEach(async () => {
  await scraper.close();
  await new Promise((resolve) => server.close(resolve));
});

describe('a process that does not answer in time', () => {
  it('is silent, is not asked again meanwhile, and counts when it answers late', async () => {
    await eventually(async () => {
      expect(await scraper.scrape(target)).toMatchObject({ state: 'silent' });
      expect(held).toHaveLength(1);
    });
    expect(await scraper.scrape(target)).toMatchObject({ state: 'silent' });
    expect(held).toHaveLength(1);
    held[0]?.end('service_stopping 0\n');
    await eventually(async () => {
      const late = await scraper.scrape(target);
      expect(late).toMatchObject({ state: 'answers', values: new Map([['service_stopping', 0]]) });
      expect(late.tookMs).toBeGreaterThan(55);
    });
  });

  it('is asked anew after a while, and refused once nobody is there', async () => {
    const impatient = new Scraper(20, 30);
    await eventually(async () => {
      await impatient.scrape(target);
      expect(held.length).toBeGreaterThan(1);
    });
    await impatient.close();
    server.closeAllConnections();
    server.close();
    await eventually(async () => {
      expect(await scraper.scrape(target)).toMatchObject({ state: 'refused' });
    });
  });
});
