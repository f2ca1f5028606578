import {
  BillIcon,
  OrderIcon,
  PlanIcon,
  ProfileIcon,
  ServicesIcon,
  StartIcon,
  SupportIcon,
  UsageIcon,
} from '@wellspring/web';
import type { MessageKey } from '../messages/en.ts';
import { areas } from './areas.ts';

export interface Place {
  path: string;
  label: MessageKey;
  Icon: typeof StartIcon;
  /** What decides which portal it is on; undefined: it is only on the old one. */
  capability: string | undefined;
}

const inOrder: readonly (readonly [path: string, label: MessageKey, Icon: typeof StartIcon])[] = [
  ['/', 'nav.start', StartIcon],
  ['/invoices', 'nav.invoices', BillIcon],
  ['/usage', 'nav.usage', UsageIcon],
  ['/services', 'nav.services', ServicesIcon],
  ['/plan', 'nav.plan', PlanIcon],
  ['/orders', 'nav.orders', OrderIcon],
  ['/support', 'nav.support', SupportIcon],
  ['/profile', 'nav.profile', ProfileIcon],
];

/** Where the navigation leads: the same in the same order as on the old portal, whichever side each is on. */
export const places: readonly Place[] = inOrder.map(([path, label, Icon]) => ({
  path,
  label,
  Icon,
  capability: areas.find(({ pages }) => pages.some((page) => page.path === path))?.capability,
}));

const inThumbsReach = 4;

/** On a phone the first few are at the bottom of the screen, and the others one touch away. */
export const [nearPlaces, otherPlaces] = [places.slice(0, inThumbsReach), places.slice(inThumbsReach)];
