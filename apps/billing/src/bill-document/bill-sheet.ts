import type { BillLine } from '../bill/bill.ts';
import { vatByRate } from '../bill/tax-items.ts';
import type { BillFormat } from './bill-format.ts';
import type { BillTexts } from './bill-texts.ts';
import { PdfStructure } from './pdf-structure.ts';
import type { PrintedBill } from './printed-bill.ts';

const left = 50;
const right = 545;
/** Where the second of two blocks side by side begins. */
const middle = 305;
const top = 50;
const bottom = 770;
const gap = 24;
const lineHeight = 16;
/** Between the text of one row and the next. */
const rowGap = 5;
/** Left edge, width and alignment of each column, in points of an A4 page. */
const columns = [
  { x: 50, width: 230, align: 'left' },
  { x: 285, width: 45, align: 'right' },
  { x: 330, width: 75, align: 'right' },
  { x: 405, width: 60, align: 'right' },
  { x: 465, width: 80, align: 'right' },
] as const;

type Fact = readonly [name: string, value: string | undefined];

/** Draws a bill from top to bottom, on as many pages as it takes. */
export class BillSheet {
  private readonly structure: PdfStructure;
  private page = 1;
  private y = top;

  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly printed: PrintedBill,
    private readonly texts: BillTexts,
    private readonly format: BillFormat,
  ) {
    this.structure = new PdfStructure(document);
  }

  draw(): void {
    this.structure.within('Document', () => {
      this.title();
      this.parties();
      this.structure.within('Table', () => {
        this.tableHead();
        for (const line of this.printed.bill.lines) this.row(this.cellsOf(line), 'TD');
      });
      this.totals();
      this.payment();
    });
    this.foot();
  }

  private title(): void {
    const { texts, format } = this;
    const { bill, seller } = this.printed;
    if (seller.sellerName !== undefined) {
      this.text('P', seller.sellerName, { size: 12, weight: 'bold' });
      this.y += 6;
    }
    this.text('H1', `${texts.bill} ${bill.id}`, { size: 20, weight: 'bold' });
    const period = `${format.day(bill.periodStart)} – ${format.day(bill.periodEnd)}`;
    const days = [
      `${texts.issued}: ${format.day(bill.billDate)}`,
      `${texts.due}: ${format.day(bill.paymentDueDate)}`,
      `${texts.period}: ${period}`,
    ];
    this.text('P', days.join(' · '), {});
    this.y += gap;
  }

  /** Who is billed and who bills, side by side. */
  private parties(): void {
    const { texts } = this;
    const { bill, customer, seller } = this.printed;
    const begin = this.y;
    this.facts(texts.customer, left, [
      ['', customer.name],
      ['', customer.email],
      [texts.customerNumber, bill.customerId],
      [texts.account, bill.accountId],
    ]);
    const end = this.y;
    this.y = begin;
    this.facts(texts.seller, middle, [
      ['', seller.sellerName],
      ['', seller.sellerAddress],
      [texts.registrationNumber, seller.sellerRegistrationNumber],
      [texts.vatNumber, seller.sellerVatNumber],
    ]);
    this.y = Math.max(end, this.y) + gap;
  }

  /** A heading and what is known below it; nothing where nothing is known. */
  private facts(heading: string, x: number, facts: readonly Fact[]): void {
    const known = facts.filter(([, value]) => value !== undefined);
    if (known.length === 0) return;
    this.structure.within('Sect', () => {
      this.text('H2', heading, { x, size: 10, weight: 'bold' });
      this.y += 2;
      for (const [name, value = ''] of known) {
        this.text('P', name === '' ? value : `${name}: ${value}`, { x, width: 235 });
      }
    });
  }

  private tableHead(): void {
    const { description, vatRate, net, vat, gross } = this.texts;
    this.row([description, vatRate, net, vat, gross], 'TH');
    this.rule(this.y - rowGap / 2);
    this.y += 2;
  }

  private cellsOf(line: BillLine): string[] {
    const amounts = [line.netMinor, line.vatMinor, line.grossMinor];
    return [line.text, line.vatRate, ...amounts.map((amountMinor) => this.format.amount(amountMinor))];
  }

  /** As high as its longest text needs: nothing of what is billed is cut off. */
  private row(cells: readonly string[], type: 'TH' | 'TD'): void {
    this.document.font(type === 'TH' ? 'bold' : 'regular').fontSize(9);
    const heights = columns.map(({ width }, at) => this.document.heightOfString(cells[at] ?? '', { width }));
    const height = Math.max(...heights);
    if (type === 'TD' && this.y + height > bottom) this.nextPage(() => this.tableHead());
    this.document.font(type === 'TH' ? 'bold' : 'regular').fontSize(9);
    this.structure.within('TR', () => {
      columns.forEach(({ x, width, align }, at) => {
        this.structure.of(type, () => this.document.text(cells[at] ?? '', x, this.y, { width, align }));
      });
    });
    this.y += height + rowGap;
  }

  private totals(): void {
    const { texts, format } = this;
    const { bill } = this.printed;
    const rates = [...vatByRate(bill)];
    const sums: [name: string, amountMinor: number][] = [
      [texts.totalNet, bill.netMinor],
      ...rates.map(([rate, vatMinor]): [string, number] => [`${texts.vatAt} ${rate} %`, vatMinor]),
      ...(rates.length > 1 ? [[texts.totalVat, bill.totalMinor - bill.netMinor] as [string, number]] : []),
      [texts.total, bill.totalMinor],
      [texts.paid, bill.totalMinor - bill.openMinor],
      [texts.open, bill.openMinor],
    ];
    if (this.y + sums.length * lineHeight > bottom) this.nextPage();
    this.rule(this.y);
    this.y += 8;
    for (const [at, [name, amountMinor]] of sums.entries()) {
      this.document.font(at === sums.length - 1 ? 'bold' : 'regular').fontSize(10);
      this.structure.of('P', () => {
        this.document.text(name, 230, this.y, { width: 205, align: 'right', lineBreak: false });
        this.document.text(format.sum(amountMinor), 435, this.y, { width: 110, align: 'right', lineBreak: false });
      });
      this.y += lineHeight;
    }
    this.y += gap;
  }

  private payment(): void {
    const { texts, format } = this;
    const { bill, seller } = this.printed;
    if (this.y + 7 * lineHeight > bottom) this.nextPage();
    if (bill.openMinor <= 0) this.text('P', texts.nothingToPay, {});
    else if (bill.state === 'onHold') this.text('P', texts.beingChecked, {});
    else {
      this.facts(texts.paymentDetails, left, [
        [texts.payee, seller.sellerName],
        [texts.bankAccount, seller.sellerBankAccount],
        [texts.bank, seller.sellerBank],
        [texts.reference, bill.id],
        [texts.open, format.sum(bill.openMinor)],
        [texts.due, format.day(bill.paymentDueDate)],
      ]);
    }
  }

  private text(
    type: 'H1' | 'H2' | 'P',
    text: string,
    style: { x?: number; width?: number; size?: number; weight?: 'regular' | 'bold' },
  ): void {
    const { x = left, width = right - left, size = 10, weight = 'regular' } = style;
    this.document.font(weight).fontSize(size);
    this.structure.of(type, () => this.document.text(text, x, this.y, { width }));
    this.y += Math.max(lineHeight, this.document.heightOfString(text, { width }));
  }

  private nextPage(begin: () => void = () => undefined): void {
    this.foot();
    this.document.addPage();
    this.page += 1;
    this.y = top;
    begin();
  }

  private foot(): void {
    const text = `${this.printed.bill.id} · ${this.texts.page} ${this.page}`;
    this.structure.decoration(() => {
      this.document
        .font('regular')
        .fontSize(8)
        .text(text, left, bottom + 4, { lineBreak: false });
    });
  }

  private rule(y: number): void {
    this.structure.decoration(() => {
      this.document.moveTo(left, y).lineTo(right, y).lineWidth(0.5).stroke();
    });
  }
}
