/** What moves the cursor, ends a line or turns the direction of writing: fit to forge a line of a list or a log. */
const unprintablePattern = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Whether a text shows as what it is, on one line. */
export function isPrintable(text: string): boolean {
  return !unprintablePattern.test(text);
}

/** A text from elsewhere, safe to print: what does not show is written as an escape, `\u000a` for a line end. */
export function printable(text: string): string {
  return text.replace(
    new RegExp(unprintablePattern, 'gu'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
