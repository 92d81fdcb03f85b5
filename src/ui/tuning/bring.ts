// Pictures that a person brings to learn from: kept one after the other, however many come at once, and laid on a heap. What
// comes together is one step of undo; what is refused is one notice.

import { editTuning } from '../../core/edits.ts';
import { reason } from '../../core/errors.ts';
import { MOST_PICTURES, type TuningPicture } from '../../core/tuning.ts';
import type { PanelHost } from '../host.ts';
import { refusalWords, whyRefused } from '../inputs/refusals.ts';
import { pieceOf } from '../piece-edits.ts';
import { tuningOf } from './lack.ts';

export interface Bring {
  /** What is under way: 'Keeping 12 of 32'; '' for nothing. */
  readonly words: string;
  /** Keeps files and lays them on a heap. */
  take(files: readonly File[], heap: number): void;
  /** The same with files that are yet to be had; `failure` is said where they cannot be. */
  takeWhenThere(files: Promise<readonly File[]>, heap: number, failure: string): Promise<void>;
  /** Lays what is kept by now: a few times a second, not picture by picture. */
  update(): void;
}

const REFUSED = 'tuning.refused', FAILED = 'tuning.brought';
const isFilm = ({ name, type }: File): boolean => type.startsWith('video/') || /\.(mp4|m4v|mov|webm|mkv)$/i.test(name);
const film = (name: string): Error => new Error(`${name} is a film, and it learns from pictures.`);

export const createBring = (host: PanelHost, id: string): Bring => {
  const { document, notices, sources } = host;
  let wanted = 0, done = 0, batch = 0, refused: string[] = [], kept: TuningPicture[] = [], queue: Promise<void> = Promise.resolve();

  const lay = (): void => {
    const laid = kept;
    kept = [];
    if (laid.length === 0 || !pieceOf(document.recipe, id)) return;
    document.edit(editTuning(id, (tuning) => ({ ...tuning, pictures: [...tuning.pictures, ...laid] })), `${id}.tuning.brought.${batch}`);
  };
  const keep = async (file: File): Promise<Extract<TuningPicture['source'], { from: 'image' }>> => {
    if (isFilm(file)) throw film(file.name);
    const source = await sources.keep(file), { from } = source;
    if (from !== 'image') throw film(file.name);
    return { ...source, from };
  };
  const takeAll = async (files: readonly File[], heap: number): Promise<void> => {
    for (const file of files) {
      try {
        kept.push({ source: await keep(file), heap, crop: 0 });
      } catch (error) {
        refused.push(whyRefused(file, error));
      }
      done++;
    }
    if (done < wanted) return;
    [wanted, done] = [0, 0];
    lay();
    document.settle();
    if (refused.length > 0) notices.add(REFUSED, refusalWords(refused));
    refused = [];
    batch++;
  };
  const take = (files: readonly File[], heap: number): void => {
    if (files.length === 0) return;
    if (wanted === 0) notices.remove(REFUSED);
    const room = Math.max(0, MOST_PICTURES - tuningOf(document.recipe, id).pictures.length - kept.length - (wanted - done)), taken = files.slice(0, room);
    if (taken.length < files.length) refused.push(`${files.length - taken.length} pictures were left out: ${MOST_PICTURES} are the most that a piece learns from.`);
    wanted += taken.length;
    queue = queue.then(() => takeAll(taken, heap));
  };
  return {
    get words() { return wanted > 1 ? `Keeping ${done} of ${wanted}` : ''; },
    take,
    async takeWhenThere(files, heap, failure) {
      notices.remove(FAILED);
      try {
        take(await files, heap);
      } catch (error) {
        notices.add(FAILED, `${failure}: ${reason(error)}`);
      }
    },
    update: lay,
  };
};
