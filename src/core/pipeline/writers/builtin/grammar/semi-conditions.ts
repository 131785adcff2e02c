/** Conditions with a subquery, written well: a match elsewhere, a value beside an average. */

import { agreeing, columnPhrase, whose } from '../terrain/phrases.ts';
import { singular, words } from '../terrain/wording.ts';
import { query } from '../text/query.ts';
import { sql } from '../text/sql-text.ts';
import { type Condition, conditionsOn } from './conditions.ts';
import { ref, type Scene, type Use, useOf } from './scene.ts';

export function semiConditionOn(scene: Scene, use: Use): Pick<Condition, 'sql' | 'says'> | undefined {
  const { random } = scene;
  return random.chance(0.5)
    ? besideAverage(scene, use)
    : (amongParents(scene, use) ?? amongChildren(scene, use));
}

function besideAverage(scene: Scene, use: Use): Pick<Condition, 'sql' | 'says'> | undefined {
  const fields = use.entity.fields.filter(field => field.role === 'amount' || field.role === 'count');
  if (fields.length === 0) return undefined;
  const field = scene.random.pick(fields);
  const inner = useOf(scene, use.entity);
  const average = query({
    outputs: [{ sql: sql`AVG(${ref(inner, field)})`, name: '', aliased: false, kind: 'number', says: '' }],
    from: [{ source: inner.entity.name, alias: inner.alias, on: [] }],
  });
  const above = scene.random.chance(0.6);
  return {
    sql: sql`${ref(use, field)} ${above ? '>' : '<'} ${average}`,
    says: agreeing(columnPhrase(field.column.name), `is ${above ? 'above' : 'below'} the average`),
  };
}

function amongParents(scene: Scene, use: Use): Pick<Condition, 'sql' | 'says'> | undefined {
  const links = use.entity.parents.filter(link => link.childFields.length === 1);
  if (links.length === 0) return undefined;
  const link = scene.random.pick(links);
  const parent = useOf(scene, link.parent);
  const [condition] = conditionsOn(scene, [parent], 1);
  if (!condition) return undefined;
  const keys = query({
    outputs: [
      { sql: sql`${ref(parent, link.parentFields[0]!)}`, name: '', aliased: false, kind: 'key', says: '' },
    ],
    from: [{ source: link.parent.name, alias: parent.alias, on: [] }],
    where: [condition.sql],
  });
  return {
    sql: sql`${ref(use, link.childFields[0]!)} IN ${keys}`,
    says: `${singular(words(link.parent.table.name))} is one whose ${condition.says}`,
  };
}

function amongChildren(scene: Scene, use: Use): Pick<Condition, 'sql' | 'says'> | undefined {
  const links = use.entity.children.filter(link => link.childFields.length === 1);
  if (links.length === 0) return undefined;
  const link = scene.random.pick(links);
  const child = useOf(scene, link.child);
  const own = link.childFields[0]!;
  const conditions = conditionsOn(scene, [child], 1);
  const keys = query({
    outputs: [{ sql: sql`${ref(child, own)}`, name: '', aliased: false, kind: 'key', says: '' }],
    from: [{ source: link.child.name, alias: child.alias, on: [] }],
    where: conditions.map(condition => condition.sql),
  });
  return {
    sql: sql`${ref(use, link.parentFields[0]!)} IN ${keys}`,
    says: `they have ${link.child === link.parent ? 'other ' : ''}${words(link.child.table.name)}${whose(conditions)}`,
  };
}
