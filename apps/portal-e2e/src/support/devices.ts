import type { VisitorOptions } from './browser.ts';

type Device = 'desktop' | 'phone' | 'phone by night' | 'desktop at 200 %';

/** What pages are looked at with; pictures are kept by these names. */
export const devices: Readonly<Record<Device, VisitorOptions>> = {
  desktop: {},
  phone: { phone: true },
  'phone by night': { phone: true, dark: true },
  'desktop at 200 %': { enlarged: true },
};
