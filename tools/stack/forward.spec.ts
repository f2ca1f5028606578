import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forward } from './forward.ts';

describe('forward', () => {
  let folder: string;
  let echo: Server;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'forward-'));
    echo = createServer((socket) => socket.pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    await new Promise((resolve) => echo.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('leads from a socket in a folder to a port, both ways, until it is closed', async () => {
    const path = join(folder, 'database');
    const forwarder = await forward({ path }, (echo.address() as AddressInfo).port);
    const client = connect(path);
    client.write('hello');
    const [said] = (await once(client, 'data')) as [Buffer];
    expect(said.toString()).toBe('hello');
    forwarder.close();
    await once(client, 'close');
    await expect(once(connect(path), 'connect')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });

  it('says why it cannot', async () => {
    await expect(forward({ path: join(folder, 'none', 'database') }, 1)).rejects.toThrow(/ENOENT|EACCES/);
  });
});
