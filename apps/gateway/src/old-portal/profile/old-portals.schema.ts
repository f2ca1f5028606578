import { z } from 'zod';
import { bridgeSchema } from './bridge.schema.ts';
import {
  addressesSchema,
  maxConnectionsSchema,
  networksSchema,
  stickinessSchema,
  timeoutsSchema,
  tlsSchema,
} from './connection.schema.ts';
import { httpSchema } from './http.schema.ts';
import { charsetSchema, hostSchema, ownNamesSchema, pathReadingSchema, pathSchema } from './name.schema.ts';
import { sessionSchema } from './session.schema.ts';

export const oldPortalSchema = z
  .strictObject({
    addresses: addressesSchema,
    networks: networksSchema,
    stickiness: stickinessSchema,
    tls: tlsSchema,
    host: hostSchema,
    ownNames: ownNamesSchema,
    path: pathSchema,
    pathReading: pathReadingSchema,
    charset: charsetSchema,
    http: httpSchema,
    timeouts: timeoutsSchema,
    maxConnections: maxConnectionsSchema,
    session: sessionSchema,
    bridge: bridgeSchema,
  })
  .superRefine(({ addresses, tls, path, session, bridge }, context) => {
    const report = (at: PropertyKey[], message: string): void => {
      context.addIssue({ code: 'custom', path: at, message });
    };
    const [first] = addresses;
    for (const [index, { pathname }] of addresses.entries()) {
      if (first !== undefined && pathname !== first.pathname)
        report(['addresses', index], `has another path than the first one, ${first.pathname}`);
    }
    if (first !== undefined && path.here !== undefined && first.pathname !== '/' && first.pathname !== path.here)
      report(['path', 'here'], `is not the path of the addresses, ${first.pathname}`);
    const { listener } = bridge.form ?? {};
    const reached = [...addresses, ...(listener === undefined ? [] : [listener])];
    if (tls !== undefined && reached.every(({ protocol }) => protocol === 'http:'))
      report(['tls'], 'needs an https address');
    if (bridge.mode === 'form' && bridge.form === undefined) report(['bridge', 'form'], 'is needed for mode "form"');
    if (listener !== undefined && addresses.some(({ origin }) => origin === listener.origin))
      report(['bridge', 'form', 'listener'], 'is one of the addresses, which browsers reach');
    if (bridge.mode !== 'off' && session?.whoIs === undefined)
      report(['bridge', 'mode'], `"${bridge.mode}" needs session.whoIs: what it brought about must be checked`);
  });

export const oldPortalsSchema = z
  .record(
    z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and dashes')
      .refine((name) => name !== 'gateway', 'is the gateway itself'),
    oldPortalSchema,
  )
  .describe('Old portals by the names that routes in migration.yaml use.');

export type OldPortalDeclaration = z.output<typeof oldPortalSchema>;
