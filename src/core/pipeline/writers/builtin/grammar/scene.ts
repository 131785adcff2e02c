/** What every part of the grammar is handed: the schema, the dice, and the names given so far. */
import type { Difficulty } from '../../../../dataset/pair.ts';
import { Random } from '../../../../random.ts';
import type { WorkItem } from '../../../contract.ts';
import { possessive } from '../terrain/phrases.ts';
import type { Entity, Field, Terrain } from '../terrain/terrain.ts';
import { terrainOf } from '../terrain/terrain.ts';
import { Aliases } from './aliases.ts';

/** A table in a query. */
export interface Use {
  readonly entity: Entity;
  readonly alias: string;
  /** Columns are written without the alias. */
  readonly bare: boolean;
  /** Joined so that its columns may be NULL for want of a row. */
  readonly padded: boolean;
}

export interface Scene {
  readonly terrain: Terrain;
  /** Decides what is asked. */
  readonly random: Random;
  /** Decides how it is spoilt. */
  readonly spoil: Random;
  readonly aliases: Aliases;
  /** Columns that have a condition already, as they are written: a second one could contradict it. */
  readonly constrained: Set<string>;
  readonly difficulty: Difficulty;
  /** 0 for easy to 3 for expert. */
  readonly level: number;
}

const levels: Readonly<Record<Difficulty, number>> = { easy: 0, medium: 1, hard: 2, expert: 3 };

/** `form` counts the spoilt forms of one good query; `attempt` counts tries of one item. */
export function sceneOf(item: WorkItem, attempt: number, form: number): Scene {
  const random = new Random((item.seed ^ Math.imul(attempt + 1, 0x9e3779b1)) >>> 0);
  const drawn = random.pick(['easy', 'medium', 'medium', 'hard', 'hard', 'expert'] as const);
  const difficulty = item.difficulty ?? drawn;
  const terrain = terrainOf(item.schema);
  return {
    terrain,
    random,
    spoil: new Random((item.seed ^ Math.imul(form + 77, 0x85ebca6b) ^ attempt) >>> 0),
    aliases: new Aliases(random, [
      ...terrain.entities.map(entity => entity.table.name),
      ...item.schema.schema.views.map(view => view.name),
    ]),
    constrained: new Set(),
    difficulty,
    level: levels[difficulty],
  };
}

export function useOf(scene: Scene, entity: Entity, options: { bare?: boolean; padded?: boolean } = {}): Use {
  const bare = options.bare === true;
  return {
    entity,
    alias: bare ? '' : scene.aliases.forEntity(entity),
    bare,
    padded: options.padded === true,
  };
}

/** Whose column it is, where that must be said beside those of `root`: `station's `. */
export function ownerOf(use: Use, root: Use | undefined): string {
  return root === undefined || use === root ? '' : possessive(use.entity.table.name, root.entity.table.name);
}

/** The column as it is written. */
export function ref(use: Use, field: Field): string {
  return use.bare || use.alias === '' ? field.name : `${use.alias}.${field.name}`;
}
