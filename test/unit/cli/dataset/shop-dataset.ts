/** Datasets of real queries over a small shop, split as a run would split them. */
import { DatasetFolder } from '../../../../src/adapters/dataset/dataset-folder.ts';
import { olderTemplateId, pairId, templateId } from '../../../../src/core/dataset/ids.ts';
import type { Pair } from '../../../../src/core/dataset/pair.ts';
import { type SplitPlan, splitOf } from '../../../../src/core/dataset/split.ts';
import { analyze } from '../../../../src/core/dialect/sqlite/analyze.ts';
import { createSchema } from '../../../../src/core/schema/ddl.ts';
import type { Schema } from '../../../../src/core/schema/model.ts';
import { madePair, madeRejected } from '../../dataset/made-pair.ts';
import { testEngine } from '../../engine.ts';

export const shopDdl = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), total REAL, created_at TEXT);
`;

/** `zoo` is held out as a whole. */
export const plan: SplitPlan = { seed: 1, heldOutSchemas: ['zoo'] };

let schema: Schema | undefined;

/** Slow queries of as many templates as there are numbers. */
export function slowQuery(n: number): string {
  const terms = Array.from({ length: (n % 30) + 1 }, (_, i) => `total = ${i}`).join(' OR ');
  return `SELECT id FROM orders WHERE ${terms} ORDER BY id LIMIT 5${n >= 30 ? ' OFFSET 1' : ''}`;
}

export async function shopPair(slow: string, facts: Partial<Pair> = {}): Promise<Pair> {
  schema ??= createSchema(await testEngine(), shopDdl);
  const template = templateId(analyze(slow, schema));
  const schemaId = facts.schema ?? 'shop';
  const fast = facts.fast ?? slow.replace(/ OR total = /g, ', ');
  const split = splitOf(template, schemaId, plan.heldOutSchemas);
  return madePair({ slow, fast, template, split, ...facts, id: pairId(schemaId, slow, fast) });
}

/** The template of a query over the shop as older versions wrote it. */
export async function olderTemplate(slow: string): Promise<string> {
  schema ??= createSchema(await testEngine(), shopDdl);
  return olderTemplateId(analyze(slow, schema));
}

/** As `slowQuery`, with a fast side that returns the same rows. */
export function soundPair(n: number): Promise<Pair> {
  const slow = slowQuery(n);
  const list = [...slow.matchAll(/total = (\d+)/g)].map(match => match[1]).join(', ');
  return shopPair(slow, { fast: slow.replace(/WHERE .* ORDER/, `WHERE total IN (${list}) ORDER`) });
}

/** The tables of the shop and one more: the same tables under two names would be one schema. */
const zooDdl = `${shopDdl}\nCREATE TABLE animals (id INTEGER PRIMARY KEY, kind TEXT);`;

/** `count` pairs over shop and one over zoo, with a rejected candidate for each of the shop. */
export async function writeShop(folder: string, from: number, count: number): Promise<Pair[]> {
  const dataset = await DatasetFolder.open(folder, { write: true, split: plan });
  await dataset.addSchema('shop', shopDdl);
  await dataset.addSchema('zoo', zooDdl);
  const pairs: Pair[] = [];
  for (let n = from; n < from + count; n++) pairs.push(await shopPair(slowQuery(n)));
  pairs.push(
    await shopPair(`SELECT name FROM users WHERE id = ${from}`, { schema: 'zoo', fast: 'SELECT 1' }),
  );
  await Promise.all(pairs.map(pair => dataset.addPair(pair)));
  for (const { slow, template, split, schema: id } of pairs)
    await dataset.addRejected(madeRejected({ schema: id, slow, template, split, candidate: 'SELECT 1' }));
  await dataset.close();
  return pairs;
}
