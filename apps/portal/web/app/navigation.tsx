import type { ReactNode } from 'react';
import { useIntl } from '../messages/catalogues.ts';
import { MoreMenu } from './more-menu.tsx';
import { PlaceLink } from './place-link.tsx';
import { nearPlaces, otherPlaces } from './places.ts';

/**
 * One list, drawn along the top of a desktop and along the bottom of a phone, where what does not fit is behind "more".
 */
export function Navigation(): ReactNode {
  const { t } = useIntl();
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      <ul>
        {nearPlaces.map((place) => (
          <li key={place.path}>
            <PlaceLink place={place} />
          </li>
        ))}
        {otherPlaces.map((place) => (
          <li key={place.path} className="on-desktop">
            <PlaceLink place={place} />
          </li>
        ))}
        <li className="on-phone">
          <MoreMenu />
        </li>
      </ul>
    </nav>
  );
}
