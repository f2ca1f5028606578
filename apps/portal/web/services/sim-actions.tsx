import { type ReactNode, useState } from 'react';
import { Alert, Button, ConfirmDialog } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import { useOrderChange } from '../products/ordering-changes.ts';
import { type ChangeAction, isUnderWay, type ProductChange } from '../products/product-change.ts';
import { characteristicOf, type Product } from '../products/product.ts';
import { SimSecrets } from './sim-secrets.tsx';

const labels: Readonly<Record<ChangeAction, MessageKey>> = {
  blockSim: 'service.action.blockSim',
  unblockSim: 'service.action.unblockSim',
  switchToEsim: 'service.action.switchToEsim',
  roamingOn: 'service.action.roamingOn',
  roamingOff: 'service.action.roamingOff',
};

/** What takes the customer off the network is asked about first. */
const questions: Readonly<Partial<Record<ChangeAction, MessageKey>>> = {
  blockSim: 'service.block.text',
  switchToEsim: 'service.esim.text',
};

/** What can be done with a SIM. What was ordered is said to be under way until provisioning says that it is done. */
export function SimActions({ product, change }: { product: Product; change: ProductChange | undefined }): ReactNode {
  const { t } = useIntl();
  const order = useOrderChange(product.id);
  const [asked, setAsked] = useState<ChangeAction>();
  const underWay = change !== undefined && isUnderWay(change);
  const press = (action: ChangeAction): void => {
    if (questions[action] === undefined) order.mutate(action);
    else setAsked(action);
  };
  const question = asked && questions[asked];
  return (
    <>
      <div role="status">{change && <ChangeState change={change} />}</div>
      {order.error && <Failure error={order.error} />}
      <div className="service-actions">
        {!underWay &&
          actionsOf(product).map((action) => (
            <Button key={action} busy={order.isPending} onClick={() => press(action)}>
              {t(labels[action])}
            </Button>
          ))}
        <SimSecrets product={product} />
      </div>
      {asked && question && (
        <ConfirmDialog
          title={t(labels[asked])}
          confirmLabel={t(labels[asked])}
          cancelLabel={t('action.cancel')}
          busy={order.isPending}
          danger={asked === 'blockSim'}
          onCancel={() => setAsked(undefined)}
          onConfirm={() => order.mutate(asked, { onSettled: () => setAsked(undefined) })}
        >
          <p>{product.name}</p>
          <p>{t(question)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function ChangeState({ change }: { change: ProductChange }): ReactNode {
  const { t } = useIntl();
  if (isUnderWay(change)) return <Alert tone="info" title={t('service.change.underWay')} />;
  switch (change.state) {
    case 'terminatedWithError':
      return <Alert tone="warning" title={t('service.change.failed')} />;
    case 'needsAttention':
      return <Alert tone="warning" title={t('service.change.attention')} />;
    default:
      return null;
  }
}

function actionsOf(product: Product): ChangeAction[] {
  const roaming = characteristicOf(product, 'roaming');
  return [
    product.status === 'suspended' ? 'unblockSim' : 'blockSim',
    ...(roaming === undefined ? [] : [roaming === 'on' ? ('roamingOff' as const) : ('roamingOn' as const)]),
    ...(characteristicOf(product, 'simKind') === 'plastic' ? (['switchToEsim'] as const) : []),
  ];
}
