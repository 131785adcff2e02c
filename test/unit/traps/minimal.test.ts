import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import { quoteName } from '../../../src/core/dialect/sqlite/quote.ts';
import type { Database, Engine } from '../../../src/core/ports.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import { judgeAnswers } from '../../../src/core/verify/judge-answers.ts';
import { Original } from '../../../src/core/verify/original.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { Runner } from '../../../src/core/verify/runner.ts';
import type { Refuted, Witness } from '../../../src/core/verify/verdict.ts';
import { testEngine } from '../engine.ts';
import { judged, schemaOf } from '../judged.ts';
import { wrongPairs } from './all.ts';
import type { WrongPair } from './pair.ts';
import { schemas } from './schemas.ts';

/** Rows that refer to what is not there are taken out as well, or their references set to NULL. */
type Followers = 'drop' | 'null';

/** A schema with what makes witnesses grow: parents of parents, references that may be NULL, CHECKs. */
const clinic = `
CREATE TABLE ward (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 2 AND 4));
CREATE TABLE doctor (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, ward_id INTEGER NOT NULL REFERENCES ward(id),
  chief_id INTEGER REFERENCES doctor(id), grade TEXT NOT NULL CHECK (grade IN ('junior', 'senior', 'chief')));
CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sex TEXT CHECK (sex IN ('f', 'm', 'x')));
CREATE TABLE visit (
  id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patient(id), doctor_id INTEGER REFERENCES doctor(id),
  started TEXT NOT NULL, ended TEXT, fee REAL NOT NULL CHECK (fee >= 0), CHECK (ended IS NULL OR ended >= started));`;

const ofClinic = [
  {
    a: 'SELECT p.id, p.name FROM patient p WHERE (SELECT COUNT(*) FROM visit v WHERE v.patient_id = p.id AND v.fee > 100) > 0',
    b: 'SELECT p.id, p.name FROM patient p JOIN visit v ON v.patient_id = p.id WHERE v.fee > 100',
    // One patient with two visits.
    rows: 3,
  },
  {
    a: 'SELECT d.id FROM doctor d WHERE d.id NOT IN (SELECT v.doctor_id FROM visit v)',
    b: 'SELECT d.id FROM doctor d WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.doctor_id = d.id)',
    // A doctor in a ward, and a patient with a visit to nobody.
    rows: 4,
  },
  {
    a: 'SELECT v.id FROM visit v JOIN doctor d ON d.id = v.doctor_id JOIN doctor c ON c.id = d.chief_id',
    b: 'SELECT v.id FROM visit v JOIN doctor d ON d.id = v.doctor_id LEFT JOIN doctor c ON c.id = d.chief_id',
    rows: 4,
  },
];

describe('witnesses', function () {
  this.timeout(60_000);

  for (const { a, b, rows } of ofClinic)
    it(`need ${rows} rows for ${b}`, async () => {
      for (const seed of [1, 2, 3]) {
        const verdict = await judged(clinic, a, b, { seed });
        assert.equal(verdict.verdict, 'refuted');
        const { witness, explanation } = verdict.verdict === 'refuted' ? verdict : assert.fail();
        assert.equal(witness?.inserts.length, rows, witness?.inserts.join('\n'));
        assert.match(explanation, new RegExp(`^On a database of ${rows} rows, the original returns`));
      }
    });

  it('need each of their rows', async () => {
    const engine = await testEngine();
    const needless: string[] = [];
    let rows = 0;
    const own = ofClinic.map((pair, i) => ({ ...pair, id: `clinic ${i}`, ddl: clinic }));
    const traps = wrongPairs.map((pair: WrongPair) => ({ ...pair, ddl: schemas[pair.schema] }));
    for (const pair of [...own, ...traps]) {
      const verdict = await judged(pair.ddl, pair.a, pair.b);
      if (verdict.verdict !== 'refuted' || !verdict.witness || verdict.witness.clock !== undefined) continue;
      rows += verdict.witness.inserts.length;
      for (const insert of await withoutEach(engine, pair, verdict, verdict.witness))
        needless.push(`${pair.id}: ${insert}`);
    }
    assert.ok(rows > 500, `only ${rows} rows were looked at`);
    assert.deepEqual(needless, []);
  });
});

/** The INSERTs of rows without which the difference is still there. */
async function withoutEach(
  engine: Engine,
  pair: { readonly ddl: string; readonly a: string; readonly b: string },
  { reason }: Refuted,
  witness: Witness,
): Promise<string[]> {
  const schema = await schemaOf(pair.ddl);
  const db = openScratch(engine, schema);
  const original = new Original(db, analyze(pair.a, schema), new Evaluator(db), 500);
  const rewrite = new Runner(db, analyze(pair.b, schema).source, 500);
  const differs = (): boolean => {
    const { parameters } = witness;
    const [a, b] = [original.run(parameters), rewrite.run(parameters)];
    const outcome = judgeAnswers(a, b, original.comparison(parameters));
    return (
      outcome.kind === 'different' &&
      outcome.difference.reason === reason &&
      !original.allows(a, b, parameters)
    );
  };
  try {
    db.exec('SAVEPOINT empty');
    const isNeedless = (left: readonly string[], followers: Followers): boolean => {
      for (const insert of left) db.exec(insert);
      const still = closeReferences(db, witness, followers) && differs();
      db.exec('ROLLBACK TO empty');
      return still;
    };
    return witness.inserts.filter((_, i) => {
      const left = witness.inserts.toSpliced(i, 1);
      return isNeedless(left, 'drop') || isNeedless(left, 'null');
    });
  } finally {
    original.free();
    rewrite.free();
    db.close();
  }
}

/**
 * Until every reference holds: rows whose reference dangles go, or the reference does where it may. False where a
 * table without rowids does not tell which row it is.
 */
function closeReferences(db: Database, witness: Witness, followers: Followers): boolean {
  for (const { name } of [...witness.tables, ...witness.tables]) {
    for (;;) {
      const [dangling] = db.query(`PRAGMA foreign_key_check(${quoteName(name)})`).rows;
      if (!dangling) break;
      const [, rowid, , key] = dangling;
      if (rowid === null) return false;
      const from = db
        .query(`PRAGMA foreign_key_list(${quoteName(name)})`)
        .rows.find(([id]) => id === key)?.[3];
      const open = db
        .query(`PRAGMA table_info(${quoteName(name)})`)
        .rows.some(([, column, , notNull]) => column === from && notNull === 0n);
      if (followers === 'null' && open && typeof from === 'string')
        db.exec(`UPDATE ${quoteName(name)} SET ${quoteName(from)} = NULL WHERE rowid = ${rowid}`);
      else db.exec(`DELETE FROM ${quoteName(name)} WHERE rowid = ${rowid}`);
    }
  }
  return true;
}
