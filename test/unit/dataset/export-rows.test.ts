import assert from 'node:assert/strict';
import {
  conversationRow,
  isDispreferred,
  type MessagesRow,
  pairExercise,
  repairExercise,
  unchangedExercise,
} from '../../../src/core/dataset/export-rows.ts';
import { readImportedRow } from '../../../src/core/dataset/import-rows.ts';
import { readAnswer } from '../../../src/core/prompt/optimize.ts';
import { madePair, madeRejected, madeRepair } from './made-pair.ts';

const schemaText = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);';
const indexes = ['CREATE INDEX a ON orders (user_id)', 'CREATE INDEX b ON orders (user_id, id)'];
const pair = madePair({
  slow: 'SELECT id FROM orders WHERE user_id + 0 = 1',
  fast: 'SELECT id FROM orders WHERE user_id = 1',
  indexes,
});

const chat = conversationRow(pairExercise(pair, schemaText), 'chat') as MessagesRow;

/** What the assistant says last, in each form of rows. */
function answers(exercise: Parameters<typeof conversationRow>[0]): string[] {
  return (['chat', 'openai', 'trl'] as const).map(format => {
    const row = conversationRow(exercise, format);
    const last = ('messages' in row ? row.messages : row.completion).at(-1);
    assert.equal(last?.role, 'assistant');
    return last.content;
  });
}

describe('exported conversations', () => {
  it('chat answers in plain SQL, indexes first, and both kinds of answer are read back', () => {
    const plain = chat.messages;
    assert.deepEqual(
      plain.map(message => message.role),
      ['system', 'user', 'assistant'],
    );
    assert.equal(plain[2]?.content, `${indexes[0]};\n${indexes[1]};\n${pair.fast}`);
    assert.doesNotMatch(plain[0]?.content ?? '', /JSON/);
    const json = (conversationRow(pairExercise(pair, schemaText), 'openai') as MessagesRow).messages;
    assert.equal(json[1]?.content, plain[1]?.content);
    for (const answer of answers(pairExercise(pair, schemaText))) {
      const read = readAnswer(answer);
      assert.deepEqual([read.sql, read.indexes, read.problems], [pair.fast, indexes, []]);
    }
  });

  it('chat can be imported again', () => {
    const row = readImportedRow(chat, 1);
    assert.deepEqual([row.slow, row.fast, row.indexes], [pair.slow, pair.fast, indexes]);
  });

  it('nothing to improve is answered by the query itself, which every form reads back as no change', () => {
    for (const answer of answers(unchangedExercise(pair.slow, schemaText))) {
      const { sql, indexes: advised, technique, problems } = readAnswer(answer);
      assert.deepEqual([sql, advised, technique, problems], [pair.slow, [], undefined, []]);
    }
  });

  it('a repair shows the broken query, its message and what it was meant to replace', () => {
    const repair = {
      ...madeRepair(),
      broken: 'SELECT idd FROM orders',
      error: 'There is no column idd.',
      repaired: pair.fast,
      original: pair.slow,
    };
    const exercise = repairExercise(repair, schemaText);
    for (const messages of [exercise.messages, exercise.plain])
      for (const part of [schemaText, repair.broken, repair.error, pair.slow])
        assert.ok(messages[1]?.content.includes(part), part);
    assert.doesNotMatch(exercise.plain[0]?.content ?? '', /JSON/);
    for (const answer of answers(exercise)) assert.equal(readAnswer(answer).sql, pair.fast);
    const { original: _, ...alone } = repair;
    assert.ok(!repairExercise(alone, schemaText).messages[1]?.content.includes(pair.slow));
  });

  it('what is merely not faster is no worse answer', () => {
    const kinds = (['refuted', 'slower', 'broken', 'undetermined', 'nothing-to-improve'] as const).filter(
      kind => isDispreferred({ ...madeRejected(), kind, candidate: 'SELECT 1' }),
    );
    assert.deepEqual(kinds, ['refuted', 'slower', 'broken']);
  });
});
