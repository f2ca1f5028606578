import { type ReactNode, useState } from 'react';
import type { ChangeAction } from '@wellspring/contract-inventory';
import { Button, ConfirmDialog } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import { useOrderChange } from '../products/ordering-changes.ts';
import { isOfTheSim, isUnderWay, type ProductChange } from '../products/product-change.ts';
import { characteristicOf, type Product } from '../products/product.ts';
import { ChangeState } from './change-state.tsx';
import { SimCardDialog } from './sim-card-dialog.tsx';
import { SimSecrets } from './sim-secrets.tsx';

const labels: Readonly<Record<ChangeAction, MessageKey>> = {
  blockSim: 'service.action.blockSim',
  unblockSim: 'service.action.unblockSim',
  switchToEsim: 'service.action.switchToEsim',
  replaceSim: 'service.action.replaceSim',
  roamingOn: 'service.action.roamingOn',
  roamingOff: 'service.action.roamingOff',
};

/** What takes the customer off the network is asked about first. */
const questions: Readonly<Partial<Record<ChangeAction, MessageKey>>> = {
  blockSim: 'service.block.text',
  switchToEsim: 'service.esim.text',
};

/** What can be done with a SIM. What was ordered is said to be under way until provisioning says that it is done. */
export function SimActions({ product, changes }: { product: Product; changes: readonly ProductChange[] }): ReactNode {
  const { t } = useIntl();
  const order = useOrderChange(product.id);
  const [asked, setAsked] = useState<ChangeAction>();
  const close = (): void => setAsked(undefined);
  const press = (action: ChangeAction): void => {
    if (questions[action] === undefined && action !== 'replaceSim') order.mutate({ action });
    else setAsked(action);
  };
  const question = asked && questions[asked];
  return (
    <>
      <div role="status">
        {changes.map((change) => (
          <ChangeState key={change.id} change={change} />
        ))}
      </div>
      {order.error && <Failure error={order.error} />}
      <div className="service-actions">
        {actionsOf(product)
          .filter((action) => !changes.some((change) => isInTheWay(change, action)))
          .map((action) => (
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
          onCancel={close}
          onConfirm={() => order.mutate({ action: asked }, { onSettled: close })}
        >
          <p>{product.name}</p>
          <p>{t(question)}</p>
        </ConfirmDialog>
      )}
      {asked === 'replaceSim' && (
        <SimCardDialog
          product={product}
          busy={order.isPending}
          onCancel={close}
          onOrder={(deliveryAddress) => order.mutate({ action: asked, deliveryAddress }, { onSettled: close })}
        />
      )}
    </>
  );
}

function isInTheWay(change: ProductChange, action: ChangeAction): boolean {
  return isUnderWay(change) && isOfTheSim(change.action) === isOfTheSim(action);
}

function actionsOf(product: Product): ChangeAction[] {
  const roaming = characteristicOf(product, 'roaming');
  return [
    product.status === 'suspended' ? 'unblockSim' : 'blockSim',
    ...(roaming === undefined ? [] : [roaming === 'on' ? ('roamingOff' as const) : ('roamingOn' as const)]),
    ...(characteristicOf(product, 'simKind') === 'plastic' ? (['switchToEsim'] as const) : []),
    'replaceSim',
  ];
}
