import { LenientHeads } from '../upstream/heads.ts';
import { BasePath } from '../upstream/names/base-path.ts';
import { OwnNames } from '../upstream/names/own-names.ts';
import { PublicNames } from '../upstream/names/public-names.ts';
import { Upstream, type UpstreamLimits } from '../upstream/upstream.ts';
import { NodeStickiness } from './node-stickiness.ts';
import { portalTls } from './portal-tls.ts';
import type { OldPortal } from './profile/old-portal.ts';

/** An old portal as an upstream: what its profile says is worked out once, so that requests do not pay for it. */
export function portalUpstream(portal: OldPortal, publicUrl: URL, usual: UpstreamLimits): Upstream {
  return upstreamAt(portal, portal.name, portal.addresses, publicUrl, usual);
}

/** Where its delegated sign-in is, when that has a listener of its own: like the portal in everything else. */
export function listenerUpstream(portal: OldPortal, publicUrl: URL, usual: UpstreamLimits): Upstream | undefined {
  const listener = listenerOf(portal);
  return listener && upstreamAt(portal, `${portal.name}:sign-in`, [listener], publicUrl, usual);
}

function upstreamAt(
  portal: OldPortal,
  name: string,
  addresses: readonly URL[],
  publicUrl: URL,
  usual: UpstreamLimits,
): Upstream {
  const { http, path, timeouts, session } = portal;
  const host = hostOf(portal, publicUrl);
  const listener = listenerOf(portal);
  const ownNames = new OwnNames()
    .addAddresses([...portal.addresses, ...(listener === undefined ? [] : [listener]), publicUrl])
    .addDeclared([...portal.ownNames, ...(host === undefined ? [] : [host])]);
  return new Upstream({
    name,
    kind: 'legacy',
    urls: addresses,
    limits: {
      ...usual,
      ...(portal.maxConnections !== undefined && { maxConnections: portal.maxConnections }),
      ...(timeouts.connect !== undefined && {
        connectTimeoutMs: timeouts.connect,
        connectElsewhereMs: timeouts.connect,
      }),
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

function listenerOf({ bridge }: OldPortal): URL | undefined {
  return bridge.mode === 'form' ? bridge.form.listener : undefined;
}

/** @returns undefined where it is the host of the address */
function hostOf({ host }: OldPortal, publicUrl: URL): string | undefined {
  if (host === 'upstream') return undefined;
  return host === 'public' ? publicUrl.host : host;
}
