import { describe, expect, it } from '@jest/globals';
import { html } from './html.ts';

describe('html', () => {
  it('escapes text in content and in attributes', () => {
    const hostile = `<"'&>`;
    expect(html`<a title="${hostile}">${hostile}</a>`.text).toBe(
      '<a title="&lt;&quot;&#39;&amp;&gt;">&lt;&quot;&#39;&amp;&gt;</a>',
    );
  });

  it('keeps nested HTML and leaves out what is not there', () => {
    const items = ['a', '<b>'].map((item) => html`<i>${item}</i>`);
    expect(html`<b>${items}</b>${undefined}`.text).toBe('<b><i>a</i><i>&lt;b&gt;</i></b>');
  });
});
