const MOST_ENTRIES = 500;

/** JSON strings of texts that come again and again: routes, methods, user agents. Bounded, for those that do not. */
export class Quoted {
  private readonly known = new Map<string, string>();

  of(text: string): string {
    const quoted = this.known.get(text);
    if (quoted !== undefined) return quoted;
    const fresh = JSON.stringify(text);
    if (this.known.size < MOST_ENTRIES) this.known.set(text, fresh);
    return fresh;
  }
}
