const shortest = 8;
const secretMember = /secret|password|token|key|hash|^(d|p|q|dp|dq|qi|k)$/i;

/**
 * The texts inside a secret setting that give it away: the value itself, the password of a connection URL, and in
 * structured values the members whose name says so. Texts too short to be searched for safely are left out.
 */
export function secretTexts(value: unknown): string[] {
  return [...new Set(collect(value))].filter((text) => text.length >= shortest);
}

function collect(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...passwordOf(value)];
  if (Array.isArray(value)) return value.flatMap((item) => collect(item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner !== 'string' || secretMember.test(name) ? collect(inner) : [],
  );
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
