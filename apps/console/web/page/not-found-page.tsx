import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { PageTitle } from './page-title.tsx';

export function NotFoundPage(): ReactNode {
  return (
    <>
      <PageTitle>There is no such page</PageTitle>
      <p>
        <Link to="/">To what happens now</Link>
      </p>
    </>
  );
}
