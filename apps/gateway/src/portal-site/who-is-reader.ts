import { decodeBody } from '../facts/decode-body.ts';
import { parseExpression } from '../facts/expression.ts';
import { Extractor } from '../facts/extractor.ts';
import { isUnreadable } from '../facts/fact.ts';
import { HtmlSource } from '../facts/html-source.ts';
import { JsonSource } from '../facts/json-source.ts';
import type { Identity } from '../session/session.ts';
import type { BufferedResponse } from '../upstream/buffered-request.ts';
import type { OldPortal, WhoIs } from '../old-portal/profile/old-portal.ts';
import { isPlace } from './place-matcher.ts';

/** What an answer to who-is means; `unreadable` names the field at fault. */
export type WhoIsReading = Identity | 'nobody' | { unreadable: string };

type Field = keyof WhoIs['customer'];

const spokenHere = new Set(['en', 'et', 'ru']);
const attribute = /@[A-Za-z_:][\w:.-]*$/;

/** Reads from an existing page or resource of an old portal who is signed in there. */
export class WhoIsReader {
  private readonly fields: [Field, string, Extractor][];

  constructor(
    private readonly portal: OldPortal,
    private readonly whoIs: WhoIs,
  ) {
    const { format, customer } = whoIs;
    this.fields = Object.entries(customer).map(([field, place]) => [
      field as Field,
      parseExpression(place).source,
      new Extractor({ format, facts: { value: place } }),
    ]);
  }

  /** @param target the path with query, as browsers know it, to which a redirect leads */
  read({ status, headers, body }: BufferedResponse, target: (location: string) => string): WhoIsReading {
    const { nobody } = this.whoIs;
    if (nobody.status.includes(status)) return 'nobody';
    const location = headers['location'];
    if (status >= 300 && status < 400 && typeof location === 'string')
      return this.isForStrangers(target(location)) ? 'nobody' : { unreadable: `redirect` };
    if (status !== 200) return { unreadable: `status ${status}` };
    return this.readBody(this.decoded(body, headers));
  }

  private readBody(text: string): WhoIsReading {
    const { nobody, ids, format } = this.whoIs;
    if (nobody.has !== undefined && this.count(text, parseExpression(nobody.has).source) > 0) return 'nobody';
    const facts: Partial<Record<Field, string>> = {};
    for (const [field, place, extractor] of this.fields) {
      const found = this.count(text, place);
      const value = found === 1 ? extractor.extract(text)[0]?.['value'] : undefined;
      const read = value === undefined || value === null || isUnreadable(value) ? '' : value.trim();
      // Found twice, it may be a customer's own text that looks like it.
      if (field === 'id' && read === '') return { unreadable: `customer.id: ${found} places in this ${format}` };
      facts[field] = read;
    }
    const { id = '', email = '', name = '', language = '', segment = '' } = facts;
    const spoken = language.slice(0, 2).toLowerCase();
    return {
      customerId: ids === 'own' ? `${this.portal.name}:${id}` : id,
      email,
      name,
      locale: spokenHere.has(spoken) ? spoken : 'en',
      segment: segment === '' ? undefined : segment,
    };
  }

  /** How often a place is there. */
  private count(text: string, place: string): number {
    if (this.whoIs.format === 'json') return JsonSource.parse(text).each(place).length;
    const selector = place.replace(attribute, '').trim();
    return HtmlSource.parse(text).each(selector).length;
  }

  private isForStrangers(target: string): boolean {
    const { signIn } = this.portal.session ?? {};
    const path = target.split('?', 1)[0] ?? '';
    return this.whoIs.nobody.redirect.includes(path) || (signIn !== undefined && isPlace(target, signIn));
  }

  private decoded(body: Buffer, headers: BufferedResponse['headers']): string {
    const given = String(headers['content-type'] ?? '');
    const { charset } = this.portal;
    const type = charset === undefined || /charset=/i.test(given) ? given : `${given}; charset=${charset}`;
    return decodeBody(body, String(headers['content-encoding'] ?? ''), type);
  }
}
