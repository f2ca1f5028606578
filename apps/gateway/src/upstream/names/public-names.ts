import type { BasePath } from './base-path.ts';
import type { OwnNames } from './own-names.ts';

export interface PublicNamesOptions {
  publicUrl: URL;
  ownNames: OwnNames;
  basePath: BasePath;
  /** Cookies that every path of the public host has to see. */
  widened?: readonly string[];
}

const refreshPattern = /^(\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?["']?)([^"']*)(["']?\s*)$/i;
const absolutePattern = /^(?:(https?:))?\/\/([^/?#\\]*)/i;
const attributePattern = /^\s*([^=;\s]+)\s*(?:=\s*([^;]*?)\s*)?$/;
const removed = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0';

/** What an upstream says about addresses and cookies of its own, as browsers have to be told it. */
export class PublicNames {
  private readonly publicUrl: URL;
  private readonly ownNames: OwnNames;
  private readonly basePath: BasePath;
  private readonly widened: ReadonlySet<string>;

  constructor({ publicUrl, ownNames, basePath, widened = [] }: PublicNamesOptions) {
    this.publicUrl = publicUrl;
    this.ownNames = ownNames;
    this.basePath = basePath;
    this.widened = new Set(widened);
  }

  /** `Location`, `Content-Location`. An address of its own becomes one that browsers reach; another site stays what it is. */
  location(value: string): string {
    const absolute = absolutePattern.exec(value);
    if (absolute === null) return value.startsWith('/') ? this.basePath.toPublic(value) : value;
    const [start, scheme, authority = ''] = absolute;
    if (!this.ownNames.has(scheme, authority)) return value;
    const rest = value.slice(start.length);
    return this.publicUrl.origin + this.basePath.toPublic(rest.startsWith('/') ? rest : `/${rest}`);
  }

  /**
   * Path with query, as browsers know it, to which a page leads. On whichever host: nobody else is asked for it.
   * @param page the page's own, likewise
   * @throws TypeError when that is no address
   */
  target(address: string, page: string): string {
    const { pathname, search } = new URL(this.location(address), new URL(page, this.publicUrl));
    return pathname + search;
  }

  /** `Refresh: 3; url=http://old.internal/next`. */
  refresh(value: string): string {
    const parts = refreshPattern.exec(value);
    if (parts === null) return value;
    const [, before = '', address = '', after = ''] = parts;
    return before + this.location(address) + after;
  }

  /** One `Set-Cookie`, as one or several. Most have nothing in them to change, and are not taken apart. */
  cookies(name: string, value: string): string[] {
    const widen = this.widened.has(name);
    if (!widen && !/;\s*(?:domain|path)\s*=/i.test(value)) return [value];
    const [pair = '', ...attributes] = value.split(';');
    let path: string | undefined;
    let domain = '';
    const kept = attributes.flatMap((attribute) => {
      const [, key = '', text = ''] = attributePattern.exec(attribute) ?? [];
      switch (key.toLowerCase()) {
        case 'path':
          path = this.basePath.toPublic(text);
          return widen ? [] : [` Path=${path}`];
        case 'domain':
          if (this.isOutOfReach(text)) return [];
          domain = `;${attribute}`;
          return [attribute];
        default:
          return [attribute];
      }
    });
    if (!widen) return [[pair, ...kept].join(';')];
    const wide = [pair, ' Path=/', ...kept].join(';');
    if (path === undefined || path === '/') return [wide];
    // Of two with the same name a server takes the narrower one: left over from before, it would win over the new one.
    return [wide, `${name}=; Path=${path}${domain}; ${removed}`];
  }

  /** A domain the browser would refuse makes it drop the whole cookie; without it the cookie is the public host's. */
  private isOutOfReach(text: string): boolean {
    const domain = text.replace(/^\./, '').toLowerCase();
    const { hostname } = this.publicUrl;
    return hostname !== domain && !hostname.endsWith(`.${domain}`);
  }
}
