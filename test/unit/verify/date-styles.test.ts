import assert from 'node:assert/strict';
import { analyze } from '../../../src/core/dialect/sqlite/analyze.ts';
import type { Cell } from '../../../src/core/ports.ts';
import type { Instance } from '../../../src/core/verify/instances/instance.ts';
import { DateStyles } from '../../../src/core/verify/instances/values/date-styles.ts';
import { schemaOf } from '../judged.ts';

const ddl = 'CREATE TABLE call(id INTEGER PRIMARY KEY, at TEXT, until TEXT);';
const byDay = "SELECT id FROM call WHERE date(at) = '2024-05-01'";

const instanceOf = (...rows: Cell[][]): Instance => ({ rows: [rows], kind: 'a random mix' });
const moments = instanceOf([1n, '2024-05-01 23:59:59', '2024-05-02'], [2n, '2024-05-01 10:30:00', null]);

async function stylesOf(a: string, b: string): Promise<DateStyles> {
  const schema = await schemaOf(ddl);
  return new DateStyles(analyze(a, schema), analyze(b, schema));
}

/** The texts of the first 30 turns that are written otherwise. */
async function turns(a: string, b: string, instance = moments, parameters: Cell[] = []): Promise<string[]> {
  const styles = await stylesOf(a, b);
  return Array.from({ length: 30 }, () => styles.next(instance, parameters)).flatMap(other =>
    other
      ? [
          other.rows
            .flat(2)
            .filter(cell => typeof cell === 'string')
            .join(' | '),
        ]
      : [],
  );
}

describe('how moments are written', () => {
  it('differs between databases and never within one', async () => {
    const texts = await turns(byDay, "SELECT id FROM call WHERE at < '2024-05-01 23:59:59'");
    const expected = [
      '2024-05-01T23:59:59 | 2024-05-02 | 2024-05-01T10:30:00',
      '2024-05-01 23:59:59.500 | 2024-05-02 | 2024-05-01 10:30:00.500',
      '2024-05-01 23:59:59.999 | 2024-05-02 | 2024-05-01 10:30:00.999',
    ];
    assert.deepEqual([...new Set(texts)].sort(), expected.sort());
    assert.ok(texts.length < 15, `${texts.length} of 30`);
  });

  it('leaves the instance itself as it is', async () => {
    const before = structuredClone(moments);
    await turns(byDay, byDay);
    assert.deepEqual(moments, before);
  });

  it('stays where a column is compared with a moment and a call with the same, in either writing', async () => {
    const [own, other] = ["datetime(at) < '2024-05-01 10:00:00'", "at < '2024-05-01T10:00:00'"];
    assert.deepEqual(
      await turns(`SELECT id FROM call WHERE ${own}`, `SELECT id FROM call WHERE ${other}`),
      [],
    );
  });

  it('differs where the same column is compared with the same moment', async () => {
    const start = "SELECT id FROM call WHERE at >= '2024-05-01 00:00:00'";
    const texts = await turns(`${start} AND at <= '2024-05-01 23:59:59'`, `${start} AND at < '2024-05-02'`);
    assert.ok(texts.length > 0);
  });

  it('stays where a column and a call are compared with what datetime returns', async () => {
    const [own, other] = ["until > datetime(at, '+1 hour')", 'datetime(until) < CURRENT_TIMESTAMP'];
    assert.deepEqual(
      await turns(`SELECT id FROM call WHERE ${own}`, `SELECT id FROM call WHERE ${other}`),
      [],
    );
  });

  it('has no fractions where whole seconds stand against parts of days', async () => {
    const texts = await turns(
      "SELECT strftime('%s', until) - unixepoch(at) FROM call",
      'SELECT round((julianday(until) - julianday(at)) * 86400) FROM call',
    );
    assert.ok(texts.length > 0);
    assert.ok(texts.every(text => !text.includes('.')));
  });

  it('stays where a parameter is a moment, and where there are days only', async () => {
    assert.deepEqual(await turns(byDay, byDay, moments, ['2024-05-01 10:00:00']), []);
    assert.deepEqual(await turns(byDay, byDay, instanceOf([1n, '2024-05-01', null])), []);
  });
});
