import type { Subscription } from '../crm/customer.ts';
import { allocate, formatAmount } from '../money.ts';
import { firstDay, type Month } from '../months.ts';
import { type ChargedItem, makeBill, type NewInvoice } from '../seed/bill.ts';
import { makePerson } from '../seed/person.ts';
import { Random } from '../seed/random.ts';
import type { CustomerRecord } from '../seed/store.ts';
import type { TelcoRow } from './telco-row.ts';

interface Service {
  text: string;
  kind: Subscription['kind'];
  /** Its part of the monthly charge; the file gives only the sum. */
  weight: number;
}

const billsShown = 12;

/**
 * The customer of one row, with bills that add up to its TotalCharges to the cent.
 *
 * The latest bill is the MonthlyCharges of today. What was charged in total differs from tenure × MonthlyCharges by
 * the price changes of the past: that difference is spread evenly over the earlier months, as an adjustment line.
 * The last twelve months get a bill each; months before them are brought forward in one opening bill, paid.
 */
export function makeTelcoCustomer(row: TelcoRow, latest: Month): CustomerRecord {
  const customerNo = row.customerID;
  const random = new Random(customerNo);
  const services = servicesOf(row);
  const prices = allocate(
    row.MonthlyCharges,
    services.map((service) => service.weight),
  );
  const since = firstDay(latest - row.tenure);
  return {
    customer: {
      customerNo,
      ...makePerson(random, 'en'),
      email: `${customerNo.toLowerCase()}@example.com`,
      language: 'en',
      segment: 'residential',
      since,
      subscriptions: services.map((service, index) => ({
        subscriptionNo: `S-${customerNo}-${index + 1}`,
        product: service.text,
        kind: service.kind,
        allowance: service.kind === 'add-on' ? '' : 'Unlimited',
        monthlyPrice: formatAmount(prices[index] ?? 0),
        contract: row.Contract,
        paymentMethod: row.PaymentMethod,
        status: row.Churn === 'Yes' ? 'TERMINATED' : 'ACTIVE',
        since,
      })),
    },
    invoices: makeBills(row, services, prices, latest),
  };
}

function makeBills(row: TelcoRow, services: Service[], prices: number[], latest: Month): NewInvoice[] {
  const { customerID: customerNo, tenure, MonthlyCharges: monthly, TotalCharges: total } = row;
  const recurring: ChargedItem[] = services.map(({ text }, index) => ({
    text,
    kind: 'RECURRING',
    grossMinor: prices[index] ?? 0,
  }));
  const adjustments = spreadAdjustment(total - tenure * monthly, tenure);
  const shown = adjustments.slice(-billsShown);
  const earlier = adjustments.slice(0, -billsShown);

  const bills = shown.map((adjustment, index) => {
    const monthsAgo = shown.length - 1 - index;
    const items = [...recurring, ...adjustmentLine(adjustment)];
    const paid = monthsAgo === 0 ? {} : { paidOnDay: 10 };
    return makeBill({ customerNo, issuedIn: latest - monthsAgo, items, ...paid });
  });
  if (earlier.length === 0) return bills;

  const issuedIn = latest - billsShown;
  const grossMinor = earlier.reduce((sum, adjustment) => sum + monthly + adjustment, 0);
  const text = `Brought forward: charges of ${earlier.length} ${earlier.length === 1 ? 'month' : 'months'}`;
  const items: ChargedItem[] = [{ text, kind: 'ONE_TIME', grossMinor }];
  return [makeBill({ customerNo, issuedIn, from: latest - tenure, items, paidOnDay: 10 }), ...bills];
}

/** The difference by month, oldest first; none in the latest month unless it is the only one. */
function spreadAdjustment(difference: number, months: number): number[] {
  if (months === 0) return [];
  if (months === 1) return [difference];
  return [
    ...allocate(
      difference,
      Array.from({ length: months - 1 }, () => 1),
    ),
    0,
  ];
}

function adjustmentLine(grossMinor: number): ChargedItem[] {
  if (grossMinor === 0) return [];
  return [{ text: 'Price adjustment', kind: grossMinor < 0 ? 'DISCOUNT' : 'ONE_TIME', grossMinor }];
}

function servicesOf(row: TelcoRow): Service[] {
  const services: (Service & { taken: boolean })[] = [
    { text: 'Phone line', kind: 'phone', weight: 20, taken: row.PhoneService === 'Yes' },
    { text: 'Additional lines', kind: 'add-on', weight: 5, taken: row.MultipleLines === 'Yes' },
    { text: 'Internet DSL', kind: 'internet', weight: 25, taken: row.InternetService === 'DSL' },
    { text: 'Internet fiber', kind: 'internet', weight: 50, taken: row.InternetService === 'Fiber optic' },
    { text: 'Online security', kind: 'add-on', weight: 5, taken: row.OnlineSecurity === 'Yes' },
    { text: 'Online backup', kind: 'add-on', weight: 5, taken: row.OnlineBackup === 'Yes' },
    { text: 'Device protection', kind: 'add-on', weight: 5, taken: row.DeviceProtection === 'Yes' },
    { text: 'Technical support', kind: 'add-on', weight: 5, taken: row.TechSupport === 'Yes' },
    { text: 'Streaming TV', kind: 'tv', weight: 10, taken: row.StreamingTV === 'Yes' },
    { text: 'Streaming movies', kind: 'tv', weight: 10, taken: row.StreamingMovies === 'Yes' },
  ];
  return services.filter((service) => service.taken);
}
