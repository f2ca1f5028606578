import type { ReactNode } from 'react';
import { NewsIcon } from '@wellspring/web';
import { useRecentBills } from '../bills/recent-bills.ts';
import { useLastVisit } from '../first-answer/last-visit.tsx';
import { useIntl } from '../messages/catalogues.ts';

/** One line about what changed since the last visit; nothing on the first one. */
export function News(): ReactNode {
  const { t, format } = useIntl();
  const lastVisit = useLastVisit();
  const { data } = useRecentBills();
  if (lastVisit === undefined || data === undefined) return null;
  const count = data.body.filter(({ billDate }) => billDate > lastVisit).length;
  const date = format.dayOfMonth(lastVisit);
  return (
    <p className="news">
      <NewsIcon aria-hidden="true" />
      {t(count > 0 ? 'start.news.bills' : 'start.news.none', { count, date })}
    </p>
  );
}
