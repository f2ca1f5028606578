import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { applicationName } from './application-name.ts';

/** The heading of a page; takes the focus after a change of page, as a full load would. */
export function PageTitle({ children, tab }: { children: string; tab?: string }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, pathname } = useLocation();
  const cameByLink = useRef(key !== 'default');
  const title = tab ?? children;
  useEffect(() => {
    document.title = `${title} – ${applicationName()}`;
  }, [title]);
  useEffect(() => {
    // The first page is announced by the browser itself; filters in the address make no other page.
    if (cameByLink.current) heading.current?.focus();
    cameByLink.current = true;
  }, [pathname]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
