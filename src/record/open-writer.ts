// Which writer a recording needs, and where it writes to.

import { badArgument } from '../core/errors.ts';
import { isPictures } from './formats.ts';
import type { RecordPlan } from './plan.ts';
import { openDisk, openMemory } from './sink.ts';
import type { Metadata, Writer, WriterSetting } from './writer.ts';

/** A file or, for a sequence of pictures, a folder; memory where undefined. */
export type Destination = FileSystemFileHandle | FileSystemDirectoryHandle | undefined;

/** Whether a recording is many files: they go into a folder, or into a zip. */
export const isSequence = ({ format, from, until }: Pick<RecordPlan, 'format' | 'from' | 'until'>): boolean => isPictures(format) && until - from > 1;

/** Ending of the file that a recording becomes where it is one. */
export const endingOf = (plan: Pick<RecordPlan, 'format' | 'from' | 'until'>): string => (isSequence(plan) ? 'zip' : plan.format.extension);

/** Encoders are fetched when they are first needed. */
const open = async (setting: WriterSetting, many: boolean): Promise<Writer> => {
  const { format: { codec, extension } } = setting.plan;
  if (many) return (await import('./pictures-writer.ts')).openZipWriter(setting);
  if (codec) return (await import('./film-writer.ts')).openFilmWriter(setting);
  if (extension === 'gif') return (await import('./gif-writer.ts')).openGifWriter(setting);
  return (await import('./pictures-writer.ts')).openStillWriter(setting);
};

/** Rejects with a sentence where the browser has none, or the disk refuses. */
export const openWriter = async (plan: RecordPlan, metadata: Metadata | undefined, to: Destination): Promise<Writer> => {
  const many = isSequence(plan), folder = to?.kind === 'directory' ? to : undefined, handle = to?.kind === 'file' ? to : undefined;
  if (folder && !many) throw badArgument('A recording that is one file goes into a file, not into a folder.');
  if (handle && many) throw badArgument('A sequence of pictures goes into a folder or, where none is given, into a zip in memory; not into a file.');
  if (folder) return (await import('./pictures-writer.ts')).openFolderWriter({ plan, metadata }, folder);
  const setting = { plan, metadata, sink: handle ? await openDisk(handle) : openMemory(many ? 'application/zip' : plan.format.type) };
  try {
    return await open(setting, many);
  } catch (error) {
    // Nothing is written: the file on the disk is left as it was.
    await setting.sink.abandon();
    throw error;
  }
};
