import { parseFields } from './fields.ts';
import { InvalidQueryError } from './invalid-query.error.ts';
import type { AnyOf, Filter, ListQuery, RawQuery, Sort } from './list-query.ts';
import type { Attributes } from './meets.ts';
import { isOperator, type Operator } from './operator.ts';
import { readPosition } from './position.ts';
import type { Resource } from './resource.ts';

/** A list longer than this is no question a client asks by hand. */
const maxValues = 50;
const maxAlternatives = 20;
/** What separates alternatives; a semicolon with no comparison behind it is part of a value. */
const beforeComparison = /;(?=[\w@.]+[=<>])/;

/**
 * Checks a list request against the resource's declaration. Throws {@link InvalidQueryError} on the first broken rule.
 * @param owner whose resources to list; `undefined`: anybody's
 */
export function parseListQuery(resource: Resource, raw: RawQuery, owner: string | undefined): ListQuery {
  const filters: AnyOf[] = [];
  let sorts = parseSort(resource, defaultSort(resource, owner));
  let offset = 0;
  let limit = resource.defaultLimit;
  let fields: ReadonlySet<string> | undefined;
  let after: string | undefined;
  for (const [parameter, value] of Object.entries(raw)) {
    const texts = textsOf(parameter, value);
    switch (parameter) {
      case 'fields':
        fields = parseFields(resource, texts.join(','));
        break;
      case 'sort':
        sorts = parseSort(resource, texts.join(','));
        break;
      case 'offset':
        offset = wholeNumber(parameter, texts, 0, 1_000_000);
        break;
      case 'limit':
        limit = wholeNumber(parameter, texts, 1, resource.maxLimit);
        break;
      case 'after':
        after = texts.join(',');
        break;
      default:
        filters.push(parseAlternatives(resource.filters, parameter, texts));
    }
  }
  if (after === undefined) return { filters, sorts, offset, limit, after, fields };
  if (offset > 0) throw new InvalidQueryError('offset', 'invalid_value', 'must be left out where after is given');
  return { filters, sorts, offset, limit, after: readPosition(resource, sorts, after), fields };
}

/** An owner's resources lie in the default order; to put everybody's into it for each page would be to sort all of them. */
function defaultSort(resource: Resource, owner: string | undefined): string {
  return owner === undefined && resource.access.condition !== undefined ? '' : resource.defaultSort;
}

/** The filters alone, for what has nothing else that a client could write. */
export function parseFilters(attributes: Attributes, raw: RawQuery): AnyOf[] {
  return Object.entries(raw).map(([parameter, value]) =>
    parseAlternatives(attributes, parameter, textsOf(parameter, value)),
  );
}

function textsOf(parameter: string, value: unknown): string[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  return texts.map((text) => {
    if (typeof text !== 'string') throw new InvalidQueryError(parameter, 'invalid_value', 'must be text');
    return text;
  });
}

/** `state=sent;amount>5`: what a parameter holds may go on behind a semicolon with another comparison (TMF630 part 1). */
function parseAlternatives(attributes: Attributes, parameter: string, texts: string[]): AnyOf {
  const [text = ''] = texts;
  // A sign in place of `=` makes the whole of it the parameter's name.
  const written = text === '' ? parameter : `${parameter}=${text}`;
  const alternatives = written.split(beforeComparison);
  if (alternatives.length === 1) return [parseFilter(attributes, parameter, texts)];
  const [name = ''] = parameter.split(/[=<>;]/);
  if (texts.length > 1) throw new InvalidQueryError(name, 'too_many_values', 'must not be repeated where ; joins it');
  if (alternatives.length > maxAlternatives)
    throw new InvalidQueryError(name, 'too_many_values', `must be at most ${maxAlternatives} alternatives`);
  return alternatives.map((alternative) => {
    const [left = '', ...value] = alternative.split('=');
    return parseFilter(attributes, left, [value.join('=')]);
  });
}

function parseFilter(attributes: Attributes, written: string, writtenTexts: string[]): Filter {
  const { parameter, texts } = withoutSign(written, writtenTexts);
  const { name, operator } = splitOperator(attributes, parameter);
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (!attribute) {
    throw new InvalidQueryError(
      parameter,
      'unknown_attribute',
      `is not an attribute to filter by: use ${Object.keys(attributes).join(', ')}`,
    );
  }
  if (!attribute.operators.includes(operator)) {
    throw new InvalidQueryError(
      parameter,
      'unknown_operator',
      `cannot use ${operator}: use ${attribute.operators.join(', ')}`,
    );
  }
  const values = texts.flatMap((text) => text.split(','));
  if (values.length > maxValues)
    throw new InvalidQueryError(parameter, 'too_many_values', `must be at most ${maxValues} values`);
  if (values.length > 1 && operator !== 'eq' && operator !== 'ne') {
    throw new InvalidQueryError(parameter, 'too_many_values', 'must be a single value');
  }
  return {
    attribute: name,
    operator,
    values: values.flatMap((value) => {
      const parsed = attribute.parse(value);
      if (parsed !== undefined) return [parsed];
      if (attribute.rule !== undefined) throw new InvalidQueryError(parameter, 'invalid_value', attribute.rule);
      return [];
    }),
  };
}

/**
 * `amount>5` arrives as a parameter of that name, `amount>=5` as one that ends in the sign: either is another way to write
 * `amount.gt=5` or `amount.gte=5`.
 */
function withoutSign(parameter: string, texts: string[]): { parameter: string; texts: string[] } {
  const { name, sign, value } = /^(?<name>[^<>]+)(?<sign>[<>])(?<value>[^]*)$/.exec(parameter)?.groups ?? {};
  if (name === undefined || value === undefined) return { parameter, texts };
  const operator = sign === '>' ? 'gt' : 'lt';
  if (value !== '') return { parameter: `${name}.${operator}`, texts: [value] };
  return { parameter: `${name}.${operator}e`, texts };
}

/** `bill.id` is an attribute and `billDate.gte` an attribute with an operator: a declared name wins. */
function splitOperator(attributes: Attributes, parameter: string): { name: string; operator: Operator } {
  const dot = parameter.lastIndexOf('.');
  const suffix = parameter.slice(dot + 1);
  if (dot > 0 && isOperator(suffix) && !Object.hasOwn(attributes, parameter)) {
    return { name: parameter.slice(0, dot), operator: suffix };
  }
  return { name: parameter, operator: 'eq' };
}

function parseSort(resource: Resource, text: string): Sort[] {
  if (text === '') return [];
  const sorts = text.split(',').map((part): Sort => {
    // A `+` in front means ascending; as part of a query string it is decoded to a space.
    const attribute = part.replace(/^[+ -]/, '');
    if (!Object.hasOwn(resource.sorts, attribute)) {
      throw new InvalidQueryError(
        'sort',
        'unknown_attribute',
        `cannot use ${JSON.stringify(attribute)}: use ${Object.keys(resource.sorts).join(', ')}`,
      );
    }
    return { attribute, direction: part.startsWith('-') ? 'desc' : 'asc' };
  });
  if (new Set(sorts.map((sort) => sort.attribute)).size !== sorts.length) {
    throw new InvalidQueryError('sort', 'too_many_values', 'must name each attribute once');
  }
  return sorts;
}

function wholeNumber(parameter: string, texts: string[], min: number, max: number): number {
  const [text = ''] = texts;
  const number = Number(text);
  if (texts.length !== 1 || !/^\d{1,9}$/.test(text) || number < min || number > max) {
    throw new InvalidQueryError(parameter, 'invalid_value', `must be a whole number from ${min} to ${max}`);
  }
  return number;
}
