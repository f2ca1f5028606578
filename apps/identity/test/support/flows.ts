import type { Browser, Answer } from './browser.ts';
import type { RelyingParty, SignInAttempt } from './relying-party.ts';

/** Opens the sign-in page of a new attempt. */
export async function openSignIn(
  browser: Browser,
  party: RelyingParty,
): Promise<{ attempt: SignInAttempt; page: Answer }> {
  const attempt = await party.begin();
  return { attempt, page: await browser.get(attempt.url) };
}

/** One try with a password on a page of its own; the status tells what came of it, 0 meaning back at the client. */
export async function tryPassword(
  browser: Browser,
  party: RelyingParty,
  login: string,
  password: string,
): Promise<Answer> {
  const { page } = await openSignIn(browser, party);
  return browser.submit(page, { login, password });
}

/** Signs in and exchanges the code. */
export async function tokensOf(
  browser: Browser,
  party: RelyingParty,
  person: { email: string; password: string },
): ReturnType<SignInAttempt['finish']> {
  const { attempt, page } = await openSignIn(browser, party);
  const { url } = await browser.submit(page, { login: person.email, password: person.password });
  return attempt.finish(url);
}
