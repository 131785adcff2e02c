/** The task of a query as a sentence. */
import { figuresPhrase } from '../terrain/phrases.ts';
import { enumeration, words } from '../terrain/wording.ts';
import type { Saying } from './list-query.ts';
import type { Scene } from './scene.ts';

const requests = [
  'List',
  'Show',
  'Give me',
  'I need',
  'Please list',
  'Show me',
  'Please send me',
  'We need',
] as const;

/** `List the name and status of the orders where the total is above 20, with the number of their items.` */
export function sentence({ random }: Scene, { table, shown, conditions, per }: Saying, extra = ''): string {
  const verb = random.pick(requests);
  const what = per === undefined ? listed(shown, table) : figuresPhrase(shown, table);
  const each = per === undefined || per === '' ? '' : ` for each ${per}`;
  const where = conditions.map(condition =>
    /^(?:the|they) /.test(condition) ? condition : `the ${condition}`,
  );
  const only = where.length > 0 ? ` where ${enumeration(where)}` : '';
  const counting = only !== '' && per !== undefined ? ', counting only those' : '';
  const pause = only !== '' && what.includes(', together with ') ? ',' : '';
  const end = extra === '' ? '' : `, ${extra}`;
  return `${verb} ${what}${each}${counting}${pause}${only}${end}.`.replaceAll(/\s+/g, ' ');
}

function listed(shown: readonly string[], table: string): string {
  const subject = words(table);
  // One article before all of them; some bring their own.
  const names = [...new Set(shown.map(name => name.replace(/^the /, '')))].slice(0, 4);
  if (names.length === 0) return `the ${subject}`;
  // What belongs to another table comes last, with an article of its own.
  const own = names.filter(name => !/'s? /.test(name));
  const others = names.filter(name => /'s? /.test(name));
  const article = own.length === 0 || /^(?:how|whether|a) /.test(own[0] ?? '') ? '' : 'the ';
  const ofOthers = others.map((name, i) => (i === 0 ? `the ${name}` : name));
  if (own.length === 0) return `${enumeration(ofOthers)} for the ${subject}`;
  const ofOwn = `${article}${enumeration(own)} of the ${subject}`;
  return others.length === 0 ? ofOwn : `${ofOwn}, together with ${enumeration(ofOthers)}`;
}
