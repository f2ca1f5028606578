import { Alert } from '@wellspring/web';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { PageTitle } from '../page/page-title.tsx';

export function SignInFailedPage(): ReactNode {
  const [query] = useSearchParams();
  const reference = query.get('reference') ?? '';
  return (
    <section className="card sign-in">
      <PageTitle>The sign-in did not work</PageTitle>
      <Alert tone="error">
        <p>
          The sign-in service did not answer, or not as expected. The command line works without it: npm run migration
          -- help
        </p>
        {/^[0-9a-f]{32}$/.test(reference) && (
          <p>
            Reference <code className="reference">{reference}</code>
          </p>
        )}
      </Alert>
      <p>
        <a className="button button-primary" href="/sign-in">
          Try again
        </a>
      </p>
    </section>
  );
}
