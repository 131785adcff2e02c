/** Names of pairs and templates by their content, the same on every machine. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BoundQuery } from '../sql/bound.ts';
import { olderTemplateOf, templateOf } from '../sql/template.ts';

const pairDigits = 32;
const templateDigits = 24;

/** 32 hex digits of (schema, slow, fast): the same pair made twice, by a resumed run or on two machines, has one id. */
export function pairId(schema: string, slow: string, fast: string): string {
  return hexOf(JSON.stringify([schema, slow, fast])).slice(0, pairDigits);
}

/** 24 hex digits of the template of a query. */
export function templateId(bound: BoundQuery): string {
  return hexOf(templateOf(bound)).slice(0, templateDigits);
}

/** As older versions named it: see `olderTemplateOf`. */
export function olderTemplateId(bound: BoundQuery): string {
  return hexOf(olderTemplateOf(bound)).slice(0, templateDigits);
}

/** The SHA-256 of a text in UTF-8, 64 hex digits. */
export function hexOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
