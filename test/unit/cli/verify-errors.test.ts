import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { testEngine } from '../engine.ts';
import { quill } from './run-quill.ts';
import { ddl, makeShopFolder } from './shop-folder.ts';

describe('what quill verify says of files and figures', function () {
  this.timeout(30_000);
  let folder: string;
  before(async () => {
    folder = await makeShopFolder();
    mkdirSync(path.join(folder, 'folder'));
    const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
    write('ok.sql', 'SELECT name FROM users');
    write('ids.sql', 'SELECT name FROM users WHERE id > 1');
    write('typo.sql', 'SELECT nam FROM users');
    write('broken.sql', 'SELEC 1');
    write('update.sql', 'UPDATE users SET name = 1');
    write('view.sql', `${ddl}CREATE VIEW v AS SELECT nope FROM users;`);
    write('of-view.sql', 'SELECT * FROM v');
    const writeBytes = (name: string, bytes: Uint8Array): void =>
      writeFileSync(path.join(folder, name), bytes);
    writeBytes('latin1.sql', Buffer.from("SELECT name FROM users\nWHERE name = 'caf\xe9'", 'latin1'));
    writeBytes('utf16.sql', Buffer.from('\uFEFFSELECT name FROM users', 'utf16le'));
    writeBytes('latin1-schema.sql', Buffer.from(`-- caf\xe9\n${ddl}`, 'latin1'));
    write('now.sql', "SELECT name FROM users WHERE name > date('now')");
    write('now2.sql', "SELECT name FROM users WHERE name >= date('now')");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const verify = (...args: string[]): ReturnType<typeof quill> => quill(['verify', ...args], folder);

  const cases: [args: string[], error: RegExp][] = [
    [['schema.sql', 'typo.sql', 'ok.sql'], /^quill: typo\.sql, the original, cannot be judged: .*"nam"/],
    [['schema.sql', 'ok.sql', 'typo.sql'], /^quill: typo\.sql, the rewrite, cannot be judged: .*"nam"/],
    [['schema.sql', 'ok.sql', 'broken.sql'], /on line 1 of broken\.sql begins with SELEC/],
    [['schema.sql', 'update.sql', 'ok.sql'], /on line 1 of update\.sql \(UPDATE .* is no query/],
    [['schema.sql', 'folder', 'ok.sql'], /^quill: folder cannot be read: it is a folder/],
    [['folder', 'ok.sql', 'ok.sql'], /^quill: folder cannot be read: it is a folder/],
    [['shop.sqlite', 'ok.sql', 'ok.sql'], /shop\.sqlite is a database; name it by --db/],
    [['ok.sql', 'ok.sql', 'ok.sql'], /ok\.sql holds no CREATE TABLE statement/],
    [['schema.sql', 'latin1.sql', 'ok.sql'], /^quill: Line 2 of latin1\.sql is not UTF-8; save the file/],
    [['schema.sql', 'ok.sql', 'utf16.sql'], /^quill: utf16\.sql is UTF-16; save it as UTF-8/],
    [['latin1-schema.sql', 'ok.sql', 'ok.sql'], /^quill: Line 1 of latin1-schema\.sql is not UTF-8/],
    [['view.sql', 'of-view.sql', 'ok.sql'], /The view v cannot be read: There is no column "nope"/],
  ];
  for (const [args, error] of cases)
    it(`names what is wrong in ${args.join(' ')}`, async () => {
      const { code, stderr } = await verify('--schema', ...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, error);
    });

  it('tells at which time the clock was held', async () => {
    const pair = ['--schema', 'schema.sql', 'now.sql', 'now2.sql'];
    const { clock, witness } = JSON.parse((await verify(...pair, '--json')).stdout);
    const db = (await testEngine()).open();
    db.exec(ddl + witness);
    const [a, b] = ['>', '>='].map(
      operator => db.query(`SELECT name FROM users WHERE name ${operator} date('${clock}')`).rows.length,
    );
    db.close();
    assert.notEqual(a, b);
    assert.ok((await verify(...pair)).stdout.includes(`The clock was held at ${clock} UTC`));
  });

  it('does not blame mistakes that nobody asked for', async () => {
    const text = (await verify('--schema', 'schema.sql', 'ok.sql', 'ids.sql', '--mutants', '0')).stdout;
    assert.match(text, /^Refuted/);
    const survived = ['--schema', 'schema.sql', 'ids.sql', 'ids2.sql', '--databases', '20', '--mutants', '0'];
    writeFileSync(path.join(folder, 'ids2.sql'), 'SELECT name FROM users WHERE id + 0 > 1');
    assert.match((await verify(...survived)).stdout, /No deliberate mistake was asked for/);
  });

  it('says one thing where the time does not suffice for a database', async () => {
    const { stdout } = await verify('--schema', 'schema.sql', 'ids.sql', 'ok.sql', '--budget', '1');
    if (!stdout.startsWith('Refuted'))
      assert.match(
        stdout,
        /^Undetermined: No time to try one database; raise the budget\.\n\nTo compare more, add --budget [125]0{3,} \(milliseconds\)\.\n$/,
      );
  });

  it('counts mistakes not exposed for what survived alone', async () => {
    const { stdout } = await verify('--schema', 'schema.sql', 'ok.sql', 'ids.sql', '--json');
    assert.ok(!('uncaught' in JSON.parse(stdout)));
  });
});
