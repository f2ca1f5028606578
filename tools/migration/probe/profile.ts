/** The first old-portals.yaml, from what was found: what is known as keys, what is not as comments. */
import { stringify } from 'yaml';
import type { Findings } from './probe.ts';
import type { Place } from './places.ts';
import { likelyCharset } from './visitor.ts';

export function profileOf(name: string, found: Findings): string {
  const { manners } = found;
  return [
    `# What ${found.url.host} is like, as far as a first visit could tell. Every key: docs/old-portal-profile.md.`,
    '# Check it after every change: npm run migration -- validate <this file>',
    '',
    `${name}:`,
    ...entry('addresses', [found.url.origin]),
    ...comment(
      'One URL for each of its nodes; networks (CIDR) they are in, for firewalls and policies of the cluster.',
    ),
    ...hostLines(found),
    ...(found.ownNames.length > 0 ? entry('ownNames', found.ownNames) : []),
    ...basePathLines(found),
    ...charsetLines(found),
    ...httpLines(found),
    ...(manners.slowestMs > 5_000
      ? entry('timeouts', { firstByte: `${Math.ceil(manners.slowestMs / 1_000) * 3}s` })
      : []),
    ...stickinessLines(found),
    ...sessionLines(found),
    '  bridge:',
    ...comment(
      'Nothing is said to the portal: who signed in there is recognised. docs/bring-your-own-portal.md, Bridges.',
      4,
    ),
    '    mode: off',
    '',
  ].join('\n');
}

function hostLines({ host, url }: Findings): string[] {
  switch (host) {
    case 'follows':
      return [...comment('Its absolute links follow the name it is asked by.'), ...entry('host', 'public')];
    case 'ignores':
      return [
        ...comment('It answers to any name; no absolute link showed which name it believes to have.'),
        ...entry('host', 'public'),
      ];
    case 'insists':
      return [
        ...comment(`It answers differently when asked by another name than ${url.host}.`),
        ...entry('host', 'upstream'),
      ];
    default:
      return host satisfies never;
  }
}

function basePathLines({ basePath, url }: Findings): string[] {
  if (basePath === '/') return [];
  return comment(
    `Everything is below ${basePath}, and is left there: links inside pages are not rewritten. If pages have relative links alone, it can be at / for browsers: addresses: [${url.origin}${basePath}].`,
  );
}

function charsetLines({ manners: { charsets } }: Findings): string[] {
  const { undeclared, unknown } = charsets;
  return [
    ...(unknown.length > 0
      ? comment(`Pages name charsets that do not exist (${unknown.join(', ')}): they cannot be compared until they do.`)
      : []),
    ...(undeclared.pages > 0 && !undeclared.utf8
      ? [
          ...comment(
            'UNSURE: pages say no charset and are not UTF-8. windows-1257 (et, lv, lt), windows-1251 (ru) or windows-1252?',
          ),
          ...entry('charset', likelyCharset),
        ]
      : []),
  ];
}

function httpLines({ manners: { lenient, authentication } }: Findings): string[] {
  const passes = authentication.some((kind) => /^basic|digest$/i.test(kind));
  const http = { ...(lenient.length > 0 && { lenient }), ...(passes && { authorization: 'pass' }) };
  return [
    ...(authentication.some((kind) => /^(ntlm|negotiate)$/i.test(kind))
      ? comment(
          'It offers NTLM or Negotiate, which sign a connection in: not passed on. Customers need another way to sign in.',
        )
      : []),
    ...(Object.keys(http).length > 0 ? entry('http', http) : []),
  ];
}

function stickinessLines({ manners: { stickiness } }: Findings): string[] {
  return stickiness.length === 0
    ? []
    : comment(
        `Several nodes? ${stickiness.join(', ')} looks like it. With all of them in addresses, whoever has a session stays at the node it began at.`,
      );
}

function sessionLines(found: Findings): string[] {
  const { session, signIn, signOut, signedIn, parameters } = found;
  if (session === undefined || session.session.length === 0) {
    const why =
      signedIn === 'not tried'
        ? 'nobody was signed in (--user)'
        : 'the sign-in did not succeed, or no page differs by it';
    return comment(`UNSURE: which cookies are its session: ${why}. Without \`session\` it is the same for everybody.`);
  }
  const files = folderOfFiles(found);
  return [
    '  session:',
    ...(session.others.length > 0
      ? comment(`Not needed to be signed in: ${session.others.join(', ')}. Is one of them a remember-me?`, 4)
      : []),
    ...entry('cookies', session.session, 4),
    ...comment('UNSURE: after how long without a request it ends a session cannot be seen from outside. Ask.', 4),
    ...entry('idle', session.session.some((name) => /^phpsessid$/i.test(name)) ? '24m' : '30m', 4),
    ...(files.length > 0 ? entry('static', files, 4) : []),
    ...(signIn === undefined ? [] : entry('signIn', placed(parameters.placeOf(signIn.page.url)), 4)),
    ...(signOut === undefined
      ? comment(
          'UNSURE: no link or form that signs out was found. With signOut, signing out on the new side ends this one.',
          4,
        )
      : entry(
          'signOut',
          { ...placed(parameters.placeOf(signOut.url)), ...(signOut.method === 'POST' && { method: 'POST' }) },
          4,
        )),
    ...whoIsLines(found),
  ];
}

function whoIsLines(found: Findings): string[] {
  const [best, ...others] = found.whoIs;
  if (best === undefined) {
    return comment(
      'UNSURE: no page was found that names the customer by a number in a place of its own. --customer <number> helps to find it, --look-at <path> shows pages that nothing leads to. Without whoIs nobody is recognised.',
      4,
    );
  }
  const { page, format, customer, fields } = best;
  const { url } = page.page;
  const { status, location } = page.nobody;
  const redirect =
    location !== undefined && location.pathname !== found.signIn?.page.url.pathname ? [location.pathname] : [];
  const nobody = {
    ...(status >= 400 && status < 500 && ![401, 403].includes(status) && { status: [401, 403, status] }),
    ...(redirect.length > 0 && { redirect }),
    ...(status === 200 && format === 'html' && { has: 'input[type=password]' }),
  };
  const asks = status === 200 && !/type=["']?password/i.test(page.nobody.text);
  return [
    ...(others.length > 0
      ? comment(`Other pages: ${others.map((other) => pathOf(other.page.page.url)).join(', ')}`, 4)
      : []),
    ...(fields.includes('id')
      ? comment(
          'UNSURE: the id stands in a field of a form. May customers change it there? Then look for another place.',
          4,
        )
      : []),
    ...(asks
      ? comment(
          'UNSURE: how this page tells that nobody is signed in. Name a place (nobody.has) that it only has then.',
          4,
        )
      : []),
    ...entry(
      'whoIs',
      {
        get: pathOf(url),
        ...(format === 'json' && { format }),
        customer,
        ...(Object.keys(nobody).length > 0 && { nobody }),
      },
      4,
    ),
    ...comment('ids: shared, once it is certain that the new side has the same numbers for the same customers.', 6),
  ];
}

/** Folders that hold images, styles and scripts, and no page. */
function folderOfFiles({ files, pages, url }: Findings): string[] {
  const own = files.filter((file) => file.origin === url.origin);
  const folders = new Set(own.flatMap(({ pathname }) => /^\/[^/]+(?=\/)/.exec(pathname)?.[0] ?? []));
  return [...folders].filter((folder) => !pages.some((page) => page.url.pathname.startsWith(`${folder}/`)));
}

function placed({ path, query }: Place): Record<string, unknown> {
  return Object.keys(query).length === 0 ? { path } : { path, query };
}

function pathOf(url: URL): string {
  return url.pathname + url.search;
}

function entry(key: string, value: unknown, indent = 2): string[] {
  const text = stringify({ [key]: value }, { lineWidth: 0, collectionStyle: 'any' });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${' '.repeat(indent)}${line}`);
}

function comment(text: string, indent = 2): string[] {
  return [`${' '.repeat(indent)}# ${text.replace(/\s+/g, ' ')}`];
}
