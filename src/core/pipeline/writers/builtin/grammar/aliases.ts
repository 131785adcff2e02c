/** Names that people give tables in a query; no two alike in one query. */
import { isKeyword } from '../../../../dialect/sqlite/keywords.ts';
import type { Random } from '../../../../random.ts';
import type { Entity } from '../terrain/terrain.ts';
import { identifier, singular, thingOf, words } from '../terrain/wording.ts';

const habits = ['initials', 'initials', 'initials', 'short', 'singular', 'letter'] as const;

export class Aliases {
  readonly #habit: (typeof habits)[number];
  readonly #taken = new Set<string>();

  /** `reserved`: names of tables, which no CTE may hide. */
  constructor(random: Random, reserved: readonly string[]) {
    this.#habit = random.pick(habits);
    for (const name of reserved) this.#taken.add(name.toLowerCase());
  }

  forEntity(entity: Entity): string {
    const name = words(entity.table.name);
    const wish = this.#wish(name);
    // The table's own name would be no abbreviation.
    return this.fresh(identifier(wish) === entity.table.name.toLowerCase() ? name.charAt(0) : wish);
  }

  /** The wish itself, or with a number after it. */
  fresh(wish: string): string {
    const base = identifier(wish);
    const plain = isKeyword(base) ? `${base}_` : base;
    let name = plain;
    for (let n = 2; this.#taken.has(name) || isKeyword(name); n++) name = `${plain.replace(/_$/, '')}${n}`;
    this.#taken.add(name);
    return name;
  }

  #wish(name: string): string {
    switch (this.#habit) {
      case 'initials':
        return name
          .split(' ')
          .map(word => word.charAt(0))
          .join('');
      case 'short':
        return thingOf(name).slice(0, 3);
      case 'singular':
        return singular(name.replaceAll(' ', '_'));
      case 'letter':
        return thingOf(name).slice(0, 1);
    }
  }
}
