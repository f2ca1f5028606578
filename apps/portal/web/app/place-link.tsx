import type { ReactNode } from 'react';
import { PageNavLink } from '../area/page-intent.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { useIsHere } from '../session/session.ts';
import type { Place } from './places.ts';

/** Inside the new portal a change of page is a change of route; across the border to the old one, a full page load. */
export function PlaceLink({ place: { path, label, Icon, capability } }: { place: Place }): ReactNode {
  const { t } = useIntl();
  const here = useIsHere(capability);
  const content = (
    <>
      <Icon className="place-icon" aria-hidden="true" />
      <span>{t(label)}</span>
    </>
  );
  if (!here) return <a href={path}>{content}</a>;
  return (
    <PageNavLink to={path} end={path === '/'}>
      {content}
    </PageNavLink>
  );
}
