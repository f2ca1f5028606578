/** HTML that is safe to send: made only by the `html` tag, which escapes whatever is put into it. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | Html | readonly Html[] | undefined;

/** A template of HTML. Text is escaped, nested HTML is kept, `undefined` leaves nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((whole, string, index) => whole + render(parts[index - 1]) + string));
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escape(part);
  if (part instanceof Html) return part.text;
  return part.map(({ text }) => text).join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
