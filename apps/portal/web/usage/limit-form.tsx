import { type ReactNode, useId, useState } from 'react';
import { Button, type Money } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import type { LimitRange } from './consumption.ts';
import { limitIn } from './limit-in.ts';

interface LimitFormProps {
  range: LimitRange;
  limit: Money | undefined;
  busy: boolean;
  onSave: (limit: Money) => void;
  onCancel: () => void;
}

/** Asks for another limit, within what the operator allows. */
export function LimitForm({ range, limit, busy, onSave, onCancel }: LimitFormProps): ReactNode {
  const { t, format } = useIntl();
  const id = useId();
  const [text, setText] = useState(limit === undefined ? '' : String(limit.value));
  const [refused, setRefused] = useState(false);
  const wanted = limitIn(text, range);
  // Told when it is to be saved, and no longer than it is true.
  const wrong = refused && wanted === undefined;
  const allowed = t('usage.limit.range', { lowest: format.money(range.lowest), highest: format.money(range.highest) });
  return (
    <form
      className="limit-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setRefused(wanted === undefined);
        if (wanted) onSave(wanted);
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t('usage.limit.field', { currency: range.lowest.unit })}</label>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          autoFocus
          required
          value={text}
          aria-invalid={wrong}
          aria-describedby={`${id}-range`}
          onChange={(event) => setText(event.target.value)}
        />
        <small id={`${id}-range`} className={wrong ? 'complaint' : undefined} role={wrong ? 'alert' : undefined}>
          {allowed}
        </small>
      </div>
      <p className="limit-actions">
        <Button type="submit" variant="primary" busy={busy}>
          {t('service.save')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </p>
    </form>
  );
}
