import type { Area, PageRoute } from '../area/area.ts';
import { invoices } from '../invoices/invoices.area.tsx';
import { services } from '../services/services.area.tsx';
import { start } from '../start/start.area.tsx';
import { usage } from '../usage/usage.area.tsx';

/** Every capability that has pages here. One more is a folder of its own, and a line of this list. */
export const areas: readonly Area[] = [start, invoices, usage, services];

export const pages: readonly PageRoute[] = areas.flatMap((area) => area.pages);
