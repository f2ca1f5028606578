/** The schema of a new chart's values: the settings of the libraries, as the charts of other services describe them. */
import { readJson, type Tree } from '@nx/devkit';

interface Described {
  description: string;
}
interface ChartSchema {
  title: string;
  properties: {
    service: {
      required: string[];
      properties: {
        settings: { properties: Record<string, Described> };
        secrets: { required: string[]; properties: Record<string, Described> };
        outside: { required?: string[]; properties: Record<string, Described> };
      };
    };
  };
}

/** Two services with a database: what both can be told is what the libraries can be told. */
const [model, other] = ['billing', 'identity'] as const;
const ofCustomerToken = /^(AUTH|JWKS)_/;

export function chartSchema(tree: Tree, name: string): ChartSchema {
  const schema = read(tree, model);
  const { settings, secrets, outside } = schema.properties.service.properties;
  const shared = read(tree, other).properties.service.properties.settings.properties;
  schema.title = `Values of ${name}`;
  schema.properties.service.required = ['secrets'];
  settings.properties = {
    MAX_ENTRIES: { ...integer, description: 'Entries in one answer, the newest first.' },
    ...Object.fromEntries(
      Object.entries(settings.properties).filter(([key]) => key in shared || ofCustomerToken.test(key)),
    ),
  };
  secrets.properties = { DATABASE_URL: { description: 'PostgreSQL connection string.' } };
  secrets.required = ['DATABASE_URL'];
  outside.properties = {};
  delete outside.required;
  return schema;
}

const integer = { type: 'integer', minimum: 1 };

function read(tree: Tree, chart: string): ChartSchema {
  return readJson<ChartSchema>(tree, `deploy/charts/${chart}/values.schema.json`);
}
