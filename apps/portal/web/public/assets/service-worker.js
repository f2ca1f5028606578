/*
 * Shows a page of ours instead of the browser's when there is no connection. That page is the same for everybody, and it is
 * all that is kept here: nothing a customer sees, and no answer of a service, ever.
 */
const language = new URL(self.location.href).searchParams.get('lang') ?? 'en';
const page = `/assets/offline/${language}`;
const cacheName = `offline-${language}`;
/** What does the same in browsers that know no routes. */
const preload = 'InstallEvent' in self && 'addRoutes' in self.InstallEvent.prototype ? 'disable' : 'enable';

self.addEventListener('install', (event) => {
  const byTheWay = event.addRoutes?.([
    // Pages do not wait for this script to be started: the network is asked at the same time.
    { condition: { requestMode: 'navigate' }, source: 'race-network-and-fetch-handler' },
    { condition: { not: { requestMode: 'navigate' } }, source: 'network' },
  ]);
  event.waitUntil(Promise.all([byTheWay, keepPage()]).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOthers(), self.registration.navigationPreload?.[preload]()]));
});

self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate' && event.request.method === 'GET') event.respondWith(navigate(event));
});

async function keepPage() {
  const cache = await caches.open(cacheName);
  await cache.add(new Request(page, { cache: 'no-cache' }));
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
}

async function navigate(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(page)) ?? Response.error();
  }
}
