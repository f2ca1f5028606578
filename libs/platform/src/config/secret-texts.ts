const shortest = 8;
const secretMember = /secret|password|token|key|hash|^(d|p|q|dp|dq|qi|k)$/i;

/**
 * The texts inside a secret setting that give it away: the value itself, the password of a connection URL, and in
 * structured values the members whose name says so. Texts too short to be searched for safely are left out.
 */
export function secretTexts(value: unknown): string[] {
  return [...new Set(collect(value))].filter((text) => text.length >= shortest);
}

/** @param isSecret whether a text here is one; what a list is called holds for the texts in it, too */
function collect(value: unknown, isSecret = true): string[] {
  if (typeof value === 'string') return isSecret ? [value, ...passwordOf(value)] : [];
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, isSecret));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => collect(inner, secretMember.test(name)));
}

function passwordOf(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { password } = new URL(text);
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    // A stray percent sign: the password stands as it is written.
    return [password];
  }
}
