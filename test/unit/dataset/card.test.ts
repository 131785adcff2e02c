import assert from 'node:assert/strict';
import { type CardFile, datasetCard, readCardFiles } from '../../../src/core/dataset/card.ts';
import { StatisticsBuilder } from '../../../src/core/dataset/statistics.ts';
import { originalReward, rewardCap } from '../../../src/core/pipeline/reward.ts';

const counts = { pairs: 3, repairs: 0, 'nothing-to-improve': 0 };
const train = { name: 'train.jsonl', format: 'trl', split: 'train', counts } as const;
const test = { name: 'test.jsonl', format: 'trl', split: 'held-out', counts } as const;

function card(...files: CardFile[]): string {
  const statistics = new StatisticsBuilder({ rewardCap, originalReward }).result();
  return datasetCard({
    files,
    statistics,
    heldOutSchemas: [],
    promptVersion: 'p',
    plainPromptVersion: 'c',
  });
}

const configurations = (text: string): readonly string[] => text.match(/config_name: .*|- split: .*/g) ?? [];

describe('the files of a dataset card', () => {
  it('are the splits of one configuration for each format', () => {
    assert.deepEqual(configurations(card(test, train)), [
      'config_name: trl',
      '- split: test',
      '- split: train',
    ]);
  });

  it('have a configuration each where one may hold the pairs of another', () => {
    const more = { ...train, name: 'more.jsonl' };
    const text = card(more, test, train);
    assert.deepEqual(configurations(text), [
      ...['config_name: trl', '- split: test'],
      ...['config_name: trl-more-jsonl', '- split: train'],
      ...['config_name: trl-train-jsonl', '- split: train'],
    ]);
    const byName = (files: readonly CardFile[] = []): CardFile[] =>
      [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(byName(readCardFiles(text)), byName([more, test, train]));
  });
});
