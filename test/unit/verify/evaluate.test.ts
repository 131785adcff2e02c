/** Conditions over given values, held against what SQLite says of rows that hold them. */
import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Cell } from '../../../src/core/ports.ts';
import { openScratch } from '../../../src/core/schema/scratch.ts';
import { Evaluator } from '../../../src/core/verify/query/evaluate.ts';
import { testEngine } from '../engine.ts';
import { schemaOf } from '../judged.ts';

const ddl = `
CREATE TABLE t (plain TEXT, anycase TEXT COLLATE NOCASE, trimmed TEXT COLLATE RTRIM, n INTEGER, r REAL);`;
const texts: readonly Cell[] = ['a', 'A', 'a ', 'b', '', '1', null];
const numbers: readonly Cell[] = [0n, 1n, 2n, null];

const conditions: readonly string[] = [
  "anycase = 'A'",
  "trimmed = 'a'",
  "anycase || '' = 'A'",
  "COALESCE(anycase, 'A') IS 'A'",
  "ifnull(trimmed, 'b') = 'a'",
  "+anycase = 'A'",
  "(anycase) IN ('A', 'c')",
  "anycase BETWEEN 'A' AND 'B'",
  "CAST(anycase AS TEXT) = 'A'",
  "upper(anycase) = 'A'",
  "CASE WHEN n > 0 THEN anycase ELSE 'A' END = 'A'",
  "CASE anycase WHEN 'A' THEN 1 ELSE 0 END = 1",
  "nullif(anycase, 'A') IS NULL",
  "max(anycase, 'A') = anycase",
  "substr(trimmed, 1, 2) = 'a'",
  'anycase = plain',
  'plain = anycase',
  'anycase = trimmed',
  'plain = n',
  "n = '1'",
  'plain = 1',
  'r = n',
  "anycase LIKE 'A'",
  "plain COLLATE NOCASE = 'A'",
  'plain = anycase COLLATE NOCASE',
  'anycase = plain COLLATE RTRIM',
  "anycase = 'a' AND plain = 'A' COLLATE NOCASE",
  "nullif(anycase, 'b') = 'A'",
  "max(anycase, 'a') = 'A'",
  "CASE WHEN anycase = 'A' THEN 'x' ELSE 'X' END = 'X'",
  "iif(anycase = 'A', 'x', 'X') = 'x'",
  "CASE WHEN n > 0 THEN plain ELSE '1b' END",
  'n',
];

describe('a condition over given values', () => {
  for (const condition of conditions)
    it(`is as true as in a row that holds them: ${condition}`, async () => {
      const schema = await schemaOf(ddl);
      const db = openScratch(await testEngine(), schema);
      try {
        const bound = analyze(`SELECT 1 FROM t WHERE ${condition}`, schema);
        const where = bound.query.body.kind === 'select' ? bound.query.body.where : undefined;
        assert.ok(where);
        const names = ['plain', 'anycase', 'trimmed', 'n', 'r'];
        // Every text in each place, with every number; the other texts turn with them.
        const rows = texts.flatMap((text, i) =>
          texts.flatMap((other, j) =>
            numbers.map((n, k): Cell[] => [
              other,
              text,
              texts[(i + j + k) % texts.length] ?? null,
              n,
              typeof n === 'bigint' ? Number(n) + (k % 2) / 2 : null,
            ]),
          ),
        );
        const told = new Evaluator(db).satisfied(
          bound,
          where,
          rows,
          () => null,
          ref => names.indexOf(ref.column.name),
        );
        const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?)');
        for (const row of rows) insert.run(row);
        insert.free();
        const real = db
          .query(`SELECT (${condition}) IS TRUE FROM t ORDER BY rowid`)
          .rows.map(([cell]) => cell === 1n);
        assert.deepEqual(told, real);
        assert.ok(real.includes(true) && real.includes(false), 'the values decide nothing');
      } finally {
        db.close();
      }
    });
});
