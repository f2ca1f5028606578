/** Of a browser as much as a fault depends on; everything else in its header helps to tell people apart. */
export interface Browser {
  name: string;
  /** The major one. */
  version: string;
}

/** The first that is there is meant: each claims to be those after it, too. */
const names = ['Edg', 'OPR', 'SamsungBrowser', 'Firefox', 'Chrome', 'Version', 'curl', 'kube-probe'];
const namesOf: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' };
const patterns = names.map((name) => [namesOf[name] ?? name, new RegExp(`\\b${name}/(\\d{1,4})`)] as const);

/** @returns undefined for anything that is not well known */
export function browserOf(userAgent: string): Browser | undefined {
  for (const [name, pattern] of patterns) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return { name, version };
  }
  return undefined;
}
