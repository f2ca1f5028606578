import type { ReactNode } from 'react';
import { Alert } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';

/** Says that something is missing, and from every total, because what came of it could not be believed. */
export function IncompleteNotice({ missingCount = 0 }: { missingCount: number | undefined }): ReactNode {
  const { t } = useIntl();
  return missingCount > 0 && <Alert tone="warning">{t('incomplete')}</Alert>;
}
