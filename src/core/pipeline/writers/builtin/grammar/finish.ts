/** The end of a query: an order, a limit with a total order, or another query around it. */

import { identifier } from '../terrain/wording.ts';
import type { Output, Query } from '../text/query.ts';
import { query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { OutputNames } from './outputs.ts';
import type { Scene } from './scene.ts';

/** How the same end is put to the spoilt and to the good form. */
export type Finish = (body: Query) => Query;

export interface FinishWish {
  /** What all forms show, by name. */
  readonly outputs: readonly Output[];
  /** Names of outputs that tell all rows apart; undefined where there are none. */
  readonly key: readonly string[] | undefined;
  /** More of these: the business asks for the first few. */
  readonly mayLimit?: boolean;
  /** False: nothing around it. */
  readonly mayEnclose?: boolean;
}

export function finishFor(scene: Scene, wish: FinishWish): Finish {
  const { random, level } = scene;
  if (wish.mayEnclose !== false && random.chance([0, 0.08, 0.18, 0.35][level] ?? 0)) {
    const around = enclosing(scene, wish.outputs);
    if (around) return around;
  }
  return ordering(scene, wish);
}

function ordering({ random }: Scene, { outputs, key, mayLimit = true }: FinishWish): Finish {
  const limited = mayLimit && key !== undefined && random.chance(0.22);
  if (!limited && random.chance(0.4)) return body => body;
  const names = random
    .shuffle(outputs.filter(output => output.kind !== 'other'))
    .slice(0, 1 + random.int(2))
    .map(output => ({
      name: output.name,
      descending: output.kind === 'number' ? random.chance(0.8) : random.chance(0.35),
    }));
  const rest = limited ? key.filter(name => !names.some(term => term.name === name)) : [];
  const limit = limited ? random.pick([5, 10, 10, 20, 25, 50, 100]) : undefined;
  return body => {
    const term = (name: string): Sql => orderedBy(body, name);
    const orderBy = [
      ...names.map(({ name, descending }) => (descending ? sql`${term(name)} DESC` : term(name))),
      ...rest.map(term),
    ];
    return { ...body, orderBy, ...(limit !== undefined && { limit }) };
  };
}

/** An output in ORDER BY: by its alias, as the column that it is, or in a set operation by its position. */
function orderedBy(body: Query, name: string): Sql {
  const at = body.outputs.findIndex(other => other.name === name);
  const output = body.outputs[at];
  if (!output || output.aliased) return sql`${name}`;
  return body.arms.length > 0 ? sql`${at + 1}` : output.sql;
}

/** The query as a CTE or derived table of another one, which groups, ranks or filters its rows. */
function enclosing(scene: Scene, outputs: readonly Output[]): Finish | undefined {
  const { random } = scene;
  const groups = outputs.filter(
    output => output.kind === 'category' || output.kind === 'date' || output.kind === 'text',
  );
  const numbers = outputs.filter(output => output.kind === 'number');
  if (groups.length === 0 && numbers.length === 0) return undefined;
  const alias = scene.aliases.fresh(random.pick(['base', 'listed', 'selected', 'data', 'rows_found', 'x']));
  const asCte = random.chance(0.6);
  const qualified = (output: Output): string => `${alias}.${output.name}`;
  const kept = (output: Output): Output => ({ ...output, sql: sql`${qualified(output)}`, aliased: false });
  const around =
    (parts: Partial<Omit<Query, 'kind'>>): Finish =>
    body => {
      const inner: Query = { ...body, orderBy: [] };
      return asCte
        ? query({
            ...parts,
            ctes: [...inner.ctes, { name: alias, query: { ...inner, ctes: [] } }],
            from: [{ source: alias, alias: '', on: [] }],
          })
        : query({ ...parts, ctes: inner.ctes, from: [{ source: { ...inner, ctes: [] }, alias, on: [] }] });
    };
  const [number] = random.shuffle(numbers);
  const names = new OutputNames();
  for (const output of outputs) names.claimExact(output.name);
  if (number && (groups.length === 0 || random.chance(0.4))) {
    const rank = random.pick(['RANK', 'DENSE_RANK']);
    const [group] = random.chance(0.5) ? random.shuffle(groups) : [];
    const partition = group ? `PARTITION BY ${qualified(group)} ` : '';
    const ranked: Output = {
      sql: sql`${rank}() OVER (${partition}ORDER BY ${qualified(number)} DESC)`,
      name: names.claim(`${number.name} rank`),
      aliased: true,
      kind: 'number',
      says: 'the rank',
    };
    return around({ outputs: [...outputs.map(kept), ranked] });
  }
  const [group, second] = random.shuffle(groups);
  if (!group) return undefined;
  const by = second && random.chance(0.3) ? [group, second] : [group];
  const counted: Output = {
    sql: sql`COUNT(*)`,
    name: names.claim('entries'),
    aliased: true,
    kind: 'number',
    says: 'the number',
  };
  const measured = random
    .shuffle(numbers)
    .slice(0, 1 + random.int(2))
    .map((output): Output => {
      const call = random.pick(['SUM', 'AVG', 'MAX', 'MIN']);
      return {
        sql: sql`${call}(${qualified(output)})`,
        name: names.claim(`${identifier(output.name)} ${call}`),
        aliased: true,
        kind: 'number',
        says: output.name,
      };
    });
  const few = random.chance(0.25) ? [sql`COUNT(*) > ${1 + random.int(3)}`] : [];
  return around({
    outputs: [...by.map(kept), counted, ...measured],
    groupBy: by.map(output => sql`${qualified(output)}`),
    having: few,
  });
}
