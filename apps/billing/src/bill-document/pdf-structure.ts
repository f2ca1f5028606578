/** Elements of a PDF's structure that this service uses (ISO 32000-1, section 14.8.4). */
export type StructureType = 'Document' | 'H1' | 'H2' | 'P' | 'Sect' | 'Table' | 'TR' | 'TH' | 'TD';

// The types of pdfkit do not know the scope of a heading cell yet.
const headsColumn: object = { scope: 'Column' };

/**
 * The structure beside what is drawn: what is a heading, a paragraph, a cell. Screen readers go by it, and it is what PDF/UA
 * asks for (ISO 14289-1). Every mark on a page belongs either to an element or to the decoration.
 */
export class PdfStructure {
  private readonly path: PDFKit.PDFStructureElement[] = [];

  constructor(private readonly document: PDFKit.PDFDocument) {}

  /** An element that holds the elements made meanwhile. */
  within(type: StructureType, fill: () => void): void {
    const element = this.begin(type);
    this.path.push(element);
    fill();
    this.path.pop();
    element.end();
  }

  /** An element that is what `draw` draws; on one page. */
  of(type: StructureType, draw: () => void): void {
    const element = this.begin(type);
    element.add(this.document.markStructureContent(type));
    draw();
    this.document.endMarkedContent();
    element.end();
  }

  /** Lines, page numbers and what else is not read out. */
  decoration(draw: () => void): void {
    this.document.markContent('Artifact', { type: 'Layout' });
    draw();
    this.document.endMarkedContent();
  }

  private begin(type: StructureType): PDFKit.PDFStructureElement {
    const element = this.document.struct(type, type === 'TH' ? headsColumn : {});
    const parent = this.path.at(-1);
    if (parent === undefined) this.document.addStructure(element);
    else parent.add(element);
    return element;
  }
}
