/** A card the provider keeps for a customer. The token stands for it; nobody else ever sees its number. */
export interface Instrument {
  token: string;
  brand: string;
  lastFour: string;
  /** Last month it is good for, `2029-08`. */
  validUntil: string;
  usual: boolean;
}

/** The cards every customer of the stand-in has: one that pays, and one the bank declines. */
export const instruments: readonly Instrument[] = [
  { token: 'tok_visa', brand: 'Visa', lastFour: '4242', validUntil: '2029-08', usual: true },
  { token: 'tok_declined', brand: 'Mastercard', lastFour: '0002', validUntil: '2028-01', usual: false },
];
