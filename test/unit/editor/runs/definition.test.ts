import assert from 'node:assert/strict';
import { contributes } from '../../../../package.json';
import { QuillError } from '../../../../src/core/errors.ts';
import { argumentsOf, readDefinition, taskName } from '../../../../src/editor/runs/definition.ts';
import { readWholeNumber } from '../../../../src/editor/whole-number.ts';

describe('a task of type quill', () => {
  it('becomes a command line', () => {
    assert.deepEqual(argumentsOf(readDefinition({ type: 'quill' }), '/w/.quill'), [
      'generate',
      '--out',
      '/w/.quill',
    ]);
    const full = {
      type: 'quill',
      count: 500,
      provider: 'openai',
      schema: 'db/schema.sql',
      args: ['--model', 'x'],
    };
    assert.deepEqual(argumentsOf(readDefinition(full), '/w/.quill').slice(3), [
      '--count',
      '500',
      '--provider',
      'openai',
      '--schema',
      'db/schema.sql',
      '--model',
      'x',
    ]);
    assert.deepEqual(argumentsOf({ resume: '20261121-115000' }, '/o').slice(3), [
      '--resume',
      '--run',
      '20261121-115000',
    ]);
  });

  it('names what is wrong', () => {
    const wrong: [unknown, RegExp][] = [
      [{ type: 'quill', count: 0 }, /wrong "count"/],
      [{ type: 'quill', count: '5' }, /wrong "count"/],
      [{ type: 'quill', provider: 'nobody' }, /wrong "provider"/],
      [{ type: 'quill', args: '--seed 1' }, /wrong "args"/],
      [{ type: 'quill', db: '' }, /wrong "db"/],
      ['quill', /wrong "quill"/],
    ];
    for (const [given, message] of wrong)
      assert.throws(
        () => readDefinition(given),
        error => QuillError.is(error, 'usage') && message.test(error.message),
      );
  });

  it('is named by what it does', () => {
    assert.equal(taskName({}), 'Generate Dataset');
    assert.equal(taskName({ count: 5000 }), 'Generate Dataset: 5,000 pairs');
    assert.equal(taskName({ resume: 'x' }), 'Resume Run x');
  });
});

describe('a typed number', () => {
  it('may have separators, and is whole and within its bounds', () => {
    for (const typed of ['1,000', '1 000', "1'000", '1.000', ' 1000 '])
      assert.equal(readWholeNumber(typed, 5000), 1000);
    for (const typed of ['', '0', '-1', '5001', '1e3', 'many', '1'.repeat(12)])
      assert.equal(readWholeNumber(typed, 5000), undefined);
  });
});

describe('the problem matcher', () => {
  const [matcher] = contributes.problemMatchers;

  it('finds errors that name a file', () => {
    const found = new RegExp(matcher?.pattern.regexp ?? '').exec(
      'quill: /w/db/shop.sql cannot be read: there is no such file.',
    );
    assert.deepEqual(found?.slice(1), ['/w/db/shop.sql', 'cannot be read: there is no such file.']);
  });

  it('knows the lines with which a run begins and ends', () => {
    const begins = new RegExp(matcher?.background.beginsPattern ?? '');
    const ends = new RegExp(matcher?.background.endsPattern ?? '');
    assert.match('Run 20261121-172806: .quill/runs/20261121-172806', begins);
    assert.match('5 of 5 pairs, 90 pairs/min, 80 % of queries gave a pair. All pairs are there.', ends);
    assert.match('1 of 1 pair, 33 % of queries gave a pair. All pairs are there.', ends);
    assert.match('0 of 5 pairs. It was stopped; resume it to go on.', ends);
    assert.match('quill: cancelled', ends);
    assert.doesNotMatch(
      '1,204 of 5,000 pairs, 258 pairs/min, 38 % of queries gave a pair, 15 min left',
      ends,
    );
  });
});
