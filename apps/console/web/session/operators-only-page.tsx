import type { ReactNode } from 'react';
import { PageTitle } from '../page/page-title.tsx';

export function OperatorsOnlyPage(): ReactNode {
  return (
    <section className="card sign-in">
      <PageTitle>For operators only</PageTitle>
      <p>You are signed in, but without the role of an operator. Nothing of this console is open to you.</p>
      <p>
        <a className="button button-primary" href="/sign-in?again">
          Sign in as somebody else
        </a>
      </p>
    </section>
  );
}
