// Writes a prepared set: all files into a new folder beside the old one, then one rename, so that an interrupted run
// leaves the old set or none, never half of one.

import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { dataUnusable, reason } from '../../core/errors.ts';
import { countOf, typeOf, type DataAbout, type DataDraft, type DataValues } from '../../train/data/data-set.ts';
import { split } from '../../train/data/split.ts';
import { contactSheet } from './sheet.ts';

/** The values as the bytes of a file (borrowed). Every machine that runs Node is little-endian. */
export const bytesOf = (values: DataValues): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const replaceFolder = (folder: string, fresh: string): void => {
  const old = `${fresh}-old`;
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
};

/** Splits, hashes and writes `draft` as the set in `folder`, whose last part is the set's name; answers its description. */
export const writeDataSet = (folder: string, whole: DataDraft, made: DataAbout['made']): DataAbout => {
  const draft = split(whole);
  const count = countOf(draft);
  const columns = Object.entries(draft.columns).map(([name, { values, shape, classes }]) => {
    const bytes = bytesOf(values);
    return { name, bytes, column: { file: `${name}.bin`, type: typeOf(values), shape, ...(classes ? { classes } : {}), sha256: sha256(bytes) } };
  });
  const items = bytesOf(draft.items);
  const about: DataAbout = {
    name: basename(folder), title: draft.title, count, shape: draft.shape, type: typeOf(draft.items),
    splits: { train: [0, count - draft.test], test: [count - draft.test, count] },
    columns: Object.fromEntries(columns.map(({ name, column }) => [name, column])),
    ...(draft.names ? { names: draft.names } : {}),
    licence: draft.licence, credits: draft.credits, sources: draft.sources, made, sha256: sha256(items),
  };
  try {
    mkdirSync(dirname(folder), { recursive: true });
    const fresh = mkdtempSync(join(dirname(folder), `.making-${about.name}-`));
    chmodSync(fresh, 0o755);
    try {
      writeFileSync(join(fresh, 'items.bin'), items);
      for (const { bytes, column } of columns) writeFileSync(join(fresh, column.file), bytes);
      writeFileSync(join(fresh, 'sheet.png'), contactSheet(draft));
      writeFileSync(join(fresh, 'about.json'), `${JSON.stringify(about, undefined, 2)}\n`);
      replaceFolder(folder, fresh);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  } catch (error) {
    throw dataUnusable(`Data set ${about.name} cannot be written: ${reason(error)}.`);
  }
  return about;
};
