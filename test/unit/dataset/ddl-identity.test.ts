import assert from 'node:assert/strict';
import { ddlIdentity, heldOutUnderAnyName } from '../../../src/core/dataset/ddl-identity.ts';

const shop = `-- The shop.
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id));
CREATE INDEX orders_customer ON orders (customer_id);
`;

describe('the identity of a schema', () => {
  it('is that of its tables, however they are written', () => {
    const same = [
      shop.replaceAll('\n', '\r\n').toLowerCase(),
      shop.replaceAll('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS').replaceAll(' (', '('),
      shop.replace(/CREATE INDEX.*/, '').replace('customers (id I', '"customers" /* all */ ([id] I'),
      shop.split(';\n').reverse().join(';\n'),
    ];
    for (const ddl of same) assert.equal(ddlIdentity(ddl), ddlIdentity(shop), ddl);
    for (const ddl of [shop.replace('NOT NULL', ''), shop.replace('customer_id I', 'client_id I'), ''])
      assert.notEqual(ddlIdentity(ddl), ddlIdentity(shop), ddl);
  });

  it('holds a schema out under any name', () => {
    const known = [
      { id: 'shop', ddl: shop },
      { id: 'zoo', ddl: 'CREATE TABLE animals (id)' },
    ];
    const others = [
      { id: 'own-shop', ddl: shop.toUpperCase() },
      { id: 'own-zoo', ddl: 'create table animals(id)' },
    ];
    assert.deepEqual(heldOutUnderAnyName(['shop'], known, others), ['shop', 'own-shop']);
    assert.deepEqual(heldOutUnderAnyName([], known, others), []);
  });
});
