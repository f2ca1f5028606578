/** Addresses as routes have them: a path, and where a portal keeps everything in one path, the parameter that says which page. */
import type { Link } from './page.ts';
import { capabilityIn } from './words.ts';

export interface Place {
  path: string;
  query: Record<string, string>;
}

/** Parameters that choose the page: two values that are words are found under one path. */
export class RouteParameters {
  private readonly byPath = new Map<string, string[]>();

  constructor(urls: readonly URL[]) {
    const values = new Map<string, Set<string>>();
    for (const url of urls) {
      for (const [name, value] of url.searchParams) {
        if (!/^\p{L}[\p{L}\d/_.:-]*$/u.test(value) || neverRoutes.test(name)) continue;
        const key = `${url.pathname}\n${name}`;
        values.set(key, (values.get(key) ?? new Set()).add(value));
      }
    }
    for (const [key, found] of values) {
      const [path = '', name = ''] = key.split('\n');
      if (found.size > 1) this.byPath.set(path, [...(this.byPath.get(path) ?? []), name]);
    }
  }

  placeOf(url: URL): Place {
    const names = this.byPath.get(url.pathname) ?? [];
    const query = names.flatMap((name) => {
      const value = url.searchParams.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return { path: url.pathname, query: Object.fromEntries(query) };
  }
}

export interface CapabilityGuess {
  name: string;
  places: Place[];
}

/** @returns pages that look like capabilities, by their address and then by the text of links to them */
export function guessCapabilities(links: readonly Link[], parameters: RouteParameters): CapabilityGuess[] {
  const found = new Map<string, Map<string, Place>>();
  for (const { url, text } of links) {
    const place = parameters.placeOf(url);
    const byAddress = capabilityIn(`${place.path} ${Object.values(place.query).join(' ')}`);
    const name = byAddress ?? capabilityIn(text);
    if (name === undefined || (byAddress === undefined && place.path === '/')) continue;
    const general = { ...place, path: generalised(place.path) };
    const places = found.get(name) ?? new Map<string, Place>();
    places.set(JSON.stringify(general), general);
    found.set(name, places);
  }
  return [...found].map(([name, places]) => ({ name, places: withoutCovered([...places.values()]) }));
}

/** `/invoices/1001` is `/invoices/*`. */
function generalised(path: string): string {
  const general = path.replace(/(?<=\/)[^/.]*\d[^/.]*(?=\/|$)/g, '*').replace(/\/$/, '');
  return general === '' ? '/' : general;
}

/** A route stands for everything below it. */
function withoutCovered(places: readonly Place[]): Place[] {
  const plain = places.filter(({ query }) => Object.keys(query).length === 0);
  return places.filter((place) => !plain.some((other) => other !== place && place.path.startsWith(`${other.path}/`)));
}

const neverRoutes = /^(?:lang|language|locale|sort|order|dir|return|redirect|back|next|url|from|to|q|search)$/i;
