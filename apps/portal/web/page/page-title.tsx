import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useBrand } from '../brand/brand.ts';

/** The heading of a page and the title of its tab; takes the focus after a change of page, as a full load would. */
export function PageTitle({ children }: { children: string }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const openedBy = useRef(useLocation().key);
  const { name } = useBrand();
  useEffect(() => {
    document.title = `${children} – ${name}`;
  }, [children, name]);
  useEffect(() => {
    // The first page is announced by the browser itself.
    if (openedBy.current !== 'default') heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
