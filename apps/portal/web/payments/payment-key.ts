/**
 * The `Idempotency-Key` of paying one bill. It lives as long as the intention to pay: a reload, a lost connection or a
 * second tab's click repeats the same payment. Another amount or another card is another intention and gets another key,
 * and so does a new try after the payment has ended.
 */
export function paymentKey(billId: string, intention: string): string {
  const name = storageName(billId);
  const [key, keptFor] = localStorage.getItem(name)?.split('|') ?? [];
  if (key !== undefined && keptFor === intention) return key;
  const fresh = crypto.randomUUID();
  localStorage.setItem(name, `${fresh}|${intention}`);
  return fresh;
}

/** @param used the key of a payment that has ended; another one kept meanwhile stays. Without it whatever is kept goes. */
export function forgetPaymentKey(billId: string, used?: string): void {
  const name = storageName(billId);
  if (used === undefined || localStorage.getItem(name)?.startsWith(`${used}|`)) localStorage.removeItem(name);
}

function storageName(billId: string): string {
  return `wellspring.payment-key.${billId}`;
}
