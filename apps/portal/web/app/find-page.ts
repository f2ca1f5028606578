import { matchPath } from 'react-router';
import type { PageRoute } from '../area/area.ts';
import { pages } from './areas.ts';

/** @returns the page at a path, if it is one of ours */
export function findPage(path: string): PageRoute | undefined {
  return pages.find((page) => matchPath(page.path, path) !== null);
}
