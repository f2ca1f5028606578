import { redactedMark, redactText } from '../logging/redaction.ts';

const longestPath = 512;
const uuidPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Names of resources and their ids. Names of people, addresses and free text have other characters sooner or later. */
const identifier = /^[\w.~-]*$/;
const longToken = /[\w~.-]{24,}/;
const longDigits = /\d[\d-]{9,}/;
/**
 * Names made of words, of resources (`appliedCustomerBillingRate`) and pages (`change-of-tariff-step-two.php`). Tokens of
 * letters alone have longer words, or capitals anywhere. A passphrase in this very form would be taken for a name.
 */
const wordsOfResource = /^[a-z]{1,16}(?:[A-Z][a-z]{2,15})+$/;
const wordsOfPage = /^[A-Za-z]?[a-z]{1,16}(?:[-_][a-z]{1,16})*\.(?:html?|php|jspx?|aspx?|do|action|cgi)$/;

/**
 * A path as it may be logged: without its parameters (`;jsessionid=…`), and without the links, tokens and texts people put
 * into paths (password resets, invitations, searches).
 */
export function loggablePath(path: string): string {
  return path.slice(0, longestPath).split('/').map(loggableSegment).join('/');
}

function loggableSegment(segment: string): string {
  const [name = ''] = segment.split(';', 1);
  if (uuidPattern.test(name)) return name;
  if (wordsOfResource.test(name) || wordsOfPage.test(name)) return name;
  if (!identifier.test(name) || longToken.test(name)) return redactedMark;
  return longDigits.test(name) ? redactText(name) : name;
}
