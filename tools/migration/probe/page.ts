/** What is on a page: where it leads to, what it asks for, and what it says. */
import { attribute, below, type Element, elementsOf, textOf } from './dom.ts';
import { isAct } from './words.ts';

export interface Link {
  /** Without a session id that was written into it. */
  url: URL;
  text: string;
}

export interface Field {
  name: string;
  type: string;
  value: string;
}

export interface Form {
  action: URL;
  method: 'GET' | 'POST';
  fields: Field[];
  /** On its button. */
  text: string;
}

export interface Page {
  url: URL;
  title: string;
  language: string | undefined;
  elements: Element[];
  links: Link[];
  /** Whether links have session ids in them. */
  sessionIds: boolean;
  forms: Form[];
  /** Images, styles, scripts. */
  files: URL[];
  /** Everything it says, piece by piece, values of fields included. */
  texts: ReadonlySet<string>;
}

export function readPage(html: string, url: URL): Page {
  const elements = elementsOf(html);
  const base = find(elements, 'base').flatMap((each) => address(attribute(each, 'href'), url))[0] ?? url;
  const title = find(elements, 'title')[0];
  const root = find(elements, 'html')[0];
  const links = elements.flatMap((element) => linkOf(element, base));
  return {
    url,
    title: title === undefined ? '' : textOf(title),
    language: root && (attribute(root, 'lang') ?? attribute(root, 'xml:lang')),
    elements,
    links: links.map((link) => ({ ...link, url: withoutSessionId(link.url) })),
    sessionIds: links.some(({ url }) => hasSessionId(url)),
    forms: find(elements, 'form').flatMap((form) => formOf(form, base)),
    files: elements.flatMap((element) => fileOf(element, base)),
    texts: new Set(elements.flatMap(ownTexts)),
  };
}

/** Whether following it might change something. */
export function isActLink({ url, text }: Link): boolean {
  return isAct(`${decoded(url.pathname)} ${decoded(url.search)}`) || isAct(text);
}

/** Without `;jsessionid=…` or `?PHPSESSID=…`, which say who somebody is. */
export function withoutSessionId(url: URL): URL {
  const clean = new URL(url.href);
  clean.hash = '';
  clean.pathname = clean.pathname.replace(/;jsessionid=[^/;]*/i, '');
  for (const name of [...clean.searchParams.keys()]) if (sessionParameter.test(name)) clean.searchParams.delete(name);
  return clean;
}

function hasSessionId({ pathname, searchParams }: URL): boolean {
  return /;jsessionid=/i.test(pathname) || [...searchParams.keys()].some((name) => sessionParameter.test(name));
}

const sessionParameter = /^(?:phpsessid|jsessionid|sid|s?ession_?id|zenid|oscsid)$/i;

function linkOf(element: Element, base: URL): Link[] {
  const { tagName } = element;
  if (tagName === 'a' || tagName === 'area') {
    // What a script does with it, or a method other than GET, cannot be seen from the address.
    if (attribute(element, 'onclick') !== undefined || attribute(element, 'data-method') !== undefined) return [];
    return address(attribute(element, 'href'), base).map((url) => ({ url, text: textOf(element) }));
  }
  if (tagName === 'frame' || tagName === 'iframe')
    return address(attribute(element, 'src'), base).map((url) => ({ url, text: '' }));
  const refresh = tagName === 'meta' && attribute(element, 'http-equiv')?.toLowerCase() === 'refresh';
  const target = refresh ? /url\s*=\s*["']?([^"']+)/i.exec(attribute(element, 'content') ?? '')?.[1] : undefined;
  return address(target, base).map((url) => ({ url, text: '' }));
}

function fileOf(element: Element, base: URL): URL[] {
  switch (element.tagName) {
    case 'img':
    case 'script':
      return address(attribute(element, 'src'), base);
    case 'link':
      return address(attribute(element, 'href'), base);
    default:
      return [];
  }
}

function formOf(form: Element, base: URL): Form[] {
  const fields = below(form).flatMap((element): Field[] => {
    const name = attribute(element, 'name');
    if (name === undefined || !['input', 'select', 'textarea', 'button'].includes(element.tagName)) return [];
    const type = element.tagName === 'input' ? (attribute(element, 'type') ?? 'text').toLowerCase() : element.tagName;
    return [{ name, type, value: attribute(element, 'value') ?? '' }];
  });
  const buttons = below(form).filter(
    (element) => element.tagName === 'button' || /^(submit|image)$/i.test(attribute(element, 'type') ?? ''),
  );
  const text = buttons.map((button) => attribute(button, 'value') ?? textOf(button)).join(' ');
  const method = attribute(form, 'method')?.toUpperCase() === 'POST' ? 'POST' : 'GET';
  return address(attribute(form, 'action') ?? '', base).map((action) => ({ action, method, fields, text }));
}

function ownTexts(element: Element): string[] {
  const own = element.childNodes.flatMap((child) => ('value' in child ? [child.value.trim()] : []));
  const value = attribute(element, 'value');
  const hidden = attribute(element, 'type')?.toLowerCase() === 'hidden';
  if (element.tagName === 'script' || element.tagName === 'style') return [];
  return [...own, ...(value === undefined || hidden ? [] : [value])].filter((text) => text !== '');
}

function address(href: string | undefined, base: URL): URL[] {
  if (href === undefined) return [];
  const url = URL.parse(href.trim(), base.href);
  return url !== null && /^https?:$/.test(url.protocol) ? [url] : [];
}

function find(elements: readonly Element[], tagName: string): Element[] {
  return elements.filter((element) => element.tagName === tagName);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
