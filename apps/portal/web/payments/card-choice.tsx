import { useId, type ReactNode } from 'react';
import { useIntl } from '../messages/catalogues.ts';
import type { Card, Cards } from './card.ts';

interface CardChoiceProps {
  cards: Cards;
  chosen: string | undefined;
  onChoose: (token: string) => void;
}

export function CardChoice({ cards: { cards }, chosen, onChoose }: CardChoiceProps): ReactNode {
  const { t } = useIntl();
  const name = useId();
  if (cards.length === 0) return <p>{t('pay.usualCard')}</p>;
  return (
    <fieldset className="cards">
      <legend>{t('pay.card')}</legend>
      {cards.map((card) => (
        <label key={card.id} className="card-option">
          <input
            type="radio"
            name={name}
            value={card.id}
            checked={card.id === chosen}
            onChange={() => onChoose(card.id)}
          />
          <CardName card={card} />
        </label>
      ))}
    </fieldset>
  );
}

function CardName({ card: { brand, lastFourDigits, expirationDate } }: { card: Card }): ReactNode {
  const { t } = useIntl();
  return (
    <span>
      {t('pay.card.name', { brand: brand ?? t('pay.card.any'), digits: lastFourDigits })}
      {expirationDate !== undefined && (
        <small>{t('pay.card.expires', { month: expirationDate.slice(5, 7), year: expirationDate.slice(0, 4) })}</small>
      )}
    </span>
  );
}
