/** Tables whose rows could be compared with what the new side answers. */
import { attribute, below, children, classesOf, type Element, selectorOf, textOf } from './dom.ts';
import { canonicalDate, canonicalMoney, Extractor, HtmlSource, isUnreadable } from './gateway.ts';
import type { SeenPage } from './crawl.ts';
import { factIn } from './words.ts';

export interface FactTable {
  page: SeenPage;
  each: string;
  /** Name → place and pipes, as the gateway reads them on this very page. The first tells rows apart. */
  facts: Record<string, string>;
  rows: number;
  /** Whether amounts are written so that only the language says what they mean: `1.234`. */
  ambiguous: boolean;
  /** Words that stand in the column `status`. */
  statuses: string[];
}

interface Column {
  head: string;
  cells: Element[];
  place: string;
}

export function tablesOf(page: SeenPage): FactTable[] {
  const source = HtmlSource.parse(page.visit.text);
  return page.elements
    .filter(({ tagName }) => tagName === 'table')
    .filter((table) => !below(table).some(({ tagName }) => tagName === 'table'))
    .flatMap((table) => tableOf(page, table, source));
}

function tableOf(page: SeenPage, table: Element, source: HtmlSource): FactTable[] {
  const rows = below(table).filter(({ tagName }) => tagName === 'tr');
  const heads = children(rows[0] ?? table);
  const hasHeads = heads.length > 1 && heads.every(({ tagName }) => tagName === 'th');
  const data = rows.filter((row) => cellsOf(row).length === heads.length);
  if (!hasHeads || data.length === 0) return [];

  const columns = heads.map((head, i) => columnOf(textOf(head), data, i));
  const mark = markOf(data);
  const each = `${selectorOf(table, source)} tr${mark === undefined ? ':has(td)' : `[${mark}]`}`;
  const facts = readable(factsOf(columns, mark), each, page.visit.text);
  // Without a date or an amount there is little to go wrong, and little to compare.
  if (!Object.values(facts).some((place) => /\| (date|amount)$/.test(place))) return [];
  const amounts = columns.filter((column) => kindOf(column) === 'amount').flatMap(textsOf);
  const status = columns.find(({ head }) => factIn(head) === 'status');
  return [
    {
      page,
      each,
      facts,
      rows: data.length,
      ambiguous: amounts.some((text) => /^\D*\d{1,3}[.,]\d{3}\D*$/.test(text)),
      statuses: status === undefined ? [] : [...new Set(textsOf(status))],
    },
  ];
}

function columnOf(head: string, data: readonly Element[], at: number): Column {
  const cells = data.flatMap((row) => cellsOf(row)[at] ?? []);
  const [first] = cells;
  const own = (first === undefined ? [] : classesOf(first)).find((name) =>
    data.every((row) => {
      const having = below(row).filter((element) => classesOf(element).includes(name));
      return having.length === 1 && having[0] === cellsOf(row)[at];
    }),
  );
  return { head, cells, place: own === undefined ? `td:nth-child(${at + 1})` : `.${own}` };
}

function factsOf(columns: readonly Column[], mark: string | undefined): Record<string, string> {
  const facts: Record<string, string> = {};
  const add = (wanted: string | undefined, place: string): void => {
    const base = wanted ?? `column${Object.keys(facts).length + 1}`;
    const name = Object.hasOwn(facts, base) ? `${base}${Object.keys(facts).length + 1}` : base;
    facts[name] = place;
  };
  if (mark !== undefined) add('number', `@${mark}`);
  for (const column of columns) {
    const kind = kindOf(column);
    const name = factIn(column.head);
    if (name === 'number' && mark !== undefined) continue;
    switch (kind) {
      case 'date':
        add(name === 'due' ? 'due' : 'date', `${column.place} | date`);
        break;
      case 'amount':
        add('amount', `${column.place} | amount`);
        if (textsOf(column).every((text) => canonicalMoney(text)?.currency !== undefined))
          add('currency', `${column.place} | currency`);
        break;
      case 'text':
        add(name === 'date' || name === 'due' || name === 'amount' ? undefined : name, `${column.place} | text`);
        break;
      default:
        kind satisfies never;
    }
  }
  return facts;
}

/** What the gateway cannot read on the page it was found on is left out. */
function readable(facts: Record<string, string>, each: string, html: string): Record<string, string> {
  const items = new Extractor({ format: 'html', each, facts }).extract(html);
  return Object.fromEntries(
    Object.entries(facts).filter(([name]) =>
      items.every((item) => {
        const value = item[name];
        return value !== undefined && value !== null && !isUnreadable(value);
      }),
    ),
  );
}

function kindOf(column: Column): 'date' | 'amount' | 'text' {
  const texts = textsOf(column);
  if (texts.every((text) => canonicalDate(text) !== undefined)) return 'date';
  const isMoney = (text: string): boolean => /\d[.,]\d{2}\b/.test(text) && canonicalMoney(text) !== undefined;
  const short = texts.every((text) => text.replace(/[\d\s.,+-]/g, '').length <= 3);
  return short && texts.every(isMoney) ? 'amount' : 'text';
}

function textsOf({ cells }: Column): string[] {
  return cells.map(textOf);
}

function cellsOf(row: Element): Element[] {
  return children(row).filter(({ tagName }) => tagName === 'td');
}

/** The attribute that every row of data has, and each with a value of its own. */
function markOf(data: readonly Element[]): string | undefined {
  const names = (data[0]?.attrs ?? []).map(({ name }) => name).filter((name) => name.startsWith('data-'));
  return names.find((name) => new Set(data.flatMap((row) => attribute(row, name) ?? [])).size === data.length);
}
