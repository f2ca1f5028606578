export { currencyDigits, unusualDigits } from './currency.ts';
export { decimalOf, minorUnitsOf } from './decimal.ts';
