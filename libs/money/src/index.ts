export { currencyDigits } from './currency.ts';
export { decimalOf, minorUnitsOf } from './decimal.ts';
