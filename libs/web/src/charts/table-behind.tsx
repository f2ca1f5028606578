import type { ReactNode } from 'react';

interface Row {
  id: string;
  name: string;
  amount: string;
}

/** The figures of a picture, for whoever would rather read them. */
export function TableBehind({
  summary,
  columns: [name, amount],
  rows,
}: {
  summary: string;
  columns: readonly [name: string, amount: string];
  rows: readonly Row[];
}): ReactNode {
  return (
    <details className="table-behind">
      <summary>{summary}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            <th scope="col" className="number">
              {amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              <td className="number">{row.amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
