import type { Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { startGateway } from './support/gateway-under-test.ts';
import { RawClient } from './support/raw-client.ts';
import { RawUpstream } from './support/raw-upstream.ts';

const host = 'Host: localhost:8080\r\n';

it('a handshake under way is answered before the process goes', async () => {
  const upstream = await RawUpstream.start();
  const gateway = await startGateway({ SHUTDOWN_IDLE_GRACE_MS: '50' }, { billing: upstream.url });
  const asked = new Promise<Socket>((resolve) => {
    upstream.onData = (socket) => {
      resolve(socket);
    };
  });
  const client = await RawClient.connect(gateway.url);
  client.send(`GET /tmf-api/live HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  const socket = await asked;
  const idle = await RawClient.connect(gateway.url);
  const stopped = gateway.stop();
  // By then whatever is not busy has been let go.
  await idle.untilClosed();
  await eventually(async () => {
    await expect(RawClient.connect(gateway.url)).rejects.toThrow('ECONNREFUSED');
  });
  expect(client.closed).toBe(false);
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 101 /);
  await stopped;
  await upstream.stop();
});
