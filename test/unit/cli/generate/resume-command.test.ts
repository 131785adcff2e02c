import assert from 'node:assert/strict';
import { resumeCommand } from '../../../../src/cli/generate/resume-command.ts';

const local = { endpoint: null };
const at = (baseUrl: string) => ({
  endpoint: { baseUrl, model: 'm', requestsPerMinute: null, price: null },
});
const stopped = { state: 'stopped', run: 'r1' } as const;

describe('the command by which a run goes on', () => {
  it('names the folder where it is not the usual one, and the run where it was named', () => {
    assert.equal(resumeCommand(stopped, { out: '.quill' }, local, false, {}), 'quill generate --resume');
    assert.equal(
      resumeCommand(stopped, { out: 'd1', run: 'r1' }, local, false, {}),
      'quill generate --out d1 --resume --run r1',
    );
  });

  it('begins as the one before did', () => {
    const byNpx = { npm_command: 'exec' };
    assert.equal(
      resumeCommand(stopped, { out: '.quill' }, local, false, byNpx),
      'npx quill generate --resume',
    );
  });

  it('quotes a folder for the shell', () => {
    const command = (out: string, isWindows: boolean) =>
      resumeCommand(stopped, { out }, local, isWindows, {});
    assert.equal(command("my $data's", false), "quill generate --out 'my $data'\\''s' --resume");
    assert.equal(command('C:\\my data', true), 'quill generate --out "C:\\my data" --resume');
    assert.equal(command('C:\\data', true), 'quill generate --out C:\\data --resume');
  });

  it('names the endpoint where the user did, and asks for a higher limit of costs', () => {
    const url = 'http://localhost:8000/v1';
    const limited = { state: 'cost-limit', run: 'r1' } as const;
    assert.equal(
      resumeCommand(limited, { out: '.quill', baseUrl: url }, at(url), false, {}),
      `quill generate --resume --base-url ${url} --max-cost USD`,
    );
    assert.equal(resumeCommand(stopped, { out: '.quill' }, at(url), false, {}), 'quill generate --resume');
  });

  it('is none of a run that has all its pairs, finds no more, or failed', () => {
    for (const state of ['finished', 'exhausted', 'failed'] as const)
      assert.equal(resumeCommand({ state, run: 'r1' }, { out: '.quill' }, local, false, {}), undefined);
  });
});
