import { Actor, Scene } from './scene.ts';

/** A scene of three services, and what happens in a second of it in which all is well. */
export interface UsualSystem {
  readonly gateway: Actor;
  readonly billing: Actor;
  readonly identity: Actor;
  readonly scene: Scene;
  readonly well: () => void;
  /** A second like any other but for what is said. */
  readonly but: (otherwise: () => void) => () => void;
}

/** The old portal is known to call the billing engine, whatever it tells of itself. */
const knownCalls = new Map([['legacy-portal', ['billing-engine']]]);

export function usualSystem(): UsualSystem {
  const gateway = new Actor('gateway');
  const billing = new Actor('billing');
  const identity = new Actor('identity');
  const well = (): void => {
    gateway.forwards('billing', { ok: 5 });
    gateway.forwards('legacy-portal', { ok: 3 });
    gateway.forwards('identity', { ok: 1 });
    gateway.customers('invoices', 'new', { ok: 5, failed: 0, fallback: 0 });
    gateway.database({ ok: 3 });
    billing.answers('200', 5);
    billing.database({ ok: 10 });
    billing.calls('billing-engine', 'list-changes', { ok: 1 });
    billing.calls('payment-provider', 'charge', { ok: 1 });
    identity.calls('crm', 'verify-credentials', { ok: 1 });
    identity.database({ ok: 2 });
  };
  const but = (otherwise: () => void) => (): void => {
    well();
    otherwise();
  };
  return { gateway, billing, identity, scene: new Scene([gateway, billing, identity], knownCalls), well, but };
}
