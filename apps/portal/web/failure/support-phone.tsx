import type { ReactNode } from 'react';
import { PhoneIcon } from '@wellspring/web';
import { phoneUrl, useBrand } from '../brand/brand.ts';
import { useIntl } from '../messages/catalogues.ts';

/** Somebody to talk to, one touch away. */
export function SupportPhone(): ReactNode {
  const { t } = useIntl();
  const { supportPhone } = useBrand();
  return (
    <p>
      <a className="support-phone" href={phoneUrl({ supportPhone })}>
        <PhoneIcon aria-hidden="true" />
        {t('support.call', { phone: supportPhone })}
      </a>
    </p>
  );
}
