import type { Locale } from '@wellspring/web';
import { workerPolicy } from './worker-policy.ts';

const script = '/assets/service-worker.js';

interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => {
    createScriptURL: (url: string) => string;
  };
}

/** Has a page at hand that says, in this language, that there is no connection. Nothing else is kept. */
export function registerWorker(locale: Locale): void {
  // Only where the connection is safe, and not in every private window.
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy(workerPolicy, { createScriptURL: (url) => url });
  const url = `${script}?lang=${locale}`;
  // Without it the portal works as well, but for the page shown when offline.
  navigator.serviceWorker.register(policy?.createScriptURL(url) ?? url, { scope: '/' }).catch(() => undefined);
}
