import type { ReactNode } from 'react';
import { Alert, ApiError, Button } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import { SignInCard } from '../session/sign-in-card.tsx';
import { SupportPhone } from './support-phone.tsx';

/** What a customer is told when there is nothing to show: what it means for them, what to do next, whom to call. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => void }): ReactNode {
  const { t } = useIntl();
  const kind = error instanceof ApiError ? error.kind : 'unexpected';
  if (kind === 'unauthorized') return <SignInCard />;
  const reference = error instanceof ApiError ? error.reference : undefined;
  const [title, text] = textsOf(kind);
  return (
    <Alert tone="error" title={t(title)}>
      <p>{t(text)}</p>
      {kind !== 'notFound' && kind !== 'offline' && <SupportPhone />}
      {reference !== undefined && <p className="reference">{t('error.reference', { reference })}</p>}
      {onRetry && kind !== 'notFound' && (
        <p>
          <Button onClick={onRetry}>{t('action.retry')}</Button>
        </p>
      )}
    </Alert>
  );
}

function textsOf(kind: ApiError['kind']): [MessageKey, MessageKey] {
  switch (kind) {
    case 'offline':
      return ['error.offline.title', 'error.offline.text'];
    case 'notFound':
      return ['error.notFound.title', 'error.notFound.text'];
    case 'unavailable':
      return ['error.unavailable.title', 'error.unavailable.text'];
    case 'rejected':
    case 'unauthorized':
    case 'unexpected':
      return ['error.unexpected.title', 'error.unexpected.text'];
  }
}
