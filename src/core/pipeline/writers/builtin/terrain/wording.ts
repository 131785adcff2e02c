/** Names of tables and columns as words of a sentence. */

/** `categories` → `category`. English plurals, roughly. */
export function singular(name: string): string {
  if (/(?:ss|us|is)$/i.test(name)) return name;
  if (/ies$/i.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:sses|xes|ches|shes)$/i.test(name)) return name.slice(0, -2);
  return /s$/i.test(name) ? name.slice(0, -1) : name;
}

/** `order_items` → `order items`, `OrderItems` → `order items`. */
export function words(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** The last word of a name as a name of its own: `order_items` → `item`. */
export function thingOf(name: string): string {
  return singular(words(name).split(' ').at(-1) ?? name).replaceAll(/[^a-z0-9]/g, '');
}

/** A text that can stand as an identifier: small letters, digits, underscores. */
export function identifier(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? plain : `c_${plain}`;
}

/** `a, b and c`. */
export function enumeration(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
