// Reads a prepared set in Node and checks it: sizes against the description, bytes against their hashes.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataUnusable, reason } from '../../core/errors.ts';
import { sizeOf, type DataAbout, type DataSet, type DataType, type DataValues } from '../../train/data/data-set.ts';
import { folderOf, isPath } from './place.ts';
import { sha256 } from './write.ts';

const isList = (value: unknown): value is number[] => Array.isArray(value) && value.every((n) => Number.isInteger(n) && n >= 0);

/** What is missing or wrong in a description; '' where nothing is. */
const fault = (about: Partial<DataAbout>): string => {
  const { count, shape, type, splits, columns } = about;
  if (typeof count !== 'number' || !isList(shape) || (type !== 'u8' && type !== 'f32')) return 'about.json has no count, shape or type';
  if (!isList(splits?.train) || !isList(splits.test) || splits.train[1] !== splits.test[0] || splits.test[1] !== count) return 'about.json has no splits';
  const bad = Object.entries(columns ?? {}).find(([, column]) => typeof column.file !== 'string' || /[\\/]/.test(column.file) || !isList(column.shape));
  return bad ? `about.json says nothing useful of column ${bad[0]}` : '';
};

const title = (name: string): string => isPath(name) ? `The data set in ${name}` : `Data set ${name}`;

const broken = (name: string, why: string): Error =>
  dataUnusable(`${title(name)} is damaged: ${why}.`, isPath(name) ? 'Prepare it again.' : `Run \`npm run data -- ${name}\` again with --force and the options it was made with.`);

/** The description of a prepared set, by its name or the path of its folder. */
export const readAbout = (name: string): DataAbout => {
  const path = join(folderOf(name), 'about.json');
  if (!existsSync(path)) throw dataUnusable(`${title(name)} is not prepared: npm run data -- ${isPath(name) ? '<name>' : name}`);
  let about: DataAbout;
  try {
    about = JSON.parse(readFileSync(path, 'utf8')) as DataAbout;
  } catch (error) {
    throw broken(name, `about.json cannot be read (${reason(error)})`);
  }
  const wrong = fault(about ?? {});
  if (wrong) throw broken(name, wrong);
  return about;
};

const readValues = (name: string, file: string, type: DataType, length: number, hash: string): DataValues => {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folderOf(name), file));
  } catch (error) {
    throw broken(name, `${file} cannot be read (${reason(error)})`);
  }
  const size = type === 'u8' ? length : length * 4;
  if (bytes.length !== size) throw broken(name, `${file} has ${bytes.length} bytes instead of ${size}`);
  if (sha256(bytes) !== hash) throw broken(name, `${file} is not what was written`);
  // A small file may come out of a shared pool, at an offset that floats cannot start at.
  return type === 'u8' ? new Uint8Array(bytes.buffer, bytes.byteOffset, length) : new Float32Array(new Uint8Array(bytes).buffer);
};

/** The whole set, by its name or the path of its folder; arrays are the caller's. */
export const readDataSet = (name: string): DataSet => {
  const about = readAbout(name);
  return {
    about,
    items: readValues(name, 'items.bin', about.type, about.count * sizeOf(about.shape), about.sha256),
    columns: Object.fromEntries(Object.entries(about.columns).map(([column, { file, type, shape, sha256: hash }]) =>
      [column, readValues(name, file, type, about.count * sizeOf(shape), hash)])),
  };
};
