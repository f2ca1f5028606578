import type { ReactNode } from 'react';
import { PhoneIcon } from '@wellspring/web';
import { useBrand } from '../brand/brand.tsx';
import { useIntl } from '../messages/catalogues.ts';

/** Somebody to talk to, one touch away. */
export function SupportPhone(): ReactNode {
  const { t } = useIntl();
  const { supportPhone } = useBrand();
  return (
    <p>
      <a className="support-phone" href={`tel:${supportPhone.replaceAll(/[^\d+]/g, '')}`}>
        <PhoneIcon aria-hidden="true" />
        {t('support.call', { phone: supportPhone })}
      </a>
    </p>
  );
}
