import assert from 'node:assert/strict';
import { endpointKey, isLoopback } from '../../../src/adapters/endpoint/api-key.ts';

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

  it('gives the general key to https servers only, and the own key to all', () => {
    const env = { OPENAI_API_KEY: 'general' };
    assert.equal(endpointKey('https://api.openai.com/v1', env), 'general');
    assert.equal(endpointKey('http://localhost:8080/v1', env), undefined);
    assert.equal(endpointKey('http://localhost:8080/v1', { ...env, QUILL_API_KEY: 'own' }), 'own');
  });
});
