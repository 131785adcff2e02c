/** Which tables a query is about: large ones, whose links no index serves. */

import { sameName } from '../../../../sql/model.ts';
import type { Entity, Field, Link } from '../terrain/terrain.ts';
import type { Scene } from './scene.ts';

/** True when an index of any kind begins with the fields, in any order. */
export function isIndexed(entity: Entity, fields: readonly Field[]): boolean {
  const names = fields.map(field => field.column.name);
  const leads = (columns: readonly string[]): boolean =>
    columns.length >= names.length &&
    columns.slice(0, names.length).every(column => names.some(name => sameName(name, column)));
  const { table } = entity;
  const indexes = table.indexes.filter(index => index.where === undefined);
  return [
    table.primaryKey,
    ...table.uniques,
    ...indexes.map(index => index.columns.map(column => column.name ?? '')),
  ].some(leads);
}

const size = (entity: Entity): number => Math.min(entity.rows, 3000) ** 0.5;

/** A link between large tables whose child's columns are preferably not indexed; parents have a key. */
export function drawLink(scene: Scene, fits: (link: Link) => boolean = () => true): Link | undefined {
  const links = scene.terrain.links
    .filter(link => link.parent.key.length > 0 && link.parentFields.every(field => field.column.notNull))
    .filter(fits);
  return scene.random.weighted(links, link => {
    const unindexed = isIndexed(link.child, link.childFields) ? 0.12 : 1;
    return size(link.child) * size(link.parent) * unindexed * (link.childFields.length > 1 ? 0.7 : 1);
  });
}

/** A table, the larger the likelier. */
export function drawEntity(scene: Scene, fits: (entity: Entity) => boolean = () => true): Entity | undefined {
  return scene.random.weighted(
    scene.terrain.entities.filter(fits),
    entity => size(entity) * entity.rows ** 0.3,
  );
}

export const hasKey = (entity: Entity): boolean => entity.key.length > 0;
