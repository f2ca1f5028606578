import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort, isFree } from './free-port.ts';

describe('freePort', () => {
  it('gives one that can be listened on, and that the system gives to nobody by itself', async () => {
    const port = await freePort();
    expect(await isFree(port)).toBe(true);
    expect(port).toBeLessThan(32_768);
  });
});

describe('isFree', () => {
  it('tells a port that somebody listens on', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await isFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isFree(port)).toBe(true);
  });
});
