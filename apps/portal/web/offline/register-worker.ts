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

/**
 * Has a page at hand that says, in this language, that there is no connection. Nothing else is kept. Only where the portal is
 * installed: a browser has such a page of its own, and starting a worker costs a slow phone half a second a visit.
 */
export function registerWorker(locale: Locale): void {
  if (!('serviceWorker' in navigator) || !matchMedia('(display-mode: standalone)').matches) return;
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy(workerPolicy, { createScriptURL: (url) => url });
  const url = `${script}?lang=${locale}`;
  // Without it the portal works as well, but for the page shown when offline.
  navigator.serviceWorker.register(policy?.createScriptURL(url) ?? url, { scope: '/' }).catch(() => undefined);
}
