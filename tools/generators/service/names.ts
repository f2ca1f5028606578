/** Every form in which the names of a new service are written. */
import { names } from '@nx/devkit';

export interface ServiceNames {
  name: string;
  className: string;
  propertyName: string;
  database: string;
  /** What customers have of it: one, in kebab case. */
  resource: string;
  resourceClass: string;
  resourceProperty: string;
  resourceConstant: string;
  table: string;
  /** In sentences, and in paths. */
  plural: string;
  pluralPath: string;
  pagesClass: string;
  pagesProperty: string;
  basePath: string;
  /** The background system that owns them. */
  system: string;
  systemClass: string;
  systemProperty: string;
  systemConstant: string;
}

export function namesOf(name: string, resource: string): ServiceNames {
  const [service, one, owner] = [names(name), names(resource), names(`${name}-system`)];
  const pluralPath = pluralOf(resource);
  return {
    name,
    className: service.className,
    propertyName: service.propertyName,
    database: name.replaceAll('-', '_'),
    resource,
    resourceClass: one.className,
    resourceProperty: one.propertyName,
    resourceConstant: one.constantName,
    table: resource.replaceAll('-', '_'),
    plural: pluralPath.replaceAll('-', ' '),
    pluralPath,
    pagesClass: names(pluralPath).className,
    pagesProperty: names(pluralPath).propertyName,
    basePath: `/tmf-api/${service.propertyName}/v4`,
    system: owner.fileName,
    systemClass: owner.className,
    systemProperty: owner.propertyName,
    systemConstant: owner.constantName,
  };
}

/** As English has it for nearly all nouns. */
export function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
