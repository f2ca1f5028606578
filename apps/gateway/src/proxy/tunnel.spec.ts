import { describe, expect, it } from '@jest/globals';
import { MemorySocket, turns } from '../../test/front/memory-socket.ts';
import { Tunnel, type TunnelRequest } from './tunnel.ts';

const head = { status: 101, reason: 'Switching Protocols', http11: true, headers: [] };

function tunnelFor(socket: MemorySocket, more: Partial<TunnelRequest> = {}): Tunnel {
  const asked: Partial<TunnelRequest> = {
    socket,
    early: Buffer.alloc(0),
    timeoutMs: 10_000,
    visitorHeaders: () => [],
    answered: () => undefined,
    closed: () => undefined,
    ...more,
  };
  return new Tunnel(asked as TunnelRequest);
}

describe('a tunnel', () => {
  it('lets a slow visitor take the end of what the upstream sent before it closed', async () => {
    const visitor = new MemorySocket();
    const upstream = new MemorySocket();
    let closed = 0;
    const tunnel = tunnelFor(visitor, { closed: () => (closed += 1) });
    visitor.stall();
    tunnel.onSwitch(head, upstream, Buffer.alloc(0));
    upstream.arrive('last words');
    upstream.arriveEnd();
    await turns();
    upstream.destroy();
    await turns();
    expect(visitor.destroyed).toBe(false);
    visitor.release();
    await turns();
    expect(visitor.sent).toMatch(/^HTTP\/1\.1 101 [^]*last words$/);
    expect({ closed, finished: visitor.finished }).toEqual({ closed: 1, finished: true });
    visitor.destroy();
  });

  it('is cut on both sides when the upstream breaks off', async () => {
    const visitor = new MemorySocket();
    const upstream = new MemorySocket();
    tunnelFor(visitor).onSwitch(head, upstream, Buffer.alloc(0));
    upstream.destroy();
    await turns();
    expect(visitor.destroyed).toBe(true);
  });

  it('does not pass a part of a refusal off as the whole', async () => {
    const visitor = new MemorySocket();
    let reset = 0;
    visitor.resetAndDestroy = () => {
      reset += 1;
      return visitor.destroy();
    };
    const tunnel = tunnelFor(visitor);
    tunnel.onHead({ ...head, status: 403, reason: 'Forbidden' });
    tunnel.close();
    await turns();
    expect(reset).toBe(1);
  });
});
