import { isIP } from 'node:net';
import { z } from 'zod';
import { durationBetween } from '../../yaml-file/duration.schema.ts';
import { cookieName } from './cookie-name.schema.ts';

export const addressSchema = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const plain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (plain && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  context.addIssue({
    code: 'custom',
    message: 'must be an http or https URL without user, query or fragment, such as https://old1.internal:8443',
  });
  return z.NEVER;
});

const network = z.string().refine((text) => {
  const [host = '', prefix = '', ...rest] = text.split('/');
  const family = isIP(host);
  return family > 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}, 'must be a network such as 10.30.2.0/24');

const file = z.string().regex(/^\/\S+$/, 'must be the absolute path of a file, such as /certs/operator-ca.pem');

export const addressesSchema = z
  .array(addressSchema)
  .min(1, 'needs at least one address')
  .describe('One URL for each node. A path in them is the base path of the portal there, and the same in all of them.');

export const networksSchema = z
  .array(network)
  .default([])
  .describe(
    'Networks (CIDR) the addresses are in, for network policies of the cluster and the list of firewall openings; not needed for addresses that are numbers.',
  );

export const stickinessSchema = z
  .union(
    [
      z.enum(['none', 'customer']),
      z.strictObject({
        cookie: z
          .array(cookieName)
          .min(1, 'needs at least one cookie')
          .describe('Whoever was given one of these by a node is sent to that node again.'),
      }),
    ],
    { error: 'must be none, customer or { cookie: [names] }' },
  )
  .optional()
  .describe(
    'Which node a request goes to, where there are several. `cookie`: the node that set one of these cookies, remembered in a cookie of the gateway. `customer`: the same customer always to the same node. `none`: any. Absent: by the session cookies, or `none` when no session is declared.',
  );

export const tlsSchema = z
  .strictObject({
    ca: file.optional().describe('File (PEM) of the certificate authorities to trust instead of the well-known ones.'),
    serverName: z
      .string()
      .min(1)
      .optional()
      .describe('Name asked for (SNI) and expected in the certificate; absent: the host of the address.'),
    minVersion: z
      .enum(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'])
      .default('TLSv1.2')
      .describe('Oldest version of TLS that is accepted. Below TLSv1.2 its old ciphers are accepted, too.'),
    clientCertificate: z
      .strictObject({
        certificate: file.describe('File (PEM) of the certificate, with the chain that leads to its authority.'),
        key: file.describe('File (PEM) of its private key.'),
      })
      .optional()
      .describe('What the gateway shows to a portal that asks for a certificate.'),
  })
  .optional()
  .describe('How connections to https addresses are secured. Certificates are always verified.');

export const timeoutsSchema = z
  .strictObject({
    connect: durationBetween('100ms', '1m')
      .optional()
      .describe('Until a connection is made; absent: UPSTREAM_CONNECT_TIMEOUT_MS.'),
    firstByte: durationBetween('1s', '1h')
      .optional()
      .describe('Until an answer begins, counted from the end of the request; absent: RESPONSE_TIMEOUT_MS.'),
    silence: durationBetween('1s', '1h')
      .optional()
      .describe('Within an answer that has begun; absent: BODY_IDLE_TIMEOUT_MS.'),
    idleConnection: durationBetween('0ms', '10m')
      .optional()
      .describe(
        'A connection idle for longer is not used again. Below what the portal closes idle connections after; 0ms: a new one for each request. Absent: UPSTREAM_MAX_IDLE_MS.',
      ),
  })
  .prefault({})
  .describe('How long the portal is waited for.');

export const maxConnectionsSchema = z
  .int()
  .min(1)
  .optional()
  .describe(
    'Connections at a time to one address, by each replica of the gateway; absent: UPSTREAM_MAX_CONNECTIONS. Below what the portal can serve at a time, divided by the replicas.',
  );
