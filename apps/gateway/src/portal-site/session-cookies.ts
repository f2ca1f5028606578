/** The pairs of a `Cookie` header that belong to these names, exactly as they were sent: in their order, duplicates too. */
export function sessionCookiesIn(header: string, names: ReadonlySet<string>): string {
  return pairsOf(header)
    .filter((pair) => names.has(nameOf(pair)))
    .join('; ');
}

/** A jar's `Cookie` text after an answer has set some of its cookies. */
export function afterSetting(cookies: string, setCookies: readonly string[], names: ReadonlySet<string>): string {
  const jar = new Map(pairsOf(cookies).map((pair) => [nameOf(pair), pair]));
  for (const setCookie of setCookies) {
    const pair = setCookie.split(';', 1)[0]?.trim() ?? '';
    if (!names.has(nameOf(pair))) continue;
    if (removes(setCookie)) jar.delete(nameOf(pair));
    else jar.set(nameOf(pair), pair);
  }
  return [...jar.values()].join('; ');
}

/** `Set-Cookie` values that make a browser forget these cookies. */
export function forgetting(names: readonly string[]): string[] {
  return names.map((name) => `${name}=; Path=/; Max-Age=0`);
}

export function setsAny(setCookies: readonly string[], names: ReadonlySet<string>): boolean {
  return setCookies.some((each) => names.has(nameOf(each)));
}

/** Whether a browser forgets a cookie by this `Set-Cookie`. */
export function removes(setCookie: string): boolean {
  if (/^[^=;]*=\s*(?:deleted)?\s*(?:;|$)/.test(setCookie) || /;\s*max-age=(?:0|-\d+)\s*(?:;|$)/i.test(setCookie))
    return true;
  const expires = /;\s*expires=([^;]+)/i.exec(setCookie)?.[1];
  return expires !== undefined && Date.parse(expires) < Date.now();
}

function pairsOf(header: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
}

function nameOf(pair: string): string {
  return pair.slice(0, Math.max(pair.indexOf('='), 0)).trim();
}
