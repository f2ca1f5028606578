/** Upstream name for what the gateway itself does: `{ path: /signin, legacy: legacy-portal, new: gateway }`. */
export const gatewayItself = 'gateway';

/** The provider customers sign in at: the one service whose pages and credentials are its own affair. */
export const identityUpstream = 'identity';

/** What makes customers' pages: it is told all that a page may know, and asks the services for what a page begins with. */
export const pagesUpstream = 'portal';
