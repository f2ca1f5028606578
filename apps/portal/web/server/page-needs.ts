import type { Resource } from '@wellspring/web';
import type { IsHere } from '../area/area.ts';
import { findPage } from '../app/find-page.ts';
import { pages } from '../app/areas.ts';

export interface PageNeeds {
  resources: readonly Resource[];
  /** Files below `web/` whose code the page will ask for first. */
  files: readonly string[];
}

/** The paths of all pages, as routers write them. */
export const pagePaths: readonly string[] = pages.map(({ path }) => path);

export function pageNeeds(path: string, locale: string, isHere: IsHere): PageNeeds {
  const page = findPage(path);
  return {
    resources: page?.needs(path, isHere) ?? [],
    files: [`messages/${locale}.ts`, ...(page ? [page.file] : [])],
  };
}
