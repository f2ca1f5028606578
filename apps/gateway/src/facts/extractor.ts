import { UnreadableError } from './unreadable.ts';
import { type Expression, parseExpression } from './expression.ts';
import type { Item } from './fact.ts';
import { checkHtmlPlace, checkSelector, HtmlSource } from './html-source.ts';
import { checkJsonPath, JsonSource } from './json-source.ts';
import { runPipes } from './pipes.ts';

export type Format = 'html' | 'json';

/** Where one side keeps its facts: the `legacy` or `new` part of a parity rule. */
export interface ExtractorDeclaration {
  format: Format;
  /** Selects one element or value per item; absent: the whole answer is one item. */
  each?: string;
  /** A place that the right page has: one without is another page, such as a sign-in. */
  page?: string;
  facts: Readonly<Record<string, string>>;
}

interface Source {
  each(path: string): Source[];
  find(place: string): unknown;
}

/** Turns an answer of one side into items of facts that can be compared with the other side's. */
export class Extractor {
  private readonly declaration: ExtractorDeclaration;
  private readonly facts: [name: string, expression: Expression][];

  /** @throws Error when an expression cannot be read; a checked file has none. */
  constructor(declaration: ExtractorDeclaration) {
    this.declaration = declaration;
    this.facts = Object.entries(declaration.facts).map(([name, text]) => [name, parseExpression(text)]);
  }

  /** @throws SyntaxError when JSON was declared and the body is none; UnreadableError when it is another page. */
  extract(body: string): Item[] {
    const { format, each, page } = this.declaration;
    const root: Source = format === 'html' ? HtmlSource.parse(body) : JsonSource.parse(body);
    if (page !== undefined && root.each(page).length === 0) throw new UnreadableError('other_page');
    const places = each === undefined ? [root] : root.each(each);
    return places.map((place) => this.itemAt(place));
  }

  private itemAt(place: Source): Item {
    return Object.fromEntries(
      this.facts.map(([name, { source, pipes }]) => [name, runPipes(place.find(source), pipes)]),
    );
  }
}

/** @throws Error saying what is wrong with one fact's expression. */
export function checkFact(format: Format, text: string): void {
  const { source } = parseExpression(text);
  if (format === 'html') checkHtmlPlace(source);
  else checkJsonPath(source);
}

/** @throws Error saying what is wrong with `each`. */
export function checkEach(format: Format, each: string): void {
  if (format === 'html') checkSelector(each);
  else checkJsonPath(each);
}
