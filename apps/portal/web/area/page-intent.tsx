import { createContext, use, type PointerEventHandler, type FocusEventHandler, type ReactNode } from 'react';
import { Link, type LinkProps, NavLink, type NavLinkProps } from 'react-router';

/** Fetches what a page will need, once somebody seems to be about to open it. */
export const PageIntentContext = createContext<(path: string) => void>(() => undefined);

interface Intent {
  onPointerEnter: PointerEventHandler;
  onPointerDown: PointerEventHandler;
  onFocus: FocusEventHandler;
}

/** Handlers for a link: pointing at it, touching it and reaching it by keyboard all announce a click. */
function useIntent(to: string): Intent {
  const announce = use(PageIntentContext);
  const intend = (): void => announce(to);
  return { onPointerEnter: intend, onPointerDown: intend, onFocus: intend };
}

/** A link to a page on this side. */
export function PageLink(props: LinkProps & { to: string }): ReactNode {
  return <Link {...useIntent(props.to)} {...props} />;
}

/** The same in a navigation, where the page one is on is marked. */
export function PageNavLink(props: NavLinkProps & { to: string }): ReactNode {
  return <NavLink {...useIntent(props.to)} {...props} />;
}
