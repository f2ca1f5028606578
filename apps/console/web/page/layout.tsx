import type { ReactNode } from 'react';
import { Outlet } from 'react-router';

/** The frame of every page. */
export function Layout({ children, tools }: { children?: ReactNode; tools?: ReactNode }): ReactNode {
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="header">
        <a className="brand" href="/">
          <img src="/assets/favicon.svg" alt="" width="28" height="28" />
          <span>
            Wellspring <span className="brand-part">console</span>
          </span>
        </a>
        {tools}
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {children ?? <Outlet />}
      </main>
    </>
  );
}
