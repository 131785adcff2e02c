/**
 * Links between tables: declared foreign keys, and in schemas without them columns of like name and type. Only columns
 * of one collation are linked: between others, the sides of a comparison could not be exchanged, and more rows than one
 * of a key could match.
 */
import { primaryKeyOf } from '../../../../schema/primary-key.ts';
import { sameName } from '../../../../sql/model.ts';
import { type Entity, type Field, fieldsNamed, type Link } from './terrain.ts';
import { singular } from './wording.ts';

export function findLinks(entities: readonly Entity[]): Link[] {
  const declared = entities.flatMap(child => declaredLinks(child, entities));
  const parents = parentsByReference(entities);
  return [...declared, ...entities.flatMap(child => likelyLinks(child, parents, declared))];
}

/** The tables, in their order, that a column of a lowercase name may refer to: a schema may have thousands. */
function parentsByReference(entities: readonly Entity[]): ReadonlyMap<string, readonly Entity[]> {
  const parents = new Map<string, Entity[]>();
  for (const entity of entities)
    for (const name of referencesTo(entity)) {
      const known = parents.get(name);
      if (known === undefined) parents.set(name, [entity]);
      else known.push(entity);
    }
  return parents;
}

/** `id` alone says nothing of the table it is in. */
function referencesTo({ table, key: [key, second] }: Entity): string[] {
  if (!key || second) return [];
  const keyName = key.column.name.toLowerCase();
  const thing = singular(table.name.toLowerCase());
  const isPlain = /^(?:id|no|nr|num|code|key)$/.test(keyName);
  return [
    ...(keyName === 'id' ? [] : [keyName]),
    ...(isPlain ? [`${thing}_${keyName}`, `${thing}${keyName}`] : []),
  ];
}

function declaredLinks(child: Entity, entities: readonly Entity[]): Link[] {
  return child.table.foreignKeys.flatMap(foreign => {
    const parent = entities.find(entity => sameName(entity.table.name, foreign.table));
    const childFields = fieldsNamed(child.fields, foreign.columns);
    const parentFields = parent && fieldsNamed(parent.fields, foreign.references);
    if (!parent || !childFields || !parentFields || !foreign.valid) return [];
    if (!childFields.every((field, i) => compareAlike(field, parentFields[i]))) return [];
    return [linkOf(child, childFields, parent, parentFields, true)];
  });
}

/** `customer_id` or `customer_no` beside a table `customers` with the key `id`, `customer_id` or `customer_no`. */
function likelyLinks(
  child: Entity,
  parents: ReadonlyMap<string, readonly Entity[]>,
  declared: readonly Link[],
): Link[] {
  return child.fields.flatMap(field => {
    if (field.role === 'reference') return [];
    const meant = parents.get(field.column.name.toLowerCase());
    const parent = meant?.find(entity => isMeant(field, child, entity));
    const key = parent?.key[0];
    if (!parent || !key || declared.some(link => link.child === child && link.parent === parent)) return [];
    return [linkOf(child, [field], parent, [key], false)];
  });
}

function isMeant(field: Field, child: Entity, parent: Entity): boolean {
  const [key] = parent.key;
  if (!key || parent === child || key.column.affinity !== field.column.affinity) return false;
  if (!compareAlike(field, key)) return false;
  const [name, keyName] = [field.column.name.toLowerCase(), key.column.name.toLowerCase()];
  // The key of both: one may extend the other, in either direction.
  return name !== keyName || child.key[0]?.column.name.toLowerCase() !== keyName;
}

function compareAlike(field: Field, other: Field | undefined): boolean {
  return field.column.collation === other?.column.collation;
}

function linkOf(
  child: Entity,
  childFields: readonly Field[],
  parent: Entity,
  parentFields: readonly Field[],
  declared: boolean,
): Link {
  const names = childFields.map(field => field.column.name);
  const isKey = (key: readonly string[]): boolean =>
    key.length > 0 && key.every(name => names.some(other => sameName(other, name)));
  return {
    child,
    childFields,
    parent,
    parentFields,
    declared,
    optional: !declared || childFields.some(field => !field.column.notNull),
    single: [primaryKeyOf(child.table), ...child.table.uniques].some(isKey),
  };
}
