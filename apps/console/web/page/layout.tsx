import type { ReactNode } from 'react';
import { Outlet } from 'react-router';
import { applicationName } from './application-name.ts';

/** The frame of every page. */
export function Layout({ children, tools }: { children?: ReactNode; tools?: ReactNode }): ReactNode {
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="header">
        <a className="brand" href="/">
          <img src="/assets/brand/icon.svg" alt="" width="28" height="28" />
          {applicationName()}
        </a>
        {tools}
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {children ?? <Outlet />}
      </main>
    </>
  );
}
