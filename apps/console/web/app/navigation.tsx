import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';

/** The pages. On a phone they are one line to be pushed along, with the one that is open in sight. */
export function Navigation(): ReactNode {
  const navigation = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const open = navigation.current?.querySelector('[aria-current]');
    open?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <nav ref={navigation} className="navigation" aria-label="Pages">
      <NavLink to="/" end>
        Now
      </NavLink>
      <NavLink to="/capabilities">Capabilities</NavLink>
      <NavLink to="/payments">Payments</NavLink>
      <NavLink to="/changes">Changes</NavLink>
      <NavLink to="/limits">Limits</NavLink>
      <NavLink to="/customers">Customers</NavLink>
      <NavLink to="/references">References</NavLink>
      <NavLink to="/audit">Audit</NavLink>
    </nav>
  );
}
