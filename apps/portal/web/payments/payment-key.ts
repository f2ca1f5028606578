/**
 * The `Idempotency-Key` of paying one bill. It lives as long as the intention to pay: a reload, a lost connection or a
 * second tab's click repeats the same payment; only after the payment has ended does a new try get a new key.
 */
export function paymentKey(billId: string): string {
  const name = storageName(billId);
  const kept = localStorage.getItem(name);
  if (kept !== null) return kept;
  const key = crypto.randomUUID();
  localStorage.setItem(name, key);
  return key;
}

export function forgetPaymentKey(billId: string): void {
  localStorage.removeItem(storageName(billId));
}

function storageName(billId: string): string {
  return `wellspring.payment-key.${billId}`;
}
