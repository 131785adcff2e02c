/** Links between tables: declared foreign keys, and in schemas without them columns of like name and type. */
import { sameName } from '../../../../sql/model.ts';
import { type Entity, type Field, fieldsNamed, type Link } from './terrain.ts';
import { singular } from './wording.ts';

export function findLinks(entities: readonly Entity[]): Link[] {
  const declared = entities.flatMap(child => declaredLinks(child, entities));
  return [...declared, ...entities.flatMap(child => likelyLinks(child, entities, declared))];
}

function declaredLinks(child: Entity, entities: readonly Entity[]): Link[] {
  return child.table.foreignKeys.flatMap(foreign => {
    const parent = entities.find(entity => sameName(entity.table.name, foreign.table));
    const childFields = fieldsNamed(child.fields, foreign.columns);
    const parentFields = parent && fieldsNamed(parent.fields, foreign.references);
    if (!parent || !childFields || !parentFields || !foreign.valid) return [];
    return [linkOf(child, childFields, parent, parentFields, true)];
  });
}

/** `customer_id` or `customer_no` beside a table `customers` with the key `id`, `customer_id` or `customer_no`. */
function likelyLinks(child: Entity, entities: readonly Entity[], declared: readonly Link[]): Link[] {
  return child.fields.flatMap(field => {
    if (field.role === 'reference') return [];
    const parent = entities.find(entity => isMeant(field, child, entity));
    const key = parent?.key[0];
    if (!parent || !key || declared.some(link => link.child === child && link.parent === parent)) return [];
    return [linkOf(child, [field], parent, [key], false)];
  });
}

function isMeant(field: Field, child: Entity, parent: Entity): boolean {
  const [key, second] = parent.key;
  if (!key || second || parent === child || key.column.affinity !== field.column.affinity) return false;
  const [name, keyName] = [field.column.name.toLowerCase(), key.column.name.toLowerCase()];
  if (name === keyName) return keyName !== 'id' && child.key[0]?.column.name.toLowerCase() !== keyName;
  const thing = singular(parent.table.name.toLowerCase());
  return (
    /^(?:id|no|nr|num|code|key)$/.test(keyName) &&
    (name === `${thing}_${keyName}` || name === `${thing}${keyName}`)
  );
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
    single: [child.table.primaryKey, ...child.table.uniques].some(isKey),
  };
}
