import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { tellingCertificateEnd } from './certificate-end.ts';

const target = { hostname: 'engine', protocol: 'https:', port: '443' };

function toldOf(socket: Socket | null): { told: number[]; given: unknown } {
  const told: number[] = [];
  let given: unknown;
  const connector = tellingCertificateEnd(
    (_target, callback) => {
      if (socket === null) callback(new Error('refused'), null);
      else callback(null, socket);
    },
    (endsAtSeconds) => told.push(endsAtSeconds),
  );
  connector(target, (...outcome) => {
    given = outcome[0] ?? outcome[1];
  });
  return { told, given };
}

describe('the end of a certificate', () => {
  it('is told of a TLS connection, which is passed on as it is', () => {
    const certificate = { valid_to: 'Dec 31 23:59:59 2049 GMT' };
    const socket = new TLSSocket(new Socket());
    Object.assign(socket, { getPeerCertificate: () => certificate });
    expect(toldOf(socket)).toEqual({ told: [Date.UTC(2049, 11, 31, 23, 59, 59) / 1_000], given: socket });
    socket.destroy();
  });

  it('is nothing where there is no certificate, or no connection', () => {
    const plain = new Socket();
    expect(toldOf(plain)).toEqual({ told: [], given: plain });
    expect(toldOf(null)).toMatchObject({ told: [], given: expect.any(Error) });
  });
});
