import assert from 'node:assert/strict';
import { parseChoice } from '../../../src/editor/database/choice.ts';
import { dialectSentence, refuseOtherDialect } from '../../../src/editor/statements/other-dialect.ts';
import { parameterNames, readValue } from '../../../src/editor/statements/parameters.ts';
import { readStatements, statementNear } from '../../../src/editor/statements/statements.ts';
import { runnable, whyTemplate } from '../../../src/editor/statements/template.ts';

const file = `-- The customers.
SELECT name FROM customers;  -- all of them

INSERT INTO log VALUES ('SELECT; not one');
CREATE TRIGGER t AFTER INSERT ON log BEGIN
  SELECT 1;
END;
SELEC broken FROM
;
WITH x AS (SELECT 1) SELECT * FROM x;
`;

describe('statements of a document', () => {
  const statements = readStatements(file);
  const at = (text: string) => statementNear(statements, file.indexOf(text))?.text.split(/\s/)[0];

  it('are told apart while one of them is broken', () => {
    assert.deepEqual(
      statements.map(({ kind, keyword }) => `${keyword} ${kind}`),
      ['SELECT query', 'INSERT other', 'CREATE other', 'SELEC other', 'WITH query'],
    );
  });

  it('are meant by a cursor in them, in their comment, behind their semicolon', () => {
    assert.equal(at('name FROM'), 'SELECT');
    assert.equal(at('The customers'), 'SELECT');
    assert.equal(at('all of them'), 'SELECT');
    assert.equal(at('SELECT; not one'), 'INSERT');
    assert.equal(at('SELECT 1;\nEND'), 'CREATE');
    assert.equal(at('1) SELECT'), 'WITH');
  });

  it('are none in an empty file', () => {
    assert.equal(statementNear(readStatements(''), 0), undefined);
    assert.equal(statementNear(readStatements('-- only a remark'), 4), undefined);
  });
});

describe('parameters of a statement', () => {
  it('are listed once, plain ones by number', () => {
    assert.deepEqual(parameterNames("SELECT ?, :a, ?5, ?, @b, $c, :a, '?'"), [
      '?1',
      ':a',
      '?5',
      '?6',
      '@b',
      '$c',
    ]);
  });

  it('take typed values', () => {
    assert.deepEqual(['null', '42', '-4.5', "'it''s'", 'DE', "'7'"].map(readValue), [
      null,
      42n,
      -4.5,
      "it's",
      'DE',
      '7',
    ]);
  });
});

describe('templates', () => {
  const [statement] = readStatements('SELECT * FROM t WHERE a = {{ day }} AND b = ${x};');
  const [branching] = readStatements('SELECT * FROM t {% if x %} WHERE a = 1 {% endif %};');
  const [reference] = readStatements("SELECT * FROM {{ ref('orders') }};");

  it('run where values can stand for the holes', () => {
    assert.ok(statement);
    assert.equal(
      whyTemplate(statement, () => true),
      undefined,
    );
    assert.equal(runnable(statement.text, () => true).sql.length, statement.text.length);
  });

  it('do not run where the template decides what the statement is', () => {
    assert.ok(branching);
    assert.match(whyTemplate(branching, () => true) ?? '', /template/i);
    assert.throws(() => runnable(branching.text, () => true), { reason: 'template' });
  });

  it('need the table that they refer to', () => {
    assert.ok(reference);
    assert.equal(
      whyTemplate(reference, name => name === 'orders'),
      undefined,
    );
    assert.match(whyTemplate(reference, () => false) ?? '', /not in the schema/);
  });
});

describe('another dialect', () => {
  it('is named with its evidence and line', () => {
    assert.equal(
      dialectSentence({ dialect: 'PostgreSQL', evidence: '::int', line: 3 }),
      'this looks like PostgreSQL (`::int`, line 3); Quill reads SQLite so far',
    );
    assert.throws(() => refuseOtherDialect('SELECT a::int\nFROM t', 12), {
      reason: 'other-dialect',
      message: /^This looks like PostgreSQL \(`a?::int`, line 12\)/,
    });
    assert.doesNotThrow(() => refuseOtherDialect('SELECT a FROM t', 1));
  });
});

describe('the remembered choice of a database', () => {
  it('is dropped when it is none any more', () => {
    assert.deepEqual(parseChoice({ kind: 'file', path: '/a.db' }), { kind: 'file', path: '/a.db' });
    assert.deepEqual(parseChoice({ kind: 'synthetic', rows: 10.4 }), { kind: 'synthetic', rows: 10 });
    for (const bad of [
      undefined,
      null,
      'x',
      {},
      { kind: 'file' },
      { kind: 'sample', size: 'huge' },
      { kind: 'synthetic', rows: 0 },
    ])
      assert.equal(parseChoice(bad), undefined);
  });
});
