import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { Table } from './table.tsx';

describe('a table', () => {
  const html = renderToStaticMarkup(
    <Table
      caption="Boats"
      columns={[
        { label: 'Name', heading: true, of: ({ name }) => name },
        { label: 'Knots', of: ({ knots }) => knots },
      ]}
      rows={[{ name: 'Ann', knots: 12 }]}
      keyOf={({ name }) => name}
    />,
  );

  it('says with each value the heading it stands under', () => {
    expect(html).toMatch(/<th[^>]* data-label="Name"[^>]*>Ann<\/th><td[^>]* data-label="Knots"[^>]*>12<\/td>/);
  });

  it('is one to screen readers, however it is laid out', () => {
    const roles = [...html.matchAll(/<(\w+)[^>]* role="(\w+)"/g)].map(([, element, role]) => `${element} ${role}`);
    expect(roles).toEqual([
      'table table',
      'thead rowgroup',
      'tr row',
      'th columnheader',
      'th columnheader',
      'tbody rowgroup',
      'tr row',
      'th rowheader',
      'td cell',
    ]);
  });
});
