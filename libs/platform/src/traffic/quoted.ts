import { detached } from '../memory/detached.ts';

const mostEntries = 500;

/** JSON strings of texts that come again and again: routes, paths, user agents. Bounded, for those that do not. */
export class Quoted {
  private readonly known = new Map<string, string>();

  /** @param shown what may be seen of a text */
  constructor(private readonly shown: (text: string) => string = (text) => text) {}

  of(text: string): string {
    const quoted = this.known.get(text);
    if (quoted !== undefined) return quoted;
    const fresh = JSON.stringify(this.shown(text));
    if (this.known.size < mostEntries) this.known.set(detached(text), fresh);
    return fresh;
  }
}
