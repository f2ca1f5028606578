/** `product-change` → `productChange`: what the audit is asked by. */
export function subjectOf({ name }: { readonly name: string }): string {
  return name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
}

/** What the audit calls the command's id. */
export function idNameOf(kind: { readonly name: string }): string {
  return `${subjectOf(kind)}Id`;
}
