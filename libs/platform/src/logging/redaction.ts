/** What stands in a log line for something that must not. */
export const redactedMark = '[redacted]';

const sensitiveName =
  /pass(word|wd|phrase)?$|secret|token|authori[sz]ation|cookie|api[-_.]?key|private[-_.]?key|credential|session|iban|card|cvv|cvc|^pan$|^pin$|otp|personal[-_.]?(code|id)|national[-_.]?id|isikukood|ssn|jwt|bearer|signature/i;

const jwtPattern = /\beyJ[\w-]{5,}\.[\w-]{5,}(\.[\w-]*)?/g;
const authorizationPattern = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const urlPassword = /(\b[a-z][a-z\d+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi;
const namedSecret =
  /(["']?\b(?:password|passwd|passphrase|pwd|secret|client_secret|(?:access_|refresh_|id_)?token|api[-_]?key|authorization|set-cookie|cookie|cvv|cvc|otp)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi;
const longNumberPattern = /(?<![\w.-])\d(?:[ -]?\d){10,18}(?![\w-])/g;

/** Whether a field's name says that its value must not be logged. */
export function isSensitiveName(name: string): boolean {
  return sensitiveName.test(name);
}

/** Cuts out what looks like a token, a password, a payment card number or a national id. */
export function redactText(text: string): string {
  return text
    .replace(jwtPattern, redactedMark)
    .replace(authorizationPattern, `$1 ${redactedMark}`)
    .replace(urlPassword, `$1:${redactedMark}@`)
    .replace(namedSecret, `$1${redactedMark}`)
    .replace(longNumberPattern, (found) => (isPersonalNumber(found.replaceAll(/\D/g, '')) ? redactedMark : found));
}

function isPersonalNumber(digits: string): boolean {
  return digits.length === 11 ? isNationalId(digits) : digits.length >= 13 && isCardNumber(digits);
}

/** Luhn check (ISO/IEC 7812-1, annex B). */
function isCardNumber(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The form shared by Estonian and Lithuanian personal codes: century and sex, date of birth, serial, check digit. */
function isNationalId(digits: string): boolean {
  const month = Number(digits.slice(3, 5));
  const day = Number(digits.slice(5, 7));
  return /^[1-8]/.test(digits) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Cuts the given secret values out of any text, as they are and as JSON, a URL and a form write them. */
export function secretScrubber(secrets: readonly string[]): (text: string) => string {
  const written = new Set(secrets.flatMap((secret) => waysToWrite(secret)));
  if (written.size === 0) return (text) => text;
  const longestFirst = [...written].sort((left, right) => right.length - left.length);
  return (text) => longestFirst.reduce((result, value) => result.replaceAll(value, redactedMark), text);
}

function waysToWrite(secret: string): string[] {
  const inForm = new URLSearchParams([['', secret]]).toString().slice('='.length);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed()), inForm];
}
