import type { ReactNode } from 'react';
import { Alert } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';

/** Bills change a few times a month: a copy of a few minutes is as good as new, and saying so would only worry. */
const worthMentioningSeconds = 300;

/** Says how old the data is when the billing engine cannot be asked for newer. */
export function StaleNotice({
  ageSeconds,
  now = new Date(),
}: {
  ageSeconds: number | undefined;
  now?: Date;
}): ReactNode {
  const { t, format } = useIntl();
  if (ageSeconds === undefined || ageSeconds < worthMentioningSeconds) return null;
  const when = format.dateTime(new Date(now.getTime() - ageSeconds * 1000));
  return <Alert tone="warning">{t('stale', { when })}</Alert>;
}
