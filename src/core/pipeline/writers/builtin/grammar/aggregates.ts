/** What is counted, added up or averaged. */

import { columnPhrase, flagPhrase, setOrNot } from '../terrain/phrases.ts';
import { thingOf, words } from '../terrain/wording.ts';
import type { OutputKind } from '../text/query.ts';
import { type Sql, sql } from '../text/sql-text.ts';
import { ref, type Scene, type Use } from './scene.ts';
import { frequent } from './values.ts';

export interface Aggregate {
  readonly sql: Sql;
  /** A wish. */
  readonly name: string;
  /** What it is over no rows, where that is not NULL. */
  readonly ofNothing: string | undefined;
  readonly kind: OutputKind;
  readonly says: string;
}

function countOf(use: Use): Aggregate {
  const thing = thingOf(use.entity.table.name);
  return {
    sql: sql`COUNT(*)`,
    name: `${thing} count`,
    ofNothing: '0',
    kind: 'number',
    says: `the number of ${words(use.entity.table.name)}`,
  };
}

/** Up to `count` different aggregates over the rows of a table. */
export function aggregatesOver(scene: Scene, use: Use, count: number): Aggregate[] {
  const { random } = scene;
  const all = random.shuffle(candidates(scene, use));
  const counted = random.chance(0.6);
  return [...(counted ? [countOf(use)] : []), ...all].slice(0, count);
}

function candidates(scene: Scene, use: Use): Aggregate[] {
  const { random } = scene;
  const found: Aggregate[] = [];
  const add = (text: Sql, name: string, kind: OutputKind, says: string, ofNothing?: string): void => {
    found.push({ sql: text, name, ofNothing, kind, says });
  };
  for (const field of use.entity.fields) {
    const column = ref(use, field);
    const own = words(field.column.name);
    const phrase = field.role === 'flag' ? flagPhrase(field.column.name) : columnPhrase(field.column.name);
    switch (field.role) {
      case 'amount':
      case 'count':
        add(sql`SUM(${column})`, `total ${own}`, 'number', `the sum of the ${phrase}`);
        add(sql`MAX(${column})`, `highest ${own}`, 'number', `the highest ${phrase}`);
        if (random.chance(0.5))
          add(sql`ROUND(AVG(${column}), 2)`, `average ${own}`, 'number', `the average ${phrase}`);
        else add(sql`AVG(${column})`, `average ${own}`, 'number', `the average ${phrase}`);
        if (random.chance(0.3))
          add(sql`TOTAL(${column})`, `sum of ${own}`, 'number', `the total of the ${phrase}`, '0.0');
        if (random.chance(0.3))
          add(
            sql`MAX(${column}) - MIN(${column})`,
            `spread of ${own}`,
            'number',
            `the spread of the ${phrase}`,
          );
        break;
      case 'date':
        add(sql`MAX(${column})`, `last ${own}`, 'date', `the latest ${phrase}`);
        if (random.chance(0.5)) add(sql`MIN(${column})`, `first ${own}`, 'date', `the earliest ${phrase}`);
        break;
      case 'category':
      case 'level':
      case 'flag': {
        const [value] = frequent(random, field, 1);
        if (value === undefined) break;
        const plain = value.replaceAll("'", '');
        add(
          sql`SUM(CASE WHEN ${column} = ${value} THEN 1 ELSE 0 END)`,
          `${plain} count`,
          'number',
          field.role === 'flag'
            ? `how many have the ${phrase} ${setOrNot(value).replace('is ', '')}`
            : `how many have the ${phrase} ${value}`,
        );
        if (random.chance(0.5))
          add(
            sql`COUNT(DISTINCT ${column})`,
            `different ${own}`,
            'number',
            `the number of different values of the ${phrase}`,
            '0',
          );
        break;
      }
      default:
        if (!field.column.notNull && field.role !== 'other')
          add(sql`COUNT(${column})`, `${own} count`, 'number', `how many have the ${phrase} filled in`, '0');
    }
  }
  return found;
}
