import assert from 'node:assert/strict';
import { parseChoice } from '../../../src/editor/database/choice.ts';
import { readStatements, statementNear } from '../../../src/editor/statements/statements.ts';

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
