/** The one thing that is posted: the form customers sign in with. */
import type { CookieJar } from './cookies.ts';
import type { SeenPage } from './crawl.ts';
import { type Form, isActLink } from './page.ts';
import type { Visit, Visitor } from './visitor.ts';
import { isSignIn } from './words.ts';

export interface SignInForm {
  page: SeenPage;
  form: Form;
  userField: string;
  passwordField: string;
  /** Names of hidden fields, whose values are sent back as they came. */
  hidden: string[];
}

/** @returns the form with exactly one password, a field before it, and nothing else to be filled in */
export function findSignIn(pages: readonly SeenPage[]): SignInForm | undefined {
  const forms = pages.flatMap((page) =>
    page.forms.flatMap((form): SignInForm[] => {
      const passwords = form.fields.filter(({ type }) => type === 'password');
      const users = form.fields.filter(({ type }) => ['text', 'email', 'tel', 'number'].includes(type));
      const [password, another] = passwords;
      const [user] = users;
      if (password === undefined || another !== undefined || user === undefined || form.method !== 'POST') return [];
      const hidden = form.fields.filter(({ type }) => type === 'hidden').map(({ name }) => name);
      return [{ page, form, userField: user.name, passwordField: password.name, hidden }];
    }),
  );
  return forms.find(({ page, form }) => isSignIn(`${page.url.href} ${form.action.href} ${form.text}`)) ?? forms[0];
}

/** @throws Error when the form leads to somewhere else: the password is not given away */
export async function signIn(
  visitor: Visitor,
  { form, page, userField, passwordField }: SignInForm,
  { user, password }: { user: string; password: string },
  jar: CookieJar,
): Promise<Visit> {
  if (!visitor.reaches(form.action)) {
    throw new Error(`the sign-in form of ${page.url.pathname} sends the password to ${form.action.origin}`);
  }
  const fields = form.fields.filter(
    ({ type }) => !['button', 'image', 'reset', 'file', 'checkbox', 'radio'].includes(type),
  );
  const filled = new URLSearchParams(fields.map(({ name, value }): [string, string] => [name, value]));
  filled.set(userField, user);
  filled.set(passwordField, password);
  const visit = await visitor.signIn(form.action, jar, filled);
  const { location } = visit;
  const onward = location !== undefined && visitor.reaches(location) && !isActLink({ url: location, text: '' });
  return onward ? visitor.get(location, jar) : visit;
}
