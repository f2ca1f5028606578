/** `{no}`, `{query.page}`, `{query.page=1}`, `{query.page=1|offset(20)}`. */
const placePattern = /\{(?:query\.([^{}=|]+)|(\w+))(?:=([^{}|]*))?(?:\|offset\((\d+)\))?\}/g;

/** What a request has for the places of a template. */
export interface TemplateValues {
  segments: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

/**
 * The target asked of the other side: page 2 of the one with page 2 of the other. A parameter for which the request has no
 * value is left out of the query.
 * @returns undefined when a value is missing elsewhere, or is no number where one is counted with
 */
export function fillTemplate(template: string, values: TemplateValues): string | undefined {
  const [path = '', query] = template.split('?', 2);
  const filledPath = fill(path, values);
  if (filledPath === undefined) return undefined;
  const pairs = (query ?? '').split('&').flatMap((pair) => fill(pair, values) ?? []);
  return pairs.length === 0 || query === undefined ? filledPath : `${filledPath}?${pairs.join('&')}`;
}

/** @returns what is wrong with it, for the one who wrote it */
export function templateMistakes(template: string, names: readonly string[]): string[] {
  const unknown = [...template.matchAll(placePattern)].flatMap(([, , name]) =>
    name === undefined || names.includes(name) ? [] : [`{${name}} is no :name in "when"`],
  );
  const rest = template.replace(placePattern, '');
  return /[{}]/.test(rest)
    ? [...unknown, 'has a place that cannot be read: write {no}, {query.page} or {query.page=1}']
    : unknown;
}

function fill(text: string, { segments, query }: TemplateValues): string | undefined {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: place, 1: parameter, 2: name = '', 3: otherwise, 4: size, index } of text.matchAll(placePattern)) {
    // A segment is encoded for a path already.
    const value = parameter === undefined ? segments[name] : encoded(query.get(parameter) ?? otherwise);
    const filled = size === undefined ? value : offset(value, Number(size));
    if (filled === undefined) return undefined;
    parts.push(text.slice(end, index), filled);
    end = index + place.length;
  }
  return parts.join('') + text.slice(end);
}

/** Where a page begins that is counted from 1. */
function offset(page: string | undefined, size: number): string | undefined {
  return page !== undefined && /^[1-9]\d{0,8}$/.test(page) ? String((Number(page) - 1) * size) : undefined;
}

function encoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : encodeURIComponent(value);
}
