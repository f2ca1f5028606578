import { Injectable } from '@nestjs/common';
import type { RoutedRequest } from '../migration/routed-request.ts';
import type { OldPortal } from '../old-portal/profile/old-portal.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import type { RelayAttempt } from '../proxy/relay-plan.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { AnySpelling } from './any-spelling.ts';

type Attempt = Pick<RelayAttempt, 'target'> & { upstream: Pick<Upstream, 'name'> };

/**
 * Keeps browsers from the form by which the gateway signs customers in on an old portal, in every spelling the portal
 * takes for it: whoever reached it could try to be anybody.
 */
@Injectable()
export class SignInDoor {
  private readonly forms: ReadonlyMap<string, AnySpelling>;

  constructor(portals: OldPortals) {
    this.forms = new Map(
      portals.all.flatMap((portal) => {
        const form = formOf(portal);
        return form === undefined ? [] : [[portal.name, form] as const];
      }),
    );
  }

  /** Whether a request is for such a form, as the browser sent it or as a route rewrites it. */
  isShut(request: RoutedRequest, attempts: readonly (Attempt | undefined)[]): boolean {
    if (this.forms.size === 0) return false;
    return attempts.some((attempt) => {
      const form = attempt === undefined ? undefined : this.forms.get(attempt.upstream.name);
      if (form === undefined) return false;
      const rewritten = attempt?.target === undefined ? undefined : rewrittenTo(request, attempt.target);
      return form.has(request) || (rewritten !== undefined && form.has(rewritten));
    });
  }
}

function formOf(portal: OldPortal): AnySpelling | undefined {
  const { bridge } = portal;
  if (bridge.mode !== 'form' || !bridge.form.deniedToBrowsers) return undefined;
  const [path = '/', search = ''] = bridge.form.at.split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  return new AnySpelling({ path, query }, portal, false);
}

function rewrittenTo(request: RoutedRequest, target: string): RoutedRequest {
  const [path = '/', query = ''] = target.split('?', 2);
  return {
    method: request.method,
    path,
    query,
    header: (name) => request.header(name),
    cookie: (name) => request.cookie(name),
  };
}
