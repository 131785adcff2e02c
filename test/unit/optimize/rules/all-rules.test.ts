import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { analyze } from '../../../../src/core/dialect/sqlite/analyze.ts';
import { repeatedTerms } from '../../../../src/core/optimize/repeated-terms.ts';
import { rules } from '../../../../src/core/optimize/rules.ts';
import { techniques } from '../../../../src/core/optimize/techniques.ts';
import type { Database } from '../../../../src/core/ports.ts';
import type { Schema } from '../../../../src/core/schema/model.ts';
import { readSchema } from '../../../../src/core/schema/read.ts';
import { applyEdits } from '../../../../src/core/sql/edits.ts';
import { grammarSchema, laidOut, queries } from '../../dialect/grammar.ts';
import { testEngine } from '../../engine.ts';
import { testShop } from './shop.ts';
import { shopQueries } from './shop-queries.ts';

/** Every proposal of every rule must apply, bind and be accepted by SQLite. Returns the texts. */
function proposalsOf(sql: string, schema: Schema, db: Database): string[] {
  const bound = analyze(sql, schema);
  return rules.flatMap(rule =>
    [...rule.propose(bound)].map(({ edits }) => {
      const text = applyEdits(sql, edits);
      assert.notEqual(text, sql, rule.technique);
      try {
        analyze(text, schema);
        db.prepare(text).free();
      } catch (error) {
        assert.fail(`${rule.technique}: ${error}\n${sql}\n→ ${text}`);
      }
      return text;
    }),
  );
}

interface Case {
  readonly schema?: string;
  readonly db?: string;
  readonly a: string;
  readonly b: string;
}

describe('rules: all together', () => {
  it('have a technique each', () => {
    for (const rule of rules) assert.ok(rule.technique in techniques);
  });

  it('propose texts that bind and run, and rewrites of these, for generated queries', async () => {
    const { db, schema, rows } = await testShop();
    let proposed = 0;
    for (const sql of shopQueries(80, 7)) {
      const before = rows(sql).length;
      const texts = proposalsOf(sql, schema, db);
      proposed += texts.length;
      for (const text of texts.slice(0, 3)) {
        assert.equal(rows(text).length, before, `${sql}\n→ ${text}`);
        proposed += proposalsOf(text, schema, db).length;
      }
    }
    assert.ok(proposed > 150, `only ${proposed} proposals`);
  }).timeout(20_000);

  it('never add again what they have added', async () => {
    const { schema } = await testShop();
    const like = `SELECT id FROM customers WHERE city LIKE 'o%' AND name <> 'x'`;
    let again = 0;
    for (const sql of [like, ...shopQueries(120, 11)]) {
      const original = analyze(sql, schema);
      for (const rule of rules) {
        for (const { edits } of rule.propose(original)) {
          const once = analyze(applyEdits(sql, edits), schema);
          const terms = repeatedTerms(once);
          for (const next of rule.propose(once)) {
            const twice = applyEdits(once.source, next.edits);
            const message = `${rule.technique}\n${sql}\n→ ${once.source}\n→ ${twice}`;
            assert.ok(repeatedTerms(analyze(twice, schema)) <= terms, message);
            again++;
          }
        }
      }
    }
    assert.ok(again > 20, `only ${again} proposals on proposals`);
  }).timeout(20_000);

  it('never move a plain parameter', async () => {
    const { schema } = await testShop();
    const sql = `SELECT o.id, (SELECT COUNT(*) FROM items i WHERE i.order_id = o.id AND i.price > ?) AS n
      FROM orders o JOIN customers c ON c.id = o.customer_id AND c.credit > ?
      WHERE (o.qty = ? OR c.city = ? OR o.qty = ?) AND date(o.created_at) = ? AND EXISTS (SELECT 1 FROM items WHERE order_id = o.id AND line = ?)`;
    const marked = () => {
      let n = 0;
      return sql.replace(/\?/g, () => `?${++n}`);
    };
    const bound = analyze(sql, schema);
    for (const rule of rules) {
      const numbered = [...rule.propose(analyze(marked(), schema))];
      const plain = [...rule.propose(bound)].map(({ edits }) => applyEdits(sql, edits));
      assert.ok(plain.length <= numbered.length);
      for (const text of plain)
        assert.equal(text.split('?').length, sql.split('?').length, `${rule.technique}: ${text}`);
    }
  });

  it('propose texts that bind and run for queries of the whole grammar', async () => {
    const engine = await testEngine();
    const db = engine.open();
    db.exec(grammarSchema);
    const schema = readSchema(db);
    fc.assert(
      fc.property(laidOut(queries()), sql => {
        try {
          db.prepare(sql).free();
          analyze(sql, schema);
        } catch {
          return;
        }
        proposalsOf(sql, schema, db);
      }),
      { numRuns: 400, seed: 5 },
    );
    db.close();
  }).timeout(20_000);

  const folder = process.env['QUILL_CASES'];
  const files =
    folder && existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.jsonl')) : [];
  (files.length > 0 ? it : it.skip)('propose texts that bind and run for given queries', async () => {
    const engine = await testEngine();
    const opened = new Map<string, { db: Database; schema: Schema }>();
    let tried = 0;
    for (const file of files) {
      const lines = readFileSync(path.join(folder!, file), 'utf8')
        .split('\n')
        .filter(line => line.trim() !== '');
      for (const line of lines) {
        const row = JSON.parse(line) as Case;
        const key = row.schema ?? row.db ?? '';
        let entry = opened.get(key);
        if (!entry) {
          const db = row.db ? engine.open(readFileSync(path.join(folder!, row.db))) : engine.open();
          if (row.schema) db.exec(row.schema);
          entry = { db, schema: readSchema(db) };
          opened.set(key, entry);
        }
        for (const sql of [row.a, row.b]) {
          try {
            entry.db.prepare(sql).free();
          } catch {
            continue;
          }
          proposalsOf(sql, entry.schema, entry.db);
          tried++;
        }
      }
    }
    for (const { db } of opened.values()) db.close();
    assert.ok(tried > 0);
  }).timeout(60_000);
});
