/** What billing answered, for people. */
import { table } from '../operations/table.ts';
import { auditAnswer, listAnswer, paymentAnswer, type PaymentAnswer, type ResolutionAnswer } from './answers.ts';

export function readableList(answer: unknown): string {
  const { items, total } = listAnswer.parse(answer);
  if (items.length === 0) return 'There are none.';
  const rows = items.map((each) => [
    each.id,
    each.customerId,
    each.billId,
    amount(each),
    each.reason === null ? each.state : `${each.state}: ${each.reason}`,
    moment(each.since),
  ]);
  const more = total > items.length ? [`${total - items.length} more are not shown (--limit).`] : [];
  return [table(['PAYMENT', 'CUSTOMER', 'BILL', 'AMOUNT', 'STATE', 'SINCE'], rows), ...more].join('\n');
}

export function readablePayment(answer: unknown): string {
  const payment = paymentAnswer.parse(answer);
  const { charge } = payment;
  const facts = [
    ['payment', payment.id],
    ['customer', payment.customerId],
    ['bill', payment.billId],
    ['amount', amount(payment)],
    ['state', `${payment.state} since ${moment(payment.since)}`],
    ['why', payment.reason ?? '-'],
    ['ordered', moment(payment.createdAt)],
    ['charge', charge.reference ?? chargeTried(charge)],
    ['settlement', payment.settlementReference ?? '-'],
    ['to decide', payment.actions.join(', ') || 'nothing'],
  ];
  const history = payment.history.length > 0 ? ['', readableResolutions(payment.history)] : [];
  return [...facts.map(([name = '', value = '']) => `${name.padEnd(11)} ${value}`), ...history].join('\n');
}

export function readableAudit(answer: unknown): string {
  const { items } = auditAnswer.parse(answer);
  return items.length === 0 ? 'Nothing was decided.' : readableResolutions(items);
}

function readableResolutions(resolutions: readonly ResolutionAnswer[]): string {
  const rows = resolutions.map((each) => [
    moment(each.at),
    each.paymentId,
    [each.action, ...Object.values(each.details)].join(' '),
    `${each.problem ?? '-'} → ${each.ledTo}`,
    each.operator,
    each.reason,
  ]);
  return table(['WHEN', 'PAYMENT', 'WHAT', 'FROM → TO', 'WHO', 'WHY'], rows);
}

function chargeTried({ attemptedAt, unanswered }: PaymentAnswer['charge']): string {
  return attemptedAt === null ? 'none sent' : `unknown: ${unanswered} unanswered since ${moment(attemptedAt)}`;
}

function amount({ amount: { unit, value } }: PaymentAnswer): string {
  return `${value.toFixed(2)} ${unit}`;
}

function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/\.\d+Z$/, 'Z');
}
