import { detached } from '../memory/detached.ts';

const mostEntries = 500;

/** What is made of texts that come again and again: routes, paths, user agents. Bounded, for those that do not. */
export class Remembered {
  private readonly known = new Map<string, string>();

  constructor(private readonly make: (text: string) => string) {}

  of(text: string): string {
    const made = this.known.get(text);
    if (made !== undefined) return made;
    const fresh = this.make(text);
    if (this.known.size < mostEntries) this.known.set(detached(text), fresh);
    return fresh;
  }
}

/** JSON strings of such texts. */
export class Quoted extends Remembered {
  /** @param shown what may be seen of a text */
  constructor(shown: (text: string) => string = (text) => text) {
    super((text) => JSON.stringify(shown(text)));
  }
}
