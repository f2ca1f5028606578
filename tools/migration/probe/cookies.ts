/** The cookies of one visitor, and what is remarkable about them. */

export interface SeenCookie {
  name: string;
  path: string | undefined;
  domain: string | undefined;
  /** Whether it outlives the browser. */
  lasting: boolean;
}

export class CookieJar {
  private readonly values = new Map<string, string>();
  readonly seen = new Map<string, SeenCookie>();

  constructor(values: Iterable<readonly [string, string]> = []) {
    this.values = new Map(values);
  }

  get names(): string[] {
    return [...this.values.keys()];
  }

  value(name: string): string | undefined {
    return this.values.get(name);
  }

  /** A jar of its own, of those cookies alone that are wanted. */
  only(wanted: (name: string) => boolean): CookieJar {
    return new CookieJar([...this.values].filter(([name]) => wanted(name)));
  }

  header(): string | undefined {
    return this.values.size === 0 ? undefined : [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  keep(line: string, now = Date.now()): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [, name, value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (name === undefined) return;
    const attribute = (wanted: string): string | undefined =>
      attributes.map((each) => /^([^=]+)=?(.*)$/.exec(each)).find((each) => each?.[1]?.toLowerCase() === wanted)?.[2];
    const maxAge = attribute('max-age');
    const expires = attribute('expires');
    const endsAt = maxAge === undefined ? Date.parse(expires ?? '') : now + Number(maxAge) * 1_000;
    if (endsAt <= now) {
      this.values.delete(name);
      return;
    }
    this.values.set(name, value);
    const lasting = maxAge !== undefined || expires !== undefined;
    this.seen.set(name, { name, path: attribute('path'), domain: attribute('domain'), lasting });
  }
}
