import type { Language, Segment } from '../crm/customer.ts';
import { formatAmount } from '../money.ts';
import { firstDay, type Month } from '../months.ts';
import { type ChargedItem, makeBill, type NewInvoice } from './bill.ts';
import { makePerson } from './person.ts';
import { Random } from './random.ts';
import type { CustomerRecord } from './store.ts';

interface Product {
  text: string;
  kind: 'mobile' | 'internet' | 'tv';
  allowance: string;
  priceMinor: number;
}

const mobile5g: Product = { text: 'Mobile 5G', kind: 'mobile', allowance: 'Unlimited', priceMinor: 4990 };
const mobile: readonly [Product, ...Product[]] = [
  mobile5g,
  { text: 'Mobile M', kind: 'mobile', allowance: '20 GB', priceMinor: 2490 },
  { text: 'Mobile S', kind: 'mobile', allowance: '5 GB', priceMinor: 1290 },
];
const internet: readonly [Product, ...Product[]] = [
  { text: 'Home internet 100 Mbit/s', kind: 'internet', allowance: 'Unlimited', priceMinor: 2590 },
  { text: 'Home internet 1 Gbit/s', kind: 'internet', allowance: 'Unlimited', priceMinor: 4290 },
];
const television: Product = { text: 'TV package', kind: 'tv', allowance: '64 channels', priceMinor: 1149 };
const usage: readonly [string, ...string[]] = ['Calls abroad', 'Data roaming', 'Premium messages'];

const billsPerCustomer = 12;

/** Customer `C-<number>` and twelve bills up to the month given; always the same for the same number and month. */
export function makeDemoCustomer(number: number, latest: Month): CustomerRecord {
  const customerNo = `C-${number}`;
  const random = new Random(customerNo);
  const segment = segmentOf(number);
  // The first customer is the one a newcomer signs in as.
  const language = number === 1001 ? 'en' : random.pick<Language>(['en', 'et', 'et', 'ru']);
  const products = chooseProducts(number, random);
  const since = firstDay(latest - random.integer(billsPerCustomer, 120));
  const invoices = Array.from({ length: billsPerCustomer }, (_, index) =>
    monthlyBill(customerNo, segment, products, latest - index, index === 0),
  );
  return {
    customer: {
      customerNo,
      ...makePerson(random, language),
      email: `${customerNo.toLowerCase()}@example.com`,
      language,
      segment,
      since,
      subscriptions: products.map((product, index) => ({
        subscriptionNo: `S-${number}-${index + 1}`,
        product: product.text,
        kind: product.kind,
        allowance: product.allowance,
        monthlyPrice: formatAmount(product.priceMinor),
        contract: 'Month-to-month',
        paymentMethod: 'Card',
        status: 'ACTIVE',
        since,
      })),
    },
    invoices,
  };
}

export function segmentOf(number: number): Segment {
  if (number % 50 === 42) return 'employees';
  return number % 10 === 7 ? 'business' : 'residential';
}

function chooseProducts(number: number, random: Random): Product[] {
  if (number === 1001) return [mobile5g];
  return [
    random.pick(mobile),
    ...(random.chance(0.3) ? [random.pick(mobile)] : []),
    ...(random.chance(0.5) ? [random.pick(internet)] : []),
    ...(random.chance(0.4) ? [television] : []),
  ];
}

function monthlyBill(
  customerNo: string,
  segment: Segment,
  products: Product[],
  month: Month,
  open: boolean,
): NewInvoice {
  // Seeded by month as well: a bill stays the same when the reference date moves on.
  const random = new Random(`${customerNo}/${month}`);
  const items: ChargedItem[] = products.map(({ text, priceMinor }) => ({
    text,
    kind: 'RECURRING',
    grossMinor: priceMinor,
  }));
  const recurring = products.reduce((sum, product) => sum + product.priceMinor, 0);
  const extra = random.chance(0.45);
  if (extra && !(customerNo === 'C-1001' && open)) {
    items.push({ text: random.pick(usage), kind: 'USAGE', grossMinor: random.integer(15, 1899) });
  }
  if (random.chance(0.05)) items.push({ text: 'SIM card replacement', kind: 'ONE_TIME', grossMinor: 500 });
  if (segment === 'employees') {
    items.push({ text: 'Employee discount', kind: 'DISCOUNT', grossMinor: -Math.floor(recurring / 2) });
  } else if (products.length > 2) {
    items.push({ text: 'Bundle discount', kind: 'DISCOUNT', grossMinor: -500 });
  }
  return makeBill({
    customerNo,
    issuedIn: month,
    items,
    ...(open ? {} : { paidOnDay: random.integer(2, 14) }),
  });
}
