import type { ReactNode } from 'react';

export interface Column<Row> {
  /** Its heading. On a phone, where a row is a small card, it stands beside the value. */
  label: string;
  /** Names what a row is about. */
  heading?: boolean;
  className?: string;
  of: (row: Row) => ReactNode;
}

export interface TableProps<Row> {
  caption: string;
  /** What is above says it already to whoever sees it. */
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string | number;
  classOf?: (row: Row) => string | undefined;
}

/**
 * Rows of one kind under their headings. Every part names its role: one that is laid out otherwise than a table, as on a
 * phone, is none any more to some screen readers.
 */
export function Table<Row>({
  caption,
  captionHidden = false,
  columns,
  rows,
  keyOf,
  classOf,
}: TableProps<Row>): ReactNode {
  return (
    <table className="table" role="table">
      <caption className={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ label }) => (
            <th key={label} scope="col" role="columnheader">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)} className={classOf?.(row)} role="row">
            {columns.map((column) => (
              <Cell key={column.label} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same as a card of its own. */
export function TableCard<Row>(props: TableProps<Row>): ReactNode {
  return (
    <div className="card table-card">
      <Table {...props} />
    </div>
  );
}

function Cell<Row>({
  column: { label, heading = false, className, of },
  row,
}: {
  column: Column<Row>;
  row: Row;
}): ReactNode {
  const content = { className, 'data-label': label, children: of(row) };
  return heading ? <th scope="row" role="rowheader" {...content} /> : <td role="cell" {...content} />;
}
