import { beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics, type Logger } from '@wellspring/platform';
import { MemorySocket, turns } from '../../test/front/memory-socket.ts';
import { EdgeSettings } from '../config.ts';
import { parseTrustedProxies } from '../front/trusted-proxies.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { ClientLimits } from './client-limits.ts';

const clientMaxConnections = 3;

let limits: ClientLimits;
let warnings: number;
beforeEach(() => {
  warnings = 0;
  const settings = EdgeSettings.schema.parse({
    publicUrl: 'https://portal.example',
    maxConnections: 5,
    clientMaxConnections,
  });
  const forwarding = new Forwarding(new URL(settings.publicUrl), parseTrustedProxies('198.51.100.0/24'));
  const logger: Pick<Logger, 'warn'> = { warn: () => (warnings += 1) };
  limits = new ClientLimits(new EdgeSettings(settings), forwarding, logger as Logger, new Metrics());
});

function connectionFrom(address: string): MemorySocket {
  const socket = new MemorySocket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  return socket;
}

/** @returns statuses of the answers, 0 for a connection that may stay */
function open(...addresses: string[]): number[] {
  return addresses.map((address) => limits.connection(connectionFrom(address))?.status ?? 0);
}

describe('connections', () => {
  it('of one client are limited, and of its neighbour not', () => {
    const one = '2001:db8:0:1::1';
    expect(open(one, '2001:db8:0:1::2', one, one, '2001:db8:0:2::1')).toEqual([0, 0, 0, 429, 0]);
  });

  it('of a trusted proxy and of private addresses are limited only with all others', () => {
    expect(open('198.51.100.1', '198.51.100.1', '198.51.100.1', '198.51.100.1')).toEqual([0, 0, 0, 0]);
    expect(open('10.0.0.1', '10.0.0.1')).toEqual([0, 503]);
  });

  it('that close make room', async () => {
    const sockets = Array.from({ length: clientMaxConnections }, () => connectionFrom('203.0.113.7'));
    for (const socket of sockets) expect(limits.connection(socket)).toBeUndefined();
    expect(open('203.0.113.7')).toEqual([429]);
    sockets[0]?.destroy();
    await turns();
    expect(open('203.0.113.7')).toEqual([0]);
  });

  it('that are refused fill no log', () => {
    open(...Array.from({ length: 100 }, () => '203.0.113.7'));
    expect(warnings).toBe(1);
  });
});
