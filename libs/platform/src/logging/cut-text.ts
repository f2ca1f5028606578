/** `text` if it is no longer than `longest`, otherwise its beginning and a mark that says how much is missing. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = isFirstOfPair(text.charCodeAt(longest - 1)) ? longest - 1 : longest;
  return `${text.slice(0, end)}… [${text.length - end} more characters]`;
}

/** Half of a surrogate pair is no character: JSON would carry it as an escape that nothing can decode. */
function isFirstOfPair(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
