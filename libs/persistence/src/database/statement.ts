/** A statement for {@link Database.query}. A `name` makes PostgreSQL keep its plan and labels it in metrics and logs. */
export interface Statement {
  name?: string;
  text: string;
  values?: unknown[];
}

/** Longest shape worth reading in a log line. */
const maxShape = 300;

/**
 * The statement without anything a customer typed: literals become `?`, so that the text can be logged. Values that
 * travel as parameters are not part of the text in the first place.
 */
export function statementShape(text: string): string {
  const shape = text
    .replace(/\$([a-z_]*)\$[\s\S]*?\$\1\$/gi, '?')
    .replace(/'(?:[^']|'')*(?:'|$)/g, '?')
    .replace(/(?<![\w$.])-?\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim();
  return shape.length > maxShape ? `${shape.slice(0, maxShape)}…` : shape;
}

const verbs = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'with',
  'begin',
  'start',
  'commit',
  'rollback',
  'savepoint',
  'release',
  'set',
]);

/** Metric label of a statement without a name: its first word, from a fixed set, so that labels stay few. */
export function statementVerb(text: string): string {
  const word = /^\s*([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  return verbs.has(word) ? word : 'other';
}
