import { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';

type Connector = buildConnector.connector;

/** A connector that tells of each TLS connection until when the certificate of the other end holds. */
export function tellingCertificateEnd(connect: Connector, told: (endsAtSeconds: number) => void): Connector {
  return (target, callback) => {
    connect(target, (...outcome) => {
      const [, socket] = outcome;
      const endsAtMs = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : NaN;
      if (!Number.isNaN(endsAtMs)) told(endsAtMs / 1_000);
      callback(...outcome);
    });
  };
}
