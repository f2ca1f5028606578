import { lazy, type ComponentType, type ReactNode } from 'react';
import type { Resource } from '@wellspring/web';

/** Whether a capability's pages are on this side for whoever is signed in. */
export type IsHere = (capability: string) => boolean;

/** A page of ours: loaded when somebody is about to open it, and meanwhile shown in outline. */
export interface PageRoute {
  /** As routers write it: `/invoices/:id`. */
  path: string;
  Page: ComponentType;
  /** Fetches the page's code; a second time it is there already. */
  load: () => Promise<unknown>;
  /** Its file below `web/`: a page that comes with a first answer names the code it will need. */
  file: string;
  /** In the shape of what comes. */
  outline: ReactNode;
  /** What is asked for before the page is there. */
  needs: (path: string, isHere: IsHere) => readonly Resource[];
}

/** The pages of one capability. */
export interface Area {
  /** What decides which portal they are on: a capability of `migration.yaml`. */
  capability: string;
  pages: readonly PageRoute[];
}

interface PageDeclaration {
  path: string;
  file: string;
  load: () => Promise<{ default: ComponentType }>;
  outline: ReactNode;
  needs?: (path: string, isHere: IsHere) => readonly Resource[];
}

export function page({ needs = () => [], ...declared }: PageDeclaration): PageRoute {
  return { ...declared, needs, Page: lazy(declared.load) };
}
