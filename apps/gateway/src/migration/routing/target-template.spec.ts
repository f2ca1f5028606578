import { describe, expect, it } from '@jest/globals';
import { fillTemplate, templateMistakes } from './target-template.ts';

describe('the target asked of the other side', () => {
  it.each([
    ['/bills/{no}', '', '/bills/INV-1'],
    ['/bills?page={query.page}', 'page=2', '/bills?page=2'],
    ['/bills?page={query.page}&limit=20', '', '/bills?limit=20'],
    ['/bills?page={query.page}', '', '/bills'],
    ['/bills?page={query.page=1}', '', '/bills?page=1'],
    ['/bills?offset={query.page=1|offset(20)}', 'page=3', '/bills?offset=40'],
    ['/bills?offset={query.page=1|offset(20)}', '', '/bills?offset=0'],
    ['/bills?q={query.q}', 'q=a%26b=c', '/bills?q=a%26b%3Dc'],
    ['/bills?offset={query.page|offset(20)}', 'page=x', '/bills'],
    ['/{query.kind}/x', 'kind=a/b', '/a%2Fb/x'],
    ['/{query.kind}/x', '', undefined],
  ])('%s of a request with "%s" is %s', (template, query, target) => {
    expect(fillTemplate(template, { segments: { no: 'INV-1' }, query: new URLSearchParams(query) })).toBe(target);
  });

  it('is refused with a name that is not there, or a place that cannot be read', () => {
    expect(templateMistakes('/bills/{no}?p={query.page=1|offset(5)}', ['no'])).toEqual([]);
    expect(templateMistakes('/bills/{nr}', ['no'])).toEqual(['{nr} is no :name in "when"']);
    expect(templateMistakes('/bills/{query.page|half}', [])).toHaveLength(1);
  });
});
