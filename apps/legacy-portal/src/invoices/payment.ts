import { randomUUID } from 'node:crypto';
import { type Backoffice, BackofficeRefusal } from '../backoffice/backoffice.ts';
import type { Invoice } from '../backoffice/records.ts';
import { toMinor } from '../html/format.ts';
import { t } from '../language/language.ts';

/** A payment's reference is made with the form: the same form sent twice is the same payment. */
export function newReference(): string {
  return `LP-${randomUUID()}`;
}

export function isReference(text: string): boolean {
  return /^LP-[0-9a-f-]{36}$/.test(text);
}

/** Charges the card, then books it with the billing engine. Returns what to tell the customer when it did not work. */
export async function pay(
  backoffice: Backoffice,
  invoice: Invoice,
  { externalRef, card }: { externalRef: string; card: string },
): Promise<string | undefined> {
  if (invoice.status === 'PAID') {
    const earlier = await backoffice.settlement(externalRef);
    return earlier?.invoiceNo === invoice.invoiceNo ? undefined : t('This invoice is already paid.');
  }
  try {
    const charge = await backoffice.charge({
      key: externalRef,
      reference: invoice.invoiceNo,
      amountMinor: toMinor(invoice.open),
      currency: invoice.currency,
      card,
    });
    if (charge.state === 'declined') return t('Your bank declined the payment. Nothing was charged.');
    await backoffice.settle(invoice, externalRef);
    return undefined;
  } catch (error) {
    if (!(error instanceof BackofficeRefusal)) throw error;
    switch (error.code) {
      case 'IDEMPOTENCY_KEY_REUSED':
        return t('This form was used before. Please try again.');
      case 'ALREADY_PAID':
        return t(
          'This invoice was paid in another way meanwhile. To get your money back, call 1800 and name %s.',
          externalRef,
        );
      default:
        throw error;
    }
  }
}
