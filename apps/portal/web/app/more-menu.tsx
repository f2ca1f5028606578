import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { MoreIcon } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import { AccountTools } from './account-tools.tsx';
import { PlaceLink } from './place-link.tsx';
import { otherPlaces } from './places.ts';

const id = 'more-menu';

/** The platform's own popover: it opens before any script has come, and Escape or a touch beside it closes it. */
export function MoreMenu(): ReactNode {
  const { t } = useIntl();
  const { key } = useLocation();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.hidePopover();
  }, [key]);
  return (
    <>
      <button type="button" className="more" popoverTarget={id}>
        <MoreIcon className="place-icon" aria-hidden="true" />
        <span>{t('nav.more')}</span>
      </button>
      <div ref={menu} id={id} popover="auto" className="more-menu">
        <ul>
          {otherPlaces.map((place) => (
            <li key={place.path}>
              <PlaceLink place={place} />
            </li>
          ))}
        </ul>
        <AccountTools />
      </div>
    </>
  );
}
