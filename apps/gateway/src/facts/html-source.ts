import { compile, type Options, selectAll, selectOne } from 'css-select';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** How css-select walks the tree of parse5, which reads broken markup exactly as browsers do. */
const options: Options<Node, Element> = {
  adapter: {
    isTag: isElement,
    getAttributeValue: (element, name) => element.attrs.find((attribute) => attribute.name === name)?.value,
    hasAttrib: (element, name) => element.attrs.some((attribute) => attribute.name === name),
    getName: (element) => element.tagName,
    getChildren: childrenOf,
    getParent: parentOf,
    getSiblings: (node) => {
      const parent = parentOf(node);
      return parent === null ? [node] : childrenOf(parent);
    },
    getText: textOf,
    removeSubsets: (nodes) => nodes.filter((node) => !hasAncestorAmong(node, new Set(nodes))),
  },
};

/** A place in a page: the whole of it, or one element of `each`. */
export class HtmlSource {
  private readonly node: Node;

  private constructor(node: Node) {
    this.node = node;
  }

  static parse(html: string): HtmlSource {
    return new HtmlSource(parse(html));
  }

  each(selector: string): HtmlSource[] {
    return selectAll(selector, this.node, options).map((element) => new HtmlSource(element));
  }

  /** `.due` (its text), `a.more@href` (an attribute), `@data-no` (an attribute of this very element). */
  find(place: string): string | null {
    const { selector, attribute } = splitPlace(place);
    const element = selector === '' ? this.node : selectOne(selector, this.node, options);
    if (element === null) return null;
    if (attribute === undefined) return textOf(element);
    return isElement(element) ? (element.attrs.find(({ name }) => name === attribute)?.value ?? null) : null;
  }
}

/** @throws Error when it is not a place in a page. */
export function checkHtmlPlace(place: string): void {
  const { selector } = splitPlace(place);
  if (selector !== '') checkSelector(selector);
}

/** @throws Error when it is not a CSS selector. */
export function checkSelector(selector: string): void {
  compile(selector, options);
}

function splitPlace(place: string): { selector: string; attribute?: string } {
  const [, selector = place, attribute] = /^(.*)@([A-Za-z_:][\w:.-]*)$/.exec(place) ?? [];
  return attribute === undefined ? { selector } : { selector: selector.trim(), attribute: attribute.toLowerCase() };
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

function childrenOf(node: Node): Node[] {
  return 'childNodes' in node ? node.childNodes : [];
}

function parentOf(node: Node): Node | null {
  return 'parentNode' in node ? node.parentNode : null;
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return childrenOf(node).map(textOf).join('');
}

function hasAncestorAmong(node: Node, nodes: ReadonlySet<Node>): boolean {
  for (let at = parentOf(node); at !== null; at = parentOf(at)) if (nodes.has(at)) return true;
  return false;
}
