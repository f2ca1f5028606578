import PDFDocument from 'pdfkit';
import type { Bill, BillLine } from '../bill/bill.ts';
import { BillFormat } from './bill-format.ts';
import { type BillLanguage, type BillTexts, billTexts } from './bill-texts.ts';
import { font } from './fonts.ts';

const margin = 50;
const right = 545;
const bottom = 770;
const rowHeight = 18;
/** Left edge, width and alignment of each column, in points of an A4 page. */
const columns = [
  { x: 50, width: 235, align: 'left' },
  { x: 285, width: 45, align: 'right' },
  { x: 330, width: 75, align: 'right' },
  { x: 405, width: 60, align: 'right' },
  { x: 465, width: 80, align: 'right' },
] as const;

/** The bill on paper: A4, in the customer's language. */
export function billPdf(bill: Bill, language: BillLanguage): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin,
    // None at first: the built-in ones are files of the package, which a bundle does not have.
    font: '',
    lang: language,
    info: { Title: `${billTexts(language).bill} ${bill.id}`, CreationDate: new Date(`${bill.billDate}T00:00:00Z`) },
  });
  const written = bufferOf(document);
  document.registerFont('regular', font('Regular')).registerFont('bold', font('Bold'));
  new BillSheet(document, bill, billTexts(language), new BillFormat(language, bill.currency)).draw();
  document.end();
  return written;
}

class BillSheet {
  private page = 1;

  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly bill: Bill,
    private readonly texts: BillTexts,
    private readonly format: BillFormat,
  ) {}

  draw(): void {
    let y = this.head();
    for (const line of this.bill.lines) {
      y = this.row(this.cellsOf(line), this.roomFor(y), 'regular');
    }
    this.totals(this.roomFor(y + 5 * rowHeight) - 5 * rowHeight);
    this.foot();
  }

  private head(): number {
    const { document, bill, texts, format } = this;
    document.font('bold').fontSize(20).text(`${texts.bill} ${bill.id}`, margin, margin);
    const facts = [
      [texts.customer, bill.customerId],
      [texts.account, bill.accountId],
      [texts.issued, format.day(bill.billDate)],
      [texts.due, format.day(bill.paymentDueDate)],
      [texts.period, `${format.day(bill.periodStart)} – ${format.day(bill.periodEnd)}`],
    ] as const;
    let y = 90;
    for (const [name, value] of facts) {
      document.font('bold').fontSize(10).text(name, margin, y, { lineBreak: false });
      document.font('regular').text(value, 170, y, { lineBreak: false });
      y += 16;
    }
    return this.tableHead(y + 16);
  }

  private tableHead(y: number): number {
    const { description, vatRate, net, vat, gross } = this.texts;
    const next = this.row([description, vatRate, net, vat, gross], y, 'bold');
    this.rule(next - 3);
    return next + 3;
  }

  private cellsOf(line: BillLine): string[] {
    const amounts = [line.netMinor, line.vatMinor, line.grossMinor].map((amountMinor) =>
      this.format.amount(amountMinor),
    );
    return [line.text, line.vatRate, ...amounts];
  }

  private row(cells: readonly string[], y: number, weight: 'regular' | 'bold'): number {
    this.document.font(weight).fontSize(9);
    columns.forEach(({ x, width, align }, index) => {
      this.document.text(cells[index] ?? '', x, y, {
        width,
        align,
        height: rowHeight,
        ellipsis: true,
        lineBreak: false,
      });
    });
    return y + rowHeight;
  }

  private totals(y: number): void {
    const { texts, format, bill } = this;
    this.rule(y);
    const sums = [
      [texts.totalNet, bill.netMinor],
      [texts.total, bill.totalMinor],
      [texts.paid, bill.totalMinor - bill.openMinor],
      [texts.open, bill.openMinor],
    ] as const;
    sums.forEach(([name, amountMinor], index) => {
      const top = y + 8 + index * rowHeight;
      this.document.font(index === sums.length - 1 ? 'bold' : 'regular').fontSize(10);
      this.document.text(name, 250, top, { width: 195, align: 'right', lineBreak: false });
      this.document.text(format.sum(amountMinor), 445, top, { width: 100, align: 'right', lineBreak: false });
    });
  }

  /** Where the next row goes: here, or on top of a new page. */
  private roomFor(y: number): number {
    if (y + rowHeight <= bottom) return y;
    this.foot();
    this.document.addPage();
    this.page += 1;
    return this.tableHead(margin);
  }

  private foot(): void {
    const text = `${this.bill.id} · ${this.texts.page} ${this.page}`;
    this.document
      .font('regular')
      .fontSize(8)
      .text(text, margin, bottom + 4, { lineBreak: false });
  }

  private rule(y: number): void {
    this.document.moveTo(margin, y).lineTo(right, y).lineWidth(0.5).stroke();
  }
}

function bufferOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    document.on('error', reject);
  });
}
