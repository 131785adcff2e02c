import assert from 'node:assert/strict';
import { chatRow, isDispreferred, messagesRow } from '../../../src/core/dataset/export-rows.ts';
import { readImportedRow } from '../../../src/core/dataset/import-rows.ts';
import { readAnswer } from '../../../src/core/prompt/optimize.ts';
import { madePair, madeRejected } from './made-pair.ts';

const schemaText = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);';
const indexes = ['CREATE INDEX a ON orders (user_id)', 'CREATE INDEX b ON orders (user_id, id)'];
const pair = madePair({
  slow: 'SELECT id FROM orders WHERE user_id + 0 = 1',
  fast: 'SELECT id FROM orders WHERE user_id = 1',
  indexes,
});

describe('exported conversations', () => {
  it('chat answers in plain SQL, indexes first, and both kinds of answer are read back', () => {
    const chat = chatRow(pair, schemaText).messages;
    assert.deepEqual(
      chat.map(message => message.role),
      ['system', 'user', 'assistant'],
    );
    assert.equal(chat[2]?.content, `${indexes[0]};\n${indexes[1]};\n${pair.fast}`);
    assert.doesNotMatch(chat[0]?.content ?? '', /JSON/);
    const json = messagesRow(pair, schemaText).messages;
    assert.equal(json[1]?.content, chat[1]?.content);
    for (const answer of [chat[2]?.content, json[2]?.content]) {
      const read = readAnswer(answer ?? '');
      assert.deepEqual([read.sql, read.indexes, read.problems], [pair.fast, indexes, []]);
    }
  });

  it('chat can be imported again', () => {
    const row = readImportedRow(chatRow(pair, schemaText), 1);
    assert.deepEqual([row.slow, row.fast, row.indexes], [pair.slow, pair.fast, indexes]);
  });

  it('what is merely not faster is no worse answer', () => {
    const kinds = (['refuted', 'slower', 'broken', 'undetermined', 'nothing-to-improve'] as const).filter(
      kind => isDispreferred({ ...madeRejected(), kind, candidate: 'SELECT 1' }),
    );
    assert.deepEqual(kinds, ['refuted', 'slower', 'broken']);
  });
});
