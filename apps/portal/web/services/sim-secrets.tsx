import { useMutation } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { Button } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { fetchActivationCode, fetchPuk } from '../products/own-products.ts';
import { characteristicOf, type Product } from '../products/product.ts';

/** Few need it, so it comes when it is asked for. */
const QrCode = lazy(() => import('@wellspring/web/qr'));

/** PUK and eSIM code: only for who asks for them, and gone when the page is left. */
export function SimSecrets({ product }: { product: Product }): ReactNode {
  const { t } = useIntl();
  const puk = useMutation({ mutationFn: () => fetchPuk(product.id), gcTime: 0 });
  const code = useMutation({ mutationFn: () => fetchActivationCode(product.id), gcTime: 0 });
  const isEsim = characteristicOf(product, 'simKind') === 'esim';
  const error = puk.error ?? code.error;
  return (
    <>
      <Button variant="quiet" busy={puk.isPending} onClick={() => puk.mutate()}>
        {t('service.puk.show')}
      </Button>
      {isEsim && (
        <Button variant="quiet" busy={code.isPending} onClick={() => code.mutate()}>
          {t('service.esim.show')}
        </Button>
      )}
      {puk.data !== undefined && (
        <p role="status">
          {t('service.puk')} <strong className="secret">{puk.data}</strong>
        </p>
      )}
      {code.data !== undefined && (
        <div role="status">
          <p>{t('service.esim.scan')}</p>
          <Suspense>
            <QrCode text={code.data} label={t('service.esim.qr')} />
          </Suspense>
          <p>
            {t('service.esim.code')} <strong className="secret">{code.data}</strong>
          </p>
        </div>
      )}
      {error && <Failure error={error} />}
    </>
  );
}
