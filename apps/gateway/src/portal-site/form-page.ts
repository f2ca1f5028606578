import { HtmlSource } from '../facts/html-source.ts';

export interface FormOnPage {
  /** Where it is posted; undefined: to its own address. */
  action: string | undefined;
  /** Name and value of each field the page itself has filled in. */
  hidden: [name: string, value: string][];
}

/** The form of a page that has all these fields. */
export function readForm(html: string, fields: readonly string[]): FormOnPage | undefined {
  const form = HtmlSource.parse(html)
    .each('form')
    .find((each) => fields.every((name) => each.each(`[name="${css.escape(name)}"]`).length > 0));
  if (form === undefined) return undefined;
  const action = form.find('@action') ?? '';
  const hidden = form.each('input[type=hidden]').flatMap((input): [string, string][] => {
    const name = input.find('@name');
    return name === null ? [] : [[name, input.find('@value') ?? '']];
  });
  return { action: action === '' ? undefined : action, hidden };
}

const css = { escape: (text: string): string => text.replace(/["\\]/g, '\\$&') };
