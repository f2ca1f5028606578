import type { ReactNode } from 'react';
import { useIntl } from '../messages/catalogues.ts';
import { characteristicOf, type Product } from '../products/product.ts';

/** Number, price, contract; or how far a device is paid off. */
export function ServiceFacts({ product }: { product: Product }): ReactNode {
  const { t, format } = useIntl();
  const of = (name: string): string | undefined => characteristicOf(product, name);
  const [term] = product.productTerm;
  const until = term?.validFor.endDateTime;
  const days = term?.noticePeriod.amount ?? 0;
  const monthly = product.productPrice[0]?.price.taxIncludedAmount;
  const roaming = of('roaming');
  const facts = [
    of('phoneNumber'),
    monthly && t('service.monthly', { amount: format.money(monthly) }),
    product.kind !== 'device' && product.status !== 'terminated'
      ? until === undefined
        ? t('service.contract.open', { days })
        : t('service.contract', { date: format.date(until), days })
      : undefined,
    of('simNumber') && t('service.sim', { number: of('simNumber') ?? '' }),
    roaming && t(roaming === 'on' ? 'service.roaming.on' : 'service.roaming.off'),
    product.kind === 'device'
      ? t('service.instalments', {
          paid: of('instalmentsPaid') ?? '',
          total: of('instalmentsTotal') ?? '',
          date: format.date(of('paidOffOn') ?? ''),
          bank: of('financedBy') ?? '',
        })
      : undefined,
  ];
  return (
    <ul className="facts">
      {facts
        .filter((fact) => fact !== undefined && fact !== '')
        .map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
    </ul>
  );
}
