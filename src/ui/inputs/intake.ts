// Pictures and films that a person brings, dropped, pasted or picked: kept one after the other, however many come at once,
// and the first of them flows into a piece. One notice says how far it is, one what was refused.

import { addPiece, connectInput } from '../../core/edits.ts';
import { reason } from '../../core/errors.ts';
import type { FileSource } from '../../core/sources.ts';
import type { PanelHost } from '../host.ts';
import { pieceOf } from '../piece-edits.ts';
import { refusalWords, whyRefused } from './refusals.ts';

/** What the chooser of files offers. */
export const PICTURES = 'image/*,video/*';

/** Where a file is to flow in. */
export interface Target { readonly piece: string; readonly input: string }

export interface Intake {
  /** Keeps files and shows the first that can be kept: in `target`, or where a person would expect it. */
  take(files: readonly File[], target?: Target): void;
}

const PROGRESS = 'files', REFUSED = 'files.refused', UNSHOWN = 'files.unshown';
/** Notices of progress at most; each is read out where a screen reader listens. */
const STEPS = 20;
/** The plugin that only shows what flows in. */
const PICTURE = 'picture';

/** Its first input, by name; undefined where there is none. */
const firstInput = (host: PanelHost, plugin: string): string | undefined => Object.keys(host.registry.loaded.get(plugin)?.inputs ?? {})[0];

/** The first input of the piece in focus, or of the only piece that has one. */
const expected = (host: PanelHost): Target | undefined => {
  const { pieces } = host.document.recipe;
  const targets = pieces.flatMap(({ id, plugin }): Target[] => { const input = firstInput(host, plugin); return input === undefined ? [] : [{ piece: id, input }]; });
  return targets.find(({ piece }) => piece === host.focused) ?? (targets.length === 1 ? targets[0] : undefined);
};

/** Lets a file flow in, as one step of undo; where no piece is meant it hangs one. */
const connect = async (host: PanelHost, file: FileSource, wanted: Target | undefined): Promise<void> => {
  const { document } = host;
  const target = wanted && pieceOf(document.recipe, wanted.piece) ? wanted : expected(host);
  if (target) document.edit(connectInput(target.piece, target.input, file));
  else {
    const definition = await host.registry.load(PICTURE), input = firstInput(host, PICTURE);
    if (input === undefined) throw new Error(`plugins/${PICTURE} has no input`);
    document.edit((recipe) => {
      const hung = addPiece(definition)(recipe);
      return connectInput(hung.pieces.at(-1)!.id, input, file)(hung);
    });
    host.focus(document.recipe.pieces.at(-1)?.id);
  }
  document.settle();
};

const intakes = new WeakMap<PanelHost, Intake>();

/** The intake of a host; there is one, so that what comes while others are on their way is counted with them. */
export const intakeOf = (host: PanelHost): Intake => {
  const known = intakes.get(host);
  if (known) return known;
  const { notices, sources } = host;
  let wanted = 0, done = 0, kept = 0, refused: string[] = [], queue: Promise<void> = Promise.resolve();

  const tell = (): void => {
    if (wanted === 1) return;
    if (done < wanted && done % Math.ceil(wanted / STEPS) !== 0) return;
    if (done < wanted) notices.add(PROGRESS, `${kept} of ${wanted} pictures kept`);
    else if (kept > 1) notices.add(PROGRESS, `${kept} of ${wanted} pictures kept. The first is shown; the others are under Kept files, where an input is chosen.`);
    else notices.remove(PROGRESS);
  };
  const tellRefused = (): void => {
    if (refused.length === 0) return;
    notices.add(REFUSED, refusalWords(refused));
  };
  const show = async (file: FileSource, target: Target | undefined): Promise<void> => {
    try {
      await connect(host, file, target);
      notices.remove(UNSHOWN);
    } catch (error) {
      notices.add(UNSHOWN, `${file.name} is kept, but no piece could be hung for it: ${reason(error)}`);
    }
  };
  const takeAll = async (files: readonly File[], target: Target | undefined): Promise<void> => {
    let shown = false;
    for (const file of files) {
      try {
        const source = await sources.keep(file);
        kept++;
        if (!shown) await show(source, target);
        shown = true;
      } catch (error) {
        refused.push(whyRefused(file, error));
      }
      done++;
      tell();
    }
    if (done < wanted) return;
    tellRefused();
    [wanted, done, kept, refused] = [0, 0, 0, []];
  };
  const intake: Intake = {
    take(files, target) {
      if (files.length === 0) return;
      if (wanted === 0) notices.remove(REFUSED);
      wanted += files.length;
      tell();
      queue = queue.then(() => takeAll(files, target));
    },
  };
  intakes.set(host, intake);
  return intake;
};
