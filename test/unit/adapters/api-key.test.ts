import assert from 'node:assert/strict';
import { endpointKey, isLoopback, tellsKey, withoutKey } from '../../../src/adapters/endpoint/api-key.ts';

describe('the key of an endpoint', () => {
  it('knows this machine from others', () => {
    const here = [
      'http://localhost:8080/v1',
      'http://127.0.0.1/v1',
      'http://127.9.9.9:1',
      'http://[::1]:80/v1',
      'http://LOCALHOST',
    ];
    const others = [
      'https://api.openai.com/v1',
      'http://127.0.0.1.example.org',
      'http://localhost.example.org',
      'http://127.0.0.1@example.org',
      'no address',
      'http://0.0.0.0:1',
    ];
    for (const url of here) assert.ok(isLoopback(url), url);
    for (const url of others) assert.ok(!isLoopback(url), url);
  });

  it('is masked in whatever form a server tells it', () => {
    const key = 'sk-Live/4f9_Q+ü7~x';
    const bytes = Buffer.from(key);
    const hex = bytes.toString('hex');
    const encoded = (text: string, form: 'base64' | 'base64url'): string =>
      Buffer.from(text).toString(form).replace(/=+$/, '');
    const everyByte = (prefix: string): string => hex.replace(/../g, byte => prefix + byte);
    const told: Record<string, string> = {
      plain: key,
      reversed: [...key].reverse().join(''),
      hex,
      'upper hex': hex.toUpperCase(),
      'hex in pairs': hex.replace(/..(?=.)/g, '$&:'),
      'C string': everyByte('\\x'),
      'percent-encoded': encodeURIComponent(key),
      'wholly percent-encoded': everyByte('%'),
      'percent-encoded twice': encodeURIComponent(encodeURIComponent(key)),
      base64: encoded(key, 'base64'),
      base64url: encoded(key, 'base64url'),
      'wrapped base64': encoded(key, 'base64').replace(/.{5}/g, '$&\n'),
      'HTML references': [...key].map(letter => `&#${letter.codePointAt(0)};`).join(''),
      'hexadecimal HTML references': [...key]
        .map(letter => `&#x${letter.codePointAt(0)?.toString(16)};`)
        .join(''),
      'JSON escapes': [...key]
        .map(letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
    };
    for (const [form, text] of Object.entries(told)) {
      assert.equal(withoutKey(`Bad key <${text}>.`, key), 'Bad key <…>.', form);
      assert.ok(tellsKey(`SELECT '${text}'`, key), form);
    }
    for (const prefix of ['', 'a', 'ab', 'Bearer ', 'user:', ':'])
      for (const form of ['base64', 'base64url'] as const)
        for (const suffix of ['', 'z', 'zz']) {
          const text = encoded(prefix + key + suffix, form);
          const shown = withoutKey(text, key);
          assert.ok(tellsKey(text, key), `${form} of ${prefix}KEY${suffix}`);
          // A letter at each end at most is left of what the key decides.
          const left = Buffer.from(shown.replace('…', ''), form).toString('latin1');
          assert.ok(!left.includes('Live') && !left.includes('4f9'), `${prefix}KEY${suffix}: ${shown}`);
        }
  });

  it('is masked in part where a text tells its first letters, in either case', () => {
    const key = 'sk-Proj_Ab12Cd34Ef56';
    assert.equal(withoutKey('redirects to sk-proj_ab12.example.org', key), 'redirects to ….example.org');
    assert.equal(withoutKey('Key SK-PROJ_AB12CD34EF5 is unknown', key), 'Key … is unknown');
    assert.equal(withoutKey('sk-Proj of example.org', key), 'sk-Proj of example.org');
    assert.equal(tellsKey("SELECT 'sk-proj_ab12'", key), false);
  });

  it('masks nothing else', () => {
    for (const key of ['sk-Live/4f9_Q+ü7~x', 'test', 'abc', 'aaaaaaaaaaaa', '%41%42%43', 'a.b*c(d)[e]\\']) {
      for (const text of [
        '',
        'SELECT a FROM t',
        'No model "abd" at tes t.example',
        'dGVzdA',
        'tset',
        '74657374',
      ])
        if (!(key === 'test' && /tes t/.test(text)))
          assert.equal(withoutKey(text, key), text, `${key}: ${text}`);
      assert.equal(tellsKey('SELECT id FROM orders WHERE total = 7', key), false, key);
    }
    assert.equal(withoutKey('any text', undefined), 'any text');
    const [begin, long] = [performance.now(), 'sk-Live/4f9_Q+ü7~'.repeat(100_000)];
    assert.ok(!tellsKey(long, 'sk-Live/4f9_Q+ü7~x'));
    assert.ok(withoutKey(long, 'sk-Live/4f9_Q+ü7~x') === '…'.repeat(100_000));
    assert.ok(performance.now() - begin < 2000);
  });

  it('gives the general key to https servers only, and the own key to all', () => {
    const env = { OPENAI_API_KEY: 'general' };
    assert.equal(endpointKey('https://api.openai.com/v1', env), 'general');
    assert.equal(endpointKey('http://localhost:8080/v1', env), undefined);
    assert.equal(endpointKey('http://localhost:8080/v1', { ...env, QUILL_API_KEY: 'own' }), 'own');
  });
});
