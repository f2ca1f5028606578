import type { PoolLimits } from '../upstream/endpoint-pool.ts';
import { LenientHeads } from '../upstream/heads.ts';
import { BasePath } from '../upstream/names/base-path.ts';
import { OwnNames } from '../upstream/names/own-names.ts';
import { PublicNames } from '../upstream/names/public-names.ts';
import { Upstream } from '../upstream/upstream.ts';
import { NodeStickiness } from './node-stickiness.ts';
import { portalTls } from './portal-tls.ts';
import type { OldPortal } from './profile/old-portal.ts';

/** An old portal as an upstream: what its profile says is worked out once, so that requests do not pay for it. */
export function portalUpstream(portal: OldPortal, publicUrl: URL, usual: PoolLimits): Upstream {
  const { name, addresses, http, path, timeouts, session } = portal;
  const host = hostOf(portal, publicUrl);
  const ownNames = new OwnNames()
    .addAddresses(addresses)
    .addAddresses([publicUrl])
    .addDeclared([...portal.ownNames, ...(host === undefined ? [] : [host])]);
  return new Upstream({
    name,
    kind: 'legacy',
    urls: addresses,
    limits: {
      ...usual,
      ...(portal.maxConnections !== undefined && { maxConnections: portal.maxConnections }),
      ...(timeouts.connect !== undefined && { connectTimeoutMs: timeouts.connect }),
      ...(timeouts.idleConnection !== undefined && { maxIdleMs: timeouts.idleConnection }),
    },
    basePath: new BasePath(path.public, path.here),
    ...(host !== undefined && { host }),
    via: http.via,
    passesAuthorization: http.authorization === 'pass',
    pathReading: portal.pathReading,
    ...(portal.charset !== undefined && { charset: portal.charset }),
    manners: { heads: new LenientHeads(new Set(http.lenient)), tls: portalTls(portal) },
    names: (basePath) => new PublicNames({ publicUrl, ownNames, basePath, widened: session?.cookies ?? [] }),
    nodes: (endpoints) => NodeStickiness.of(name, portal.stickiness, endpoints, portal.bridge.mode === 'form'),
    ...(timeouts.firstByte !== undefined && { responseTimeoutMs: timeouts.firstByte }),
    ...(timeouts.silence !== undefined && { bodyIdleTimeoutMs: timeouts.silence }),
  });
}

/** @returns undefined where it is the host of the address */
function hostOf({ host }: OldPortal, publicUrl: URL): string | undefined {
  if (host === 'upstream') return undefined;
  return host === 'public' ? publicUrl.host : host;
}
