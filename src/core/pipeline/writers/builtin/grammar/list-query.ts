/** The list query that most injectors start from: rows of a table with what they point to. */

import { blemishOn } from '../blemishes/blemishes.ts';
import { filtered, type Output, type Query, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { conditionsOn } from './conditions.ts';
import { type Outline, type OutlineWish, outlineOf } from './joins.ts';
import { OutputNames, outputsOf } from './outputs.ts';
import { ref, type Scene } from './scene.ts';
import { semiConditionOn } from './semi-conditions.ts';

export interface ListQuery extends Outline {
  readonly query: Query;
  readonly names: OutputNames;
  /** What is shown, and under which conditions. */
  readonly says: Saying;
}

export interface Saying {
  /** The table that is asked for. */
  readonly table: string;
  readonly shown: readonly string[];
  readonly conditions: readonly string[];
  /** What groups of rows are told apart by, where `shown` are figures of each; empty for one group of all. */
  readonly per?: string;
}

export interface ListWish extends Omit<OutlineWish, 'tables'> {
  readonly tables?: number;
  readonly outputs?: number;
  readonly conditions?: number;
  readonly withKey?: boolean;
  /** Outputs of the root alone. */
  readonly rootOnly?: boolean;
  /** Plain columns alone. */
  readonly plain?: boolean;
  /** Without a spoilt condition beside the injector's own, and without subqueries. */
  readonly clean?: boolean;
}

/** How many tables a query of the scene's difficulty has. */
export function tablesFor({ random, level }: Scene, most = 5): number {
  const count = [1 + random.int(2), 1 + random.int(3), 2 + random.int(3), 2 + random.int(4)][level] ?? 1;
  return Math.min(most, count);
}

export function listQuery(scene: Scene, wish: ListWish): ListQuery {
  const { random, level } = scene;
  const outline = outlineOf(scene, { ...wish, tables: wish.tables ?? tablesFor(scene) });
  const names = new OutputNames();
  const shownUses = wish.rootOnly ? [outline.root] : outline.uses;
  const wanted = wish.outputs ?? 2 + random.int(3) + random.int(level + 1);
  const outputs = outputsOf(scene, shownUses, wanted, {
    names,
    withKey: wish.withKey ?? random.chance(0.75),
    plain: wish.plain === true,
  });
  const count =
    wish.conditions ?? [random.int(2), 1 + random.int(2), 1 + random.int(2), 1 + random.int(3)][level] ?? 1;
  const conditions = conditionsOn(scene, outline.uses, count);
  const terms: Sql[] = conditions.map(condition => condition.sql);
  const said = conditions.map(condition => condition.says);
  if (!wish.clean && random.chance([0, 0.08, 0.2, 0.3][level] ?? 0)) {
    const semi = semiConditionOn(scene, outline.root);
    if (semi) {
      terms.push(semi.sql);
      said.push(semi.says);
    }
  }
  if (!wish.clean && random.chance([0, 0.05, 0.15, 0.35][level] ?? 0)) {
    const blemish = blemishOn(scene, outline.uses);
    if (blemish) {
      terms.push(blemish.sql);
      said.push(blemish.says);
    }
  }
  const base = query({ outputs: outputs.length > 0 ? outputs : [rowNumber()], from: outline.from });
  return {
    ...outline,
    names,
    query: filtered(base, ...terms),
    says: {
      table: outline.root.entity.table.name,
      shown: outputs.map(output => output.says),
      conditions: said,
    },
  };
}

/** For a table of which nothing can be shown. */
function rowNumber(): Output {
  return { sql: sql`1`, name: 'found', aliased: true, kind: 'other', says: 'a mark' };
}

/** The names under which the root's key is shown; undefined when it is not, or there is none. */
export function shownKey({
  query: { outputs },
  root,
}: Pick<ListQuery, 'query' | 'root'>): string[] | undefined {
  const { key } = root.entity;
  const names = key.flatMap(field => {
    const text = ref(root, field);
    const output = outputs.find(({ sql: { pieces } }) => pieces.length === 1 && pieces[0] === text);
    return output ? [output.name] : [];
  });
  return key.length > 0 && names.length === key.length ? names : undefined;
}
