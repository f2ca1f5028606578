/** Services of the new side, as routes call them: the name of the app, and whether it gets a customer's token. */
export const NEW_SIDE = { portal: 'service', identity: 'public', billing: 'service' } as const;

/** The old portal where no file declares any. */
export const DEFAULT_OLD_PORTAL = 'legacy-portal';

/** Upstream name for what the gateway itself does: `{ path: /signin, legacy: legacy-portal, new: gateway }`. */
export const GATEWAY_ITSELF = 'gateway';

/** Every name that a route may use. */
export function routableNames(oldPortals: readonly string[]): string[] {
  return [...(oldPortals.length === 0 ? [DEFAULT_OLD_PORTAL] : oldPortals), ...Object.keys(NEW_SIDE), GATEWAY_ITSELF];
}
