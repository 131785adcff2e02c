// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts with template holes are what is tested
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskHoles, unmask } from '../../../src/core/dialect/sqlite/holes.ts';
import { parseQuery } from '../../../src/core/dialect/sqlite/parse.ts';

const known = (name: string) => name === 'orders';

describe('maskHoles', function () {
  this.timeout(20_000);
  it('keeps the length and comes back untouched', () => {
    const holes = fc.constantFrom(
      '{{ x }}',
      '{{x}}',
      '%s',
      '%(n)s',
      '${x}',
      '#{id}',
      '{name}',
      "'{{ ds }}'",
      "'%${q}%'",
      '?',
      ':own',
    );
    fc.assert(
      fc.property(fc.array(holes, { minLength: 1, maxLength: 6 }), values => {
        const sql = `SELECT a -- {{ x }}\nFROM {{ ref('orders') }} WHERE ${values.map(value => `a = ${value}`).join(' AND ')}`;
        const masked = maskHoles(sql, known);
        assert.equal(masked.text.length, sql.length);
        assert.ok(masked.runnable, masked.why);
        assert.doesNotThrow(() => parseQuery(masked.text));
        assert.equal(unmask(masked.text, masked.holes), sql);
        for (const hole of masked.holes) assert.equal(sql.slice(hole.span.start, hole.span.end), hole.text);
      }),
    );
  });

  it('tells each %s apart, wherever it moves, beside own parameters', () => {
    const sql = 'SELECT a FROM orders WHERE a = %s AND b = %s AND c = ?1';
    const { text, holes } = maskHoles(sql, known);
    const [first, second] = holes.map(hole => hole.parameter!);
    assert.notEqual(first, second);
    const moved = text.replace(first!, '\0').replace(second!, first!).replace('\0', second!);
    assert.equal(unmask(moved, holes), sql);
    assert.equal(
      unmask(`SELECT 1 FROM orders WHERE b > ${second}`, holes),
      'SELECT 1 FROM orders WHERE b > %s',
    );
  });

  it('gives equal texts one parameter, so that SQLite sees equal expressions', () => {
    const { holes } = maskHoles('SELECT a + {{ x }} FROM orders GROUP BY a + {{ x }}', known);
    assert.equal(holes[0]?.parameter, holes[1]?.parameter);
  });

  it('puts ref() back where the table is read', () => {
    const { text, holes } = maskHoles("SELECT o.a FROM {{ ref('orders') }} o WHERE o.a = {{ x }}", known);
    const rewritten = text.replace(
      /WHERE .*/,
      `WHERE EXISTS (SELECT 1 FROM orders) AND o.a = ${holes[1]!.parameter}`,
    );
    assert.equal(
      unmask(rewritten, holes),
      "SELECT o.a FROM {{ ref('orders') }} o WHERE EXISTS (SELECT 1 FROM {{ ref('orders') }}) AND o.a = {{ x }}",
    );
  });

  it('keeps a CTE apart from the table of the same name', () => {
    const sql = "WITH orders AS (SELECT * FROM {{ ref('orders') }}) SELECT orders.a FROM orders";
    const { text, holes, runnable } = maskHoles(sql, known);
    assert.ok(runnable);
    assert.match(text, /FROM main\.orders +\) SELECT orders\.a FROM orders$/);
    assert.equal(unmask(text, holes), sql);
  });

  it('refuses to run what is more than a value', () => {
    for (const sql of [
      'SELECT {{ columns }} FROM orders',
      'SELECT a FROM orders WHERE {{ condition }}',
      'SELECT a FROM orders WHERE a = 1 AND ({{ condition }})',
      'SELECT a FROM orders WHERE a IN ({{ ids }})',
      'SELECT a FROM orders ORDER BY {{ column }}',
      'SELECT a FROM orders_{{ env }}',
      'SELECT a FROM {{ schema }}.orders',
      'SELECT a FROM ${table}',
      "SELECT a FROM {{ ref('unknown') }}",
      'SELECT a FROM orders {% if x %} WHERE a = 1 {% endif %}',
      'SELECT a FROM orders {{ rest }}',
      'SELECT "{{ column }}" FROM orders',
    ]) {
      const masked = maskHoles(sql, known);
      assert.equal(masked.runnable, false, sql);
      assert.match(masked.why ?? '', /\.$/);
      assert.equal(masked.text.length, sql.length);
    }
  });

  it('leaves alone what only looks like a hole', () => {
    for (const sql of [
      "SELECT strftime('%s', a), b %s FROM orders WHERE c LIKE '%s' AND d = '{\"a\": 1}'",
      'SELECT a /* {{ x }} */ FROM "{x}"',
      'SELECT t.key %s FROM t',
    ]) {
      assert.deepEqual(maskHoles(sql, known), { text: sql, holes: [], runnable: true });
    }
  });

  it('keeps settings and remarks', () => {
    const sql = "{{ config(materialized='table') }} SELECT a {# why #} FROM orders";
    const masked = maskHoles(sql, known);
    assert.ok(masked.runnable);
    assert.equal(unmask(masked.text, masked.holes), sql);
  });

  it('never throws', () => {
    const parts = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '{#',
      '#}',
      '${',
      '}',
      "'",
      '"',
      '%s',
      '%(',
      ')s',
      'a',
      ' ',
      '\n',
      'ref(',
      ';',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), list => {
        const sql = `SELECT ${list.join('')}`;
        assert.equal(maskHoles(sql, known).text.length, sql.length);
      }),
      { numRuns: 500 },
    );
  });
});
