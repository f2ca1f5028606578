/** The folder of a new service's pages in the portal, and the lines by which the portal knows of it. */
import { join } from 'node:path';
import { generateFiles, type Tree } from '@nx/devkit';
import type { ServiceNames } from './names.ts';

const web = 'apps/portal/web';

export function addPages(tree: Tree, variables: ServiceNames): void {
  const { name, propertyName } = variables;
  generateFiles(tree, join(import.meta.dirname, 'files/pages'), `${web}/${name}`, { ...variables });
  change(tree, `${web}/app/areas.ts`, (text) =>
    text
      .replace(/\n\n/, `\nimport { ${propertyName} } from '../${name}/${name}.area.tsx';\n\n`)
      .replace(/(areas: readonly Area\[\] = \[[^\]]*[^\],\s])(,?\s*\])/, `$1, ${propertyName}$2`),
  );
  change(tree, 'apps/portal/README.md', (text) =>
    text.replace(/(\*\*Folders of `web`\*\*.*?`invoices`)/, `$1, \`${name}\``),
  );
  for (const [language, messages] of Object.entries(messagesOf(variables))) {
    change(tree, `${web}/messages/${language}.ts`, (text) => withMessages(text, messages));
  }
}

/** The title is left for a person to translate: it says so, where everybody sees it. */
function messagesOf({ propertyName, name }: ServiceNames): Record<string, Record<string, string>> {
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
  const keyed = (empty: string, since: string, shown: string): Record<string, string> => ({
    [`${propertyName}.empty`]: empty,
    [`${propertyName}.since`]: since,
    [`${propertyName}.title`]: shown,
  });
  return {
    en: keyed('There is nothing here yet.', 'since {date}', title),
    et: keyed('Siin ei ole veel midagi.', 'alates {date}', `${title} (tõlkimata)`),
    ru: keyed('Здесь пока ничего нет.', 'с {date}', `${title} (не переведено)`),
  };
}

/** Each where the order of the keys has it. */
function withMessages(text: string, messages: Record<string, string>): string {
  return Object.entries(messages).reduce((written, [key, message]) => {
    const after = [...written.matchAll(/^ {2}'([\w.]+)':/gm)].find(([, known = '']) => known > key);
    const at = after?.index ?? written.indexOf('\n};') + 1;
    return `${written.slice(0, at)}  '${key}': '${message}',\n${written.slice(at)}`;
  }, text);
}

/** @throws Error when nothing would change: the portal is written otherwise than it was */
function change(tree: Tree, file: string, edit: (text: string) => string): void {
  const text = tree.read(file, 'utf8') ?? '';
  const changed = edit(text);
  if (changed === text) throw new Error(`${file} has no place for a new service's pages`);
  tree.write(file, changed);
}
