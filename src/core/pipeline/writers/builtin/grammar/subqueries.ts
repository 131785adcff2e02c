/** Subqueries over the rows that point to a row. */

import { whose } from '../terrain/phrases.ts';
import type { Link } from '../terrain/terrain.ts';
import { type FromItem, type Output, type Query, query } from '../text/query.ts';
import { joined, type Sql, sql } from '../text/sql-text.ts';
import { type Condition, conditionsOn } from './conditions.ts';
import { linked } from './joins.ts';
import { ref, type Scene, type Use, useOf } from './scene.ts';

/** The rows of a child table that match a parent's row. */
export interface Matches {
  readonly link: Link;
  readonly child: Use;
  readonly conditions: readonly Condition[];
}

export function matchesOf(scene: Scene, link: Link, most = 1): Matches {
  const child = useOf(scene, link.child);
  return { link, child, conditions: conditionsOn(scene, [child], scene.random.int(most + 1)) };
}

export function tableOf(use: Use): FromItem {
  return { source: use.entity.name, alias: use.alias, on: [] };
}

/** An output that nobody sees the name of. */
export function unnamed(text: Sql): Output {
  return { sql: text, name: '', aliased: false, kind: 'other', says: '' };
}

export function termsOf({ conditions }: Matches): Sql[] {
  return conditions.map(condition => condition.sql);
}

/** `SELECT … FROM child WHERE child.fk = parent.key AND …`. */
export function correlated(matches: Matches, parent: Use, shown: Sql): Query {
  return query({
    outputs: [unnamed(shown)],
    from: [tableOf(matches.child)],
    where: [...linked(matches.child, parent, matches.link), ...termsOf(matches)],
  });
}

/** `SELECT fk FROM child WHERE …`: the keys that match, for IN; with `known`, NULLs are left out. */
export function matchingKeys(matches: Matches, known = false): Query {
  const { child, link } = matches;
  const columns = link.childFields.map(field => ref(child, field));
  const nullable = known ? link.childFields.filter(field => !field.column.notNull) : [];
  return query({
    outputs: columns.map(column => unnamed(sql`${column}`)),
    from: [tableOf(child)],
    where: [...nullable.map(field => sql`${ref(child, field)} IS NOT NULL`), ...termsOf(matches)],
  });
}

/** The parent's side of IN: a column, or several in parentheses. */
export function keyOf(parent: Use, { parentFields }: Link): Sql {
  const columns = parentFields.map(field => ref(parent, field));
  return columns.length === 1 ? sql`${columns[0]!}` : sql`(${joined(columns, ', ')})`;
}

export function saysOf(matches: Matches): string {
  return whose(matches.conditions);
}
