/** The grouped query that several injectors start from: a table, grouped by what its rows or their parents say. */

import type { Entity, Field } from '../terrain/terrain.ts';
import { type Output, type Query, query } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { type Aggregate, aggregatesOver } from './aggregates.ts';
import { conditionsOn } from './conditions.ts';
import { type Outline, outlineOf } from './joins.ts';
import type { Saying } from './list-query.ts';
import { OutputNames, plainOutput } from './outputs.ts';
import { ownerOf, type Scene, type Use } from './scene.ts';

export interface GroupQuery extends Outline {
  readonly query: Query;
  readonly names: OutputNames;
  readonly groups: readonly Group[];
  readonly aggregates: readonly Aggregate[];
  readonly says: Saying;
}

export interface Group {
  readonly use: Use;
  readonly field: Field;
  readonly sql: Sql;
  readonly name: string;
}

export interface GroupWish {
  readonly root: Entity;
  readonly tables: number;
  readonly groups?: number;
  readonly aggregates?: number;
  readonly conditions?: number;
}

/** Undefined when nothing can be grouped or aggregated. */
export function groupQuery(scene: Scene, wish: GroupWish): GroupQuery | undefined {
  const { random } = scene;
  const outline = outlineOf(scene, wish);
  const names = new OutputNames();
  const places = outline.uses.flatMap(use =>
    use.entity.fields.filter(field => canGroup(field, use.entity.rows)).map(field => ({ use, field })),
  );
  const drawn = random.shuffle(places).slice(0, wish.groups ?? 1 + random.int(2));
  const aggregates = aggregatesOver(scene, outline.root, wish.aggregates ?? 1 + random.int(4));
  if (drawn.length === 0 || aggregates.length === 0) return undefined;
  const columns = drawn.map(({ use, field }) => plainOutput(names, use, field, ownerOf(use, outline.root)));
  const shown: Output[] = aggregates.map(aggregate => ({
    sql: aggregate.sql,
    name: names.claim(aggregate.name),
    aliased: true,
    kind: aggregate.kind,
    says: aggregate.says,
  }));
  const conditions = conditionsOn(scene, outline.uses, wish.conditions ?? random.int(3));
  const groups = drawn.map((place, i) => ({ ...place, sql: columns[i]!.sql, name: columns[i]!.name }));
  const few = random.chance(0.25) ? [sql`COUNT(*) ${random.pick(['> 1', '>= 2', '> 2'])}`] : [];
  return {
    ...outline,
    names,
    groups,
    aggregates,
    query: query({
      outputs: [...columns, ...shown],
      from: outline.from,
      where: conditions.map(condition => condition.sql),
      groupBy: groups.map(group => group.sql),
      having: few,
    }),
    says: {
      table: outline.root.entity.table.name,
      per: columns.map(({ says }) => says).join(' and '),
      shown: aggregates.map(aggregate => aggregate.says),
      conditions: conditions.map(condition => condition.says),
    },
  };
}

function canGroup(field: Field, rows: number): boolean {
  return (
    ['category', 'level', 'reference', 'flag', 'label'].includes(field.role) &&
    field.profile.distinct * 1.5 <= Math.max(rows, 3)
  );
}

/** The key of a grouped query: all its groups. */
export function groupNames(group: GroupQuery): string[] {
  return group.groups.map(({ name }) => name);
}
