/** What was found, for the person who asked. */
import { withoutSessionId } from './page.ts';
import type { Findings } from './probe.ts';

export function reportOf(found: Findings): string {
  const sections = [
    section('Effort', effort(found)),
    section('Server', server(found)),
    section('Names', names(found)),
    section('Charset', charset(found)),
    section('Sign-in', signIn(found)),
    section('Cookies', cookies(found)),
    section('Who somebody is', whoIs(found)),
    section('Pages that look like capabilities', capabilities(found)),
    section('Tables that could be compared', tables(found)),
    section('Left alone', leftAlone(found)),
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

function effort({ effort: { requests, bytes, seconds, stopped }, pages, failures }: Findings): string[] {
  return [
    `${requests} requests, ${Math.ceil(bytes / 1_024)} KiB, ${seconds.toFixed(1)} s, ${pages.length} pages read`,
    ...(stopped === undefined ? [] : [`Stopped early: ${stopped}. What follows is what was seen until then.`]),
    ...failures.slice(0, 5).map(({ url, reason }) => `No answer to ${url.pathname}: ${reason}`),
  ];
}

function server({ manners }: Findings): string[] {
  const { servers, http10, lenient, oddities, persistent, idleTimeoutMs, slowestMs, authentication } = manners;
  const idle = idleTimeoutMs === undefined ? '' : `, idle ones for ${idleTimeoutMs / 1_000} s`;
  return [
    servers.length === 0 ? 'does not say what it is' : servers.join(', '),
    `${http10 ? 'HTTP/1.0' : 'HTTP/1.1'}; ${persistent ? `keeps connections${idle}` : 'closes every connection'}; slowest first byte ${Math.round(slowestMs)} ms`,
    ...(lenient.length > 0 ? [`mistakes in heads, to be forgiven by http.lenient: ${lenient.join(', ')}`] : []),
    ...oddities,
    ...(authentication.length > 0 ? [`asks for ${authentication.join(', ')} (WWW-Authenticate)`] : []),
    ...manners.stickiness.map((hint) => `several nodes? ${hint}`),
  ];
}

function names({ host, ownNames, basePath, manners, url }: Findings): string[] {
  const believes = {
    follows: 'believes to be called what it is asked by (Host)',
    ignores: 'answers to any name, without links that would show which it believes to have',
    insists: `answers differently to other names than ${url.host}`,
  }[host];
  return [
    believes,
    ...(ownNames.length > 0 ? [`redirects to ${ownNames.join(', ')}, where it is itself`] : []),
    ...[...manners.otherHosts]
      .filter(([name]) => !ownNames.includes(name) && name !== 'probe.invalid')
      .map(([name, { redirects, links }]) => `leads to ${name}: ${redirects} redirects, ${links} links`),
    ...(basePath === '/' ? [] : [`everything is below ${basePath}`]),
    ...(manners.sessionIdsInAddresses ? ['writes session ids into addresses'] : []),
  ];
}

function charset({ manners: { charsets } }: Findings): string[] {
  const { header, meta, undeclared, unknown } = charsets;
  return [
    `header: ${header.join(', ') || 'none'}; meta: ${meta.join(', ') || 'none'}`,
    ...(undeclared.pages > 0
      ? [
          `${undeclared.pages} pages say none and are ${undeclared.utf8 ? 'UTF-8' : 'not UTF-8: which one, somebody has to say'}`,
        ]
      : []),
    ...(unknown.length > 0 ? [`there is no such charset: ${unknown.join(', ')}`] : []),
  ];
}

function signIn({ signIn: form, signedIn, signOut }: Findings): string[] {
  const told = {
    yes: 'it worked',
    no: 'no page looks different afterwards: was the password right?',
    'not tried': 'not tried (--user)',
  };
  if (form === undefined) return ['no form with a name and one password was found on the pages that were read'];
  const tokens = form.hidden.length === 0 ? '' : `, hidden fields ${form.hidden.join(', ')}`;
  return [
    `${form.page.url.pathname}${form.page.url.search}: fields ${form.userField}, ${form.passwordField}${tokens}`,
    told[signedIn],
    signOut === undefined
      ? 'no sign-out was found'
      : `signs out by ${signOut.method} ${signOut.url.pathname}${signOut.url.search}`,
  ];
}

function cookies({ cookies: jar, session }: Findings): string[] {
  return [
    ...[...jar.seen.values()].map(({ name, path, domain, lasting }) => {
      const role =
        session === undefined
          ? 'role unknown'
          : session.session.includes(name)
            ? 'session'
            : 'not needed to be signed in';
      return `${name}: ${role}${path === undefined || path === '/' ? '' : `, Path=${path}`}${domain === undefined ? '' : `, Domain=${domain}`}${lasting ? ', outlives the browser' : ''}`;
    }),
    ...(session?.keptOverSignIn ?? []).map(
      (name) => `${name} is kept over the sign-in: its value says nothing about who somebody is`,
    ),
  ];
}

function whoIs({ whoIs: candidates, signedIn }: Findings): string[] {
  if (signedIn !== 'yes') return [];
  if (candidates.length === 0)
    return ['no page names the customer by a number in a place of its own (--customer, --look-at)'];
  return candidates.map(({ page, customer }) => {
    const places = Object.entries(customer).map(([fact, place]) => `${fact}: ${place}`);
    return `${page.page.url.pathname}${page.page.url.search}  ${places.join('; ')}`;
  });
}

function capabilities({ capabilities: found }: Findings): string[] {
  return found.map(({ name, places }) => {
    const written = places.map(({ path, query }) =>
      [path, ...Object.entries(query).map(([key, value]) => `${key}=${value}`)].join(' '),
    );
    return `${name}: ${written.join(', ')}`;
  });
}

function tables({ tables: found }: Findings): string[] {
  return found.map(
    ({ page, rows, facts }) =>
      `${page.url.pathname}${page.url.search}: ${rows} rows of ${Object.keys(facts).join(', ')}`,
  );
}

function leftAlone({ acts, forms }: Findings): string[] {
  const links = [...new Set(acts.map(({ url }) => url.pathname + url.search))];
  return [
    ...(links.length > 0
      ? [`links that look like acts: ${links.slice(0, 12).join(', ')}${links.length > 12 ? ' …' : ''}`]
      : []),
    ...forms.map(({ form }) => {
      const hidden = form.fields.filter(({ type }) => type === 'hidden').map(({ name }) => name);
      return `form ${form.method} ${withoutSessionId(form.action).pathname}${hidden.length > 0 ? ` with hidden ${hidden.join(', ')}` : ''}`;
    }),
  ];
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${printable(line)}`)].join('\n');
}

/** What pages say may hold anything. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
