import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import type { OldPortal } from './profile/old-portal.ts';

/** With these, OpenSSL speaks what it otherwise no longer does. */
const ciphersOfOld = 'DEFAULT@SECLEVEL=0';

/**
 * How connections to a portal are secured.
 * @throws Error naming the file that is missing or no certificate
 */
export function portalTls({ name, tls: declared }: OldPortal): tls.ConnectionOptions {
  if (declared === undefined) return {};
  const { ca, clientCertificate, minVersion, serverName } = declared;
  const read = (file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      throw new Error(`${name}.tls: ${file} cannot be read`, { cause: error });
    }
  };
  const context: tls.SecureContextOptions = {
    minVersion,
    ...(minVersion < 'TLSv1.2' && { ciphers: ciphersOfOld }),
    ...(ca !== undefined && { ca: read(ca) }),
    ...(clientCertificate !== undefined && {
      cert: read(clientCertificate.certificate),
      key: read(clientCertificate.key),
    }),
  };
  try {
    const secureContext = tls.createSecureContext(context);
    return { secureContext, ...(serverName !== undefined && { servername: serverName }) };
  } catch (error) {
    throw new Error(`${name}.tls: ${error instanceof Error ? error.message : 'cannot be used'}`, { cause: error });
  }
}
