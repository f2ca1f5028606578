import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { rename } from '../products/own-products.ts';
import { type Product, products } from '../products/product.ts';

const longestName = 40;

/** The customer's own name for it, such as whose telephone it is. */
export function ServiceName({ product }: { product: Product }): ReactNode {
  const { t } = useIntl();
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (name: string) => rename(product.id, name),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: products.key, exact: true });
      setDraft(undefined);
    },
  });
  if (draft === undefined)
    return (
      <Button variant="quiet" onClick={() => setDraft(product.name === product.description ? '' : product.name)}>
        {t('service.rename')}
      </Button>
    );
  return (
    <form
      className="service-name"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t('service.name')}</label>
        <input id={id} value={draft} maxLength={longestName} onChange={(event) => setDraft(event.target.value)} />
      </div>
      <Button type="submit" busy={save.isPending}>
        {t('service.save')}
      </Button>
      <Button variant="quiet" onClick={() => setDraft(undefined)}>
        {t('action.cancel')}
      </Button>
      {save.error && <Failure error={save.error} />}
    </form>
  );
}
