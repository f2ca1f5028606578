/** Where a page says who is signed in: a place that is there once, and does not depend on what is written in it. */
import { attribute, children, type Element, parentOf, selectorOf, textOf } from './dom.ts';
import { HtmlSource } from './gateway.ts';
import type { PersonalPage } from './session.ts';
import { personFactIn } from './words.ts';

export type PersonFact = 'id' | 'email' | 'name';

export interface WhoIsCandidate {
  page: PersonalPage;
  format: 'html' | 'json';
  customer: Partial<Record<PersonFact, string>>;
  /** What stands there. */
  values: Partial<Record<PersonFact, string>>;
  /** Names of fields of a form: whoever may change what stands in them is somebody else then. */
  fields: PersonFact[];
}

/** What is known of the person who signed in. */
export interface KnownPerson {
  user: string;
  customer?: string | undefined;
}

/** @returns candidates with an id, the surest first */
export function findWhoIs(pages: readonly PersonalPage[], known: KnownPerson): WhoIsCandidate[] {
  return pages
    .flatMap((page) => {
      const candidate = isJson(page) ? inJson(page, known) : inHtml(page, known);
      return candidate.customer.id === undefined ? [] : [candidate];
    })
    .sort((a, b) => confidence(b, known) - confidence(a, known));
}

function confidence(
  { format, values, customer, fields }: WhoIsCandidate,
  { user, customer: number }: KnownPerson,
): number {
  const isKnown = values.id === number || values.id === user ? 4 : 0;
  return isKnown + (format === 'json' ? 2 : 0) + Object.keys(customer).length - (fields.includes('id') ? 1 : 0);
}

function isJson({ page }: PersonalPage): boolean {
  return /json/i.test(page.visit.contentType);
}

function inJson(page: PersonalPage, known: KnownPerson): WhoIsCandidate {
  const found: WhoIsCandidate = { page, format: 'json', customer: {}, values: {}, fields: [] };
  for (const [path, value] of leaves(parsed(page.page.visit.text), '')) {
    const fact = factOf(value, path.replace(/.*\./, ''), known);
    if (fact === undefined || found.customer[fact] !== undefined) continue;
    found.customer[fact] = path;
    found.values[fact] = value;
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function leaves(value: unknown, path: string): [path: string, value: string][] {
  if (typeof value === 'string' || typeof value === 'number') return [[path, String(value)]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inside]) => leaves(inside, path === '' ? name : `${path}.${name}`));
}

function inHtml(page: PersonalPage, known: KnownPerson): WhoIsCandidate {
  const source = HtmlSource.parse(page.page.visit.text);
  const found: WhoIsCandidate = { page, format: 'html', customer: {}, values: {}, fields: [] };
  for (const element of page.page.elements) {
    const { value, isField } = valueOf(element);
    // What is said to everybody names nobody.
    if (value === '' || !page.texts.some((text) => text.includes(value))) continue;
    const fact = factOf(value, labelOf(element), known);
    if (fact === undefined || found.customer[fact] !== undefined) continue;
    const selector = selectorOf(element, source);
    if (source.each(selector).length !== 1) continue;
    found.customer[fact] = isField ? `${selector} @value` : selector;
    found.values[fact] = value;
    if (isField) found.fields.push(fact);
  }
  return found;
}

/** By what is written there, or by what is written beside it. */
function factOf(value: string, label: string, { user, customer }: KnownPerson): PersonFact | undefined {
  if (value === customer) return 'id';
  const isAddress = /^[^\s@]+@[^\s@]+$/.test(value);
  if (value === user) return isAddress ? 'email' : 'id';
  const fact = label === '' || label.length > 40 ? undefined : personFactIn(label);
  if (fact === 'email') return isAddress ? 'email' : undefined;
  if (fact === 'id')
    return /^[^\s@]{1,64}$/.test(value) && (customer === undefined || value === customer) ? 'id' : undefined;
  return fact === 'name' && /^\p{L}[^\d@]{1,80}$/u.test(value) ? 'name' : undefined;
}

function valueOf(element: Element): { value: string; isField: boolean } {
  if (element.tagName === 'input') {
    const shown = ['text', 'email', 'tel', 'hidden'].includes(attribute(element, 'type')?.toLowerCase() ?? 'text');
    return { value: shown ? (attribute(element, 'value') ?? '').trim() : '', isField: true };
  }
  return { value: children(element).length === 0 ? textOf(element) : '', isField: false };
}

/** A field's name; else what stands before it, in its row or its list. */
function labelOf(element: Element): string {
  const name = attribute(element, 'name') ?? '';
  if (element.tagName === 'input') return name;
  for (let at: Element | undefined = element; at !== undefined; at = parentOf(at)) {
    const beside = parentOf(at);
    const index = beside === undefined ? -1 : children(beside).indexOf(at);
    const before = index > 0 && beside !== undefined ? children(beside)[index - 1] : undefined;
    if (before !== undefined)
      return ['td', 'th', 'dt', 'label', 'b', 'strong', 'span'].includes(before.tagName) ? textOf(before) : '';
    if (at.tagName === 'td' || at.tagName === 'dd' || at.tagName === 'p') return '';
  }
  return '';
}
