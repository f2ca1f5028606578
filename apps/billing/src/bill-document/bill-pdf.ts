import PDFDocument from 'pdfkit';
import { BillFormat } from './bill-format.ts';
import { BillSheet } from './bill-sheet.ts';
import { billTexts } from './bill-texts.ts';
import { font } from './fonts.ts';
import type { PrintedBill } from './printed-bill.ts';

// The types of pdfkit do not know PDF/UA yet.
const accessible: object = { subset: 'PDF/UA' };

/** The bill on paper: A4, in the customer's language, tagged for screen readers (PDF/UA-1). */
export function billPdf(printed: PrintedBill): Promise<Buffer> {
  const { bill, language, seller } = printed;
  const texts = billTexts(language);
  const document = new PDFDocument({
    size: 'A4',
    margin: 50,
    // None at first: the built-in ones are files of the package, which a bundle does not have.
    font: '',
    lang: language,
    pdfVersion: '1.7',
    ...accessible,
    tagged: true,
    displayTitle: true,
    info: {
      Title: `${texts.bill} ${bill.id}`,
      Author: seller.sellerName ?? '',
      CreationDate: new Date(`${bill.billDate}T00:00:00Z`),
    },
  });
  const written = bufferOf(document);
  document.registerFont('regular', font('Regular')).registerFont('bold', font('Bold'));
  new BillSheet(document, printed, texts, new BillFormat(language, bill.currency)).draw();
  document.end();
  return written;
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
