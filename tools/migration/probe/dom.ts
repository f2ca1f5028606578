/** The tree of a page, as parse5 and browsers read it. */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { HtmlSource } from './gateway.ts';

export type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** @returns every element, in the order of the page */
export function elementsOf(html: string): Element[] {
  return below(parse(html));
}

export function below(node: Node): Element[] {
  return childNodes(node).flatMap((child) => ('tagName' in child ? [child, ...below(child)] : []));
}

export function children(element: Element): Element[] {
  return childNodes(element).filter((child): child is Element => 'tagName' in child);
}

export function parentOf(element: Element): Element | undefined {
  const { parentNode } = element;
  return parentNode !== null && 'tagName' in parentNode ? parentNode : undefined;
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

/** As a browser shows it: white space is one blank. */
export function textOf(node: Node): string {
  return raw(node)
    .replace(/[\s\u00a0\u202f]+/gu, ' ')
    .trim();
}

export function classesOf(element: Element): string[] {
  return (attribute(element, 'class') ?? '').split(/\s+/).filter((name) => /^[A-Za-z][\w-]*$/.test(name));
}

/** @returns a CSS selector that finds this element and no other of the page */
export function selectorOf(element: Element, page: HtmlSource): string {
  const { tagName } = element;
  const [id, name] = [attribute(element, 'id') ?? '', attribute(element, 'name') ?? ''];
  const own = [
    ...(/^[A-Za-z][\w-]*$/.test(id) ? [`#${id}`] : []),
    ...(/^[\w.[\]-]+$/.test(name) ? [`${tagName}[name="${name}"]`] : []),
    ...classesOf(element).map((each) => `${tagName}.${each}`),
  ];
  const unique = own.find((selector) => page.each(selector).length === 1);
  if (unique !== undefined) return unique;
  const parent = parentOf(element);
  if (parent === undefined) return tagName;
  const at = children(parent).indexOf(element) + 1;
  return `${selectorOf(parent, page)} > ${tagName}:nth-child(${at})`;
}

function raw(node: Node): string {
  if ('value' in node) return node.value;
  if ('tagName' in node && (node.tagName === 'script' || node.tagName === 'style')) return '';
  return childNodes(node).map(raw).join('');
}

function childNodes(node: Node): Node[] {
  return 'childNodes' in node ? node.childNodes : [];
}
