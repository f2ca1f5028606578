import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import type { Session } from '../session/session.ts';

interface Entry {
  path: string;
  label: MessageKey;
  /** The capability that decides which portal the page is on; without one it is only on the old portal. */
  capability?: string;
}

const entries: Entry[] = [
  { path: '/', label: 'nav.start', capability: 'start-page' },
  { path: '/invoices', label: 'nav.invoices', capability: 'invoices' },
  { path: '/usage', label: 'nav.usage' },
  { path: '/plan', label: 'nav.plan' },
  { path: '/orders', label: 'nav.orders' },
  { path: '/support', label: 'nav.support' },
  { path: '/profile', label: 'nav.profile' },
];

/** Inside the new portal a change of page is a change of route; across the border to the old one, a full page load. */
export function Navigation({ capabilities }: { capabilities: Session['capabilities'] }): ReactNode {
  const { t } = useIntl();
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      <ul>
        {entries.map(({ path, label, capability }) => (
          <li key={path}>
            {capability !== undefined && capabilities[capability] === 'new' ? (
              <NavLink to={path} end={path === '/'}>
                {t(label)}
              </NavLink>
            ) : (
              <a href={path}>{t(label)}</a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
