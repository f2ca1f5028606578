import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** The heading of a page; takes the focus after a change of page, as a full load would. */
export function PageTitle({ children, tab }: { children: string; tab?: string }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  const title = tab ?? children;
  useEffect(() => {
    document.title = `${title} – Wellspring console`;
  }, [title]);
  useEffect(() => {
    // The first page is announced by the browser itself.
    if (key !== 'default') heading.current?.focus();
  }, [key]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
