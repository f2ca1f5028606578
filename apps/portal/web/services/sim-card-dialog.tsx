import { type ReactNode, useId, useState } from 'react';
import type { DeliveryAddress } from '@wellspring/contract-inventory';
import { ConfirmDialog } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import { addressLines } from '../products/product-change.ts';
import type { Product } from '../products/product.ts';
import { useSession } from '../session/session.ts';

type Line = keyof DeliveryAddress;

/** With what browsers know such a line by (HTML, autofill), and how long it may be. */
const lines: Readonly<Record<Line, { label: MessageKey; known: string; longest: number }>> = {
  name: { label: 'address.name', known: 'name', longest: 100 },
  street: { label: 'address.street', known: 'street-address', longest: 100 },
  postcode: { label: 'address.postcode', known: 'postal-code', longest: 12 },
  city: { label: 'address.city', known: 'address-level2', longest: 100 },
};

interface SimCardDialogProps {
  product: Product;
  busy: boolean;
  onOrder: (address: DeliveryAddress) => void;
  onCancel: () => void;
}

/** Asks where a new SIM card is to be sent. */
export function SimCardDialog({ product, busy, onOrder, onCancel }: SimCardDialogProps): ReactNode {
  const { t } = useIntl();
  const { session } = useSession();
  const [address, setAddress] = useState<DeliveryAddress>({
    name: session?.customer?.name ?? '',
    street: '',
    postcode: '',
    city: '',
  });
  const [asked, setAsked] = useState(false);
  const isMissing = (line: Line): boolean => asked && address[line].trim() === '';
  const order = (): void => {
    setAsked(true);
    if (addressLines.every((line) => address[line].trim() !== '')) onOrder(address);
  };
  return (
    <ConfirmDialog
      title={t('service.action.replaceSim')}
      confirmLabel={t('service.card.order')}
      cancelLabel={t('action.cancel')}
      busy={busy}
      onCancel={onCancel}
      onConfirm={order}
    >
      <p>{product.name}</p>
      <p>{t('service.card.text')}</p>
      <form
        className="address"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          order();
        }}
      >
        {addressLines.map((line) => (
          <AddressLine
            key={line}
            line={line}
            value={address[line]}
            missing={isMissing(line)}
            onChange={(text) => setAddress({ ...address, [line]: text })}
          />
        ))}
        {/* Enter in any of the lines does what the button does. */}
        <button type="submit" hidden />
      </form>
    </ConfirmDialog>
  );
}

interface AddressLineProps {
  line: Line;
  value: string;
  missing: boolean;
  onChange: (text: string) => void;
}

function AddressLine({ line, value, missing, onChange }: AddressLineProps): ReactNode {
  const { t } = useIntl();
  const id = useId();
  const { label, known, longest } = lines[line];
  return (
    <div className="field">
      <label htmlFor={id}>{t(label)}</label>
      <input
        id={id}
        autoComplete={known}
        maxLength={longest}
        required
        value={value}
        aria-invalid={missing}
        aria-describedby={missing ? `${id}-missing` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {missing && (
        <small id={`${id}-missing`} className="complaint">
          {t('address.missing')}
        </small>
      )}
    </div>
  );
}
