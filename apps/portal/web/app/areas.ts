import type { Area, PageRoute } from '../area/area.ts';
import { invoices } from '../invoices/invoices.area.tsx';
import { start } from '../start/start.area.tsx';

/** Every capability that has pages here. One more is a folder of its own, and a line of this list. */
export const areas: readonly Area[] = [start, invoices];

export const pages: readonly PageRoute[] = areas.flatMap((area) => area.pages);
