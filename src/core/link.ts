// A recipe in a link's hash: compact JSON, deflated, base64url. Synchronous, bounded, and never throws on what it reads.

import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { reason, recipeUnreadable, type EngineError } from './errors.ts';

const PREFIX = '#r1.';
/** Bytes a link's recipe may unpack to. */
const MAX_BYTES = 2 ** 20;
/** Characters of a link that are read at all. */
const MAX_LENGTH = 2 ** 18;

export const encodeLink = (compact: unknown): string => {
  const bytes = deflateSync(strToU8(JSON.stringify(compact)), { level: 9 });
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

/** The JSON value in a hash, `undefined` where there is none, or why it cannot be read. */
export const decodeLink = (hash: string): { value?: unknown; error?: EngineError } => {
  if (hash === '' || hash === '#') return {};
  if (!hash.startsWith(PREFIX)) return { error: recipeUnreadable(/^#r\d+\./.test(hash) ? 'the link was made by another version of Driftloom' : 'the link holds no recipe') };
  if (hash.length > MAX_LENGTH) return { error: recipeUnreadable('the link is too long') };
  try {
    const binary = atob(hash.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return { value: JSON.parse(strFromU8(inflateSync(bytes, { out: new Uint8Array(MAX_BYTES) }))) };
  } catch (error) {
    return { error: recipeUnreadable(`the link is damaged (${reason(error)})`) };
  }
};
