/** The task of a query as a sentence. */
import { enumeration } from '../terrain/wording.ts';
import type { Saying } from './list-query.ts';
import type { Scene } from './scene.ts';

/** `List the name and status of orders whose total is above 20, with the number of items.` */
export function sentence({ random }: Scene, { subject, shown, conditions }: Saying, extra = ''): string {
  const verb = random.pick(['List', 'Show', 'Give me', 'I need', 'Report']);
  // One article before all of them; some bring their own.
  const names = [...new Set(shown.map(name => name.replace(/^the /, '')))].slice(0, 4);
  const article = /^(?:how|whether|a) /.test(names[0] ?? '') ? '' : 'the ';
  const what = names.length > 0 ? `${article}${enumeration(names)} of ${subject}` : subject;
  const where = conditions.length > 0 ? ` where ${enumeration(conditions)}` : '';
  const end = extra === '' ? '' : `, ${extra}`;
  return `${verb} ${what}${where}${end}.`.replaceAll(/\s+/g, ' ');
}
