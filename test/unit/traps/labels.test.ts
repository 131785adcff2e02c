import assert from 'node:assert/strict';
import type { Cell, Database, ResultSet } from '../../../src/core/ports.ts';
import { testEngine } from '../engine.ts';
import { rightPairs, wrongPairs } from './all.ts';
import { type SchemaName, schemas } from './schemas.ts';

/** A cell as text that tells types apart; reals are told to 12 digits. */
function told(cell: Cell): string {
  if (typeof cell === 'number') return `r${Object.is(cell, -0) ? 0 : cell.toPrecision(12)}`;
  return cell instanceof Uint8Array ? `x${cell.join()}` : `${typeof cell} ${cell}`;
}

/** The same with integers and reals alike. */
function toldByValue(cell: Cell): string {
  return told(typeof cell === 'bigint' ? Number(cell) : cell);
}

function list(result: ResultSet, tell: (cell: Cell) => string): string[] {
  return result.rows.map(row => row.map(tell).join(' | '));
}

/** The relation of two results in the words of `WrongPair.differs`. */
function difference(a: ResultSet, b: ResultSet): string {
  if (a.columns.length !== b.columns.length) return 'column count';
  if (a.columns.join() !== b.columns.join()) return 'column names';
  const bags = (tell: (cell: Cell) => string): boolean =>
    list(a, tell).sort().join('\n') === list(b, tell).sort().join('\n');
  if (!bags(toldByValue)) return 'rows';
  if (!bags(told)) return 'types';
  return list(a, told).join('\n') === list(b, told).join('\n') ? 'none' : 'order';
}

/** Violations of the declared schema that SQLite does not refuse when rows are inserted. */
function violations(db: Database, name: SchemaName): string[] {
  const broken = db.query('PRAGMA foreign_key_check').rows.map(row => `foreign key of ${row[0]}`);
  const tables = db
    .query("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .rows.map(row => String(row[0]));
  for (const table of tables) {
    for (const [, column, declared] of db.query(`PRAGMA table_info(${table})`).rows) {
      const type = String(declared).toUpperCase();
      const allowed = type.startsWith('INT')
        ? "'integer'"
        : type === 'REAL'
          ? "'real'"
          : type === 'TEXT'
            ? "'text'"
            : undefined;
      if (allowed === undefined) continue;
      const other = db.query(
        `SELECT 1 FROM ${table} WHERE typeof("${column}") NOT IN (${allowed}, 'null')`,
      ).rows;
      if (other.length > 0) broken.push(`type of ${name}.${table}.${column}`);
    }
  }
  return broken;
}

describe('labels of the traps', () => {
  it('have ids of their own, and are many', () => {
    const ids = [...wrongPairs, ...rightPairs].map(pair => pair.id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    assert.ok(wrongPairs.length >= 120, `${wrongPairs.length} wrong pairs`);
    assert.ok(rightPairs.length >= 80, `${rightPairs.length} right pairs`);
  });

  for (const pair of wrongPairs)
    it(`${pair.id}: the witness is legal and tells the two apart`, async () => {
      const db = (await testEngine()).open();
      try {
        db.exec(schemas[pair.schema]);
        if (pair.witness !== '') db.exec(pair.witness);
        assert.deepEqual(violations(db, pair.schema), []);
        const options = pair.params === undefined ? {} : { params: pair.params };
        const a = db.query(pair.a, options);
        // Scanned the other way round, the original answers alike: the difference is none of ties.
        db.exec('PRAGMA reverse_unordered_selects = ON');
        const turned = difference(a, db.query(pair.a, options));
        assert.ok(turned === 'none' || (turned === 'order' && pair.differs !== 'order'), `turned: ${turned}`);
        db.exec('PRAGMA reverse_unordered_selects = OFF');
        if (pair.differs === 'error') {
          assert.throws(() => db.query(pair.b, options));
          return;
        }
        assert.equal(difference(a, db.query(pair.b, options)), pair.differs);
      } finally {
        db.close();
      }
    });

  for (const pair of rightPairs)
    it(`${pair.id}: both sides run and agree on the empty database`, async () => {
      const db = (await testEngine()).open();
      try {
        db.exec(schemas[pair.schema]);
        const [a, b] = [db.query(pair.a), db.query(pair.b)];
        assert.equal(difference(a, b), 'none');
      } finally {
        db.close();
      }
    });
});
