import assert from 'node:assert/strict';
import { anchorOfSelection, locate } from '../../../src/editor/statements/locate.ts';

const sql = 'SELECT a FROM t WHERE b = 1';

describe('finding a statement again', () => {
  it('finds it where it is expected, among equal ones', () => {
    const content = `${sql};\n${sql};\n`;
    assert.deepEqual(locate(content, { sql }, sql.length + 2), {
      start: sql.length + 2,
      end: 2 * sql.length + 2,
    });
  });

  it('finds it elsewhere only when it stands there once', () => {
    assert.deepEqual(locate(`-- new\n${sql};`, { sql }, 0), { start: 7, end: 7 + sql.length });
    assert.equal(locate(`-- new\n${sql};\n${sql};`, { sql }, 0), undefined);
  });

  it('does not take a longer statement for it', () => {
    assert.equal(locate(`${sql}\nLIMIT 3;`, { sql }, 0), undefined);
    assert.equal(locate(`${sql}0;`, { sql }, 0), undefined);
    assert.equal(locate(`WITH x AS (SELECT 1)\n${sql};`, { sql }, 21), undefined);
    assert.equal(locate(`EXPLAIN ${sql};`, { sql }, 8), undefined);
  });

  it('does not find it after a change inside', () => {
    assert.equal(locate('SELECT a FROM t WHERE b = 2;', { sql }, 0), undefined);
  });

  it('finds it beside a statement that is broken', () => {
    const content = `SELEC oops FROM;\n${sql};`;
    assert.deepEqual(locate(content, { sql }, 17), { start: 17, end: 17 + sql.length });
  });

  it('takes a selection only between the same words', () => {
    const content = `const q = db.all("${sql}");\n`;
    const start = content.indexOf(sql);
    const anchor = anchorOfSelection(content, { start, end: start + sql.length });
    assert.deepEqual(locate(`// above\n${content}`, anchor, start), {
      start: start + 9,
      end: start + 9 + sql.length,
    });
    assert.equal(locate(content.replace('")', ' LIMIT 1")'), anchor, start), undefined);
    assert.equal(locate(content.replace('b = 1', 'b = 2'), anchor, start), undefined);
  });
});
