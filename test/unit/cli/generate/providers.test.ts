import assert from 'node:assert/strict';
import { Command } from 'commander';
import { addGenerateOptions, configOf, type GenerateOptions } from '../../../../src/cli/generate/options.ts';
import { providersOf } from '../../../../src/cli/generate/providers.ts';
import { isEndpointNamed, notAnew, resumedConfig } from '../../../../src/cli/generate/resumed.ts';
import { forTerminal } from '../../../../src/cli/terminal-text.ts';

describe('the endpoint of a resumed run', () => {
  const kept = process.env['QUILL_API_KEY'];
  afterEach(() => {
    if (kept === undefined) delete process.env['QUILL_API_KEY'];
    else process.env['QUILL_API_KEY'] = kept;
  });

  const parsed = (...args: string[]) => {
    const command = addGenerateOptions(new Command('generate')).exitOverride();
    command.parse(args, { from: 'user' });
    return { command, options: command.opts<GenerateOptions>() };
  };
  const stored = (url: string) =>
    configOf(parsed('--provider', 'openai', '--model', 'gpt-5-mini', '--base-url', url).options);
  const resume = (url: string, ...args: string[]) => {
    const { command, options } = parsed('--resume', ...args);
    const config = resumedConfig(stored(url), options, command);
    return { config, providers: () => providersOf(config, isEndpointNamed(config, options)) };
  };

  it('is told of options only where they ask for something else', () => {
    const asking = ['--provider', 'openai', '--model', 'gpt-5-mini'];
    const begun = [...asking, '--shard', '2/8', '--only', 'library-lending'];
    const more = ['--db', 'shop.sqlite', '--tier', 'small', '--judge-readability', '--min-reward', '0.2'];
    const config = configOf(parsed(...begun, ...more).options);
    const ignored = (...args: string[]): string[] => {
      const { command, options } = parsed('--resume', ...args);
      return notAnew(config, options, command);
    };
    assert.deepEqual(ignored(...begun, ...more, '--count', '9', '--max-cost', '5'), []);
    assert.deepEqual(ignored('--model', 'gpt-5-mini'), []);
    assert.deepEqual(ignored('--model', 'other'), ['--model']);
    assert.deepEqual(ignored(...begun, '--shard', '3/8', '--seed', '7'), ['--shard', '--seed']);
    assert.deepEqual(ignored('--schema', 'shop.sqlite', '--provider', 'builtin'), ['--provider', '--schema']);
  });

  it('gets no key when a stored run alone names it', () => {
    process.env['QUILL_API_KEY'] = 'sk-secret';
    assert.throws(resume('https://models.example.org/v1').providers, /resume it with --base-url/);
    assert.throws(resume('http://127.0.0.1@example.org/v1').providers, /resume it with --base-url/);
    const named = resume('https://a.example.org/v1', '--base-url', 'https://b.example.org/v1');
    assert.equal(named.config.endpoint?.baseUrl, 'https://b.example.org/v1');
    named.providers();
    resume('http://localhost:8080/v1').providers();
    resume('https://api.openai.com/v1').providers();
    delete process.env['QUILL_API_KEY'];
    resume('http://models.example.org/v1').providers();
  });

  it('is shown without what a terminal obeys', () => {
    assert.equal(forTerminal('a\u001b[2J\u009bb\r\tc\n\0'), 'a\ufffd[2J\ufffdb\ufffd\tc\n\ufffd');
  });
});
