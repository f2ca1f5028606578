import type { ReactNode } from 'react';
import { PageTitle } from '../page/page-title.tsx';
import { signInUrl } from './session.ts';

export function SignInCard(): ReactNode {
  return (
    <section className="card sign-in">
      <PageTitle tab="Sign in">The operators’ console</PageTitle>
      <p>
        See how every capability moves from the old portal to the new one, take it back when it hurts, and decide about
        payments that need a person.
      </p>
      <p>
        <a className="button button-primary" href={signInUrl()}>
          Sign in
        </a>
      </p>
    </section>
  );
}
