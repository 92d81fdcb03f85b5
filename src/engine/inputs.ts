// All that flows: connects the inputs of pieces as their recipes say, opens what lies outside while it is wanted, and tells
// of sources that fail.

import type { Clock } from '../core/clock.ts';
import type { Notices } from '../core/notices.ts';
import { same } from '../core/params.ts';
import { sourceKey, type OutsideSource, type Source, type Sources } from '../core/sources.ts';
import type { Upload } from '../gpu/upload.ts';
import type { OpenFeed } from './feeds.ts';
import { Intake, type Tap } from './intake.ts';
import type { Piece } from './piece.ts';
import { pieceTap } from './piece-inputs.ts';

/** What may be asked of the sources of inputs. */
export interface InputState {
  /** Why a piece's input shows nothing new, as a sentence; '' while it does, and where it comes from no outside. */
  problem(piece: string, input: string): string;
  /** Opens the source of an input anew, for all inputs that it flows into. */
  retry(piece: string, input: string): void;
}

export interface Inputs extends InputState {
  /** Connects what the pieces' recipes say; a source that is wanted on is not opened again. */
  apply(pieces: readonly Piece[]): void;
  /** A live frame begins. */
  follow(): void;
  /** Resolves when all that lies outside is at the clock's time. */
  seek(): Promise<void>;
  /** Uploads what is new, and tells of what is wrong. */
  pull(): void;
  dispose(): void;
}

export interface InputsHost {
  readonly clock: Clock;
  readonly notices: Notices;
  readonly openFeed: OpenFeed;
  upload(label: string): Upload;
}

/** An input that something from outside flows into, and what was last told of it. */
interface Slot { readonly piece: string; readonly input: string; readonly label: string; readonly intake: Intake; told: string }

const noticeKey = (piece: string, input: string): string => `input ${piece}.${input}`;

/** What of a piece's recipe its plugin takes in. */
const connectionsOf = ({ recipe: { inputs = {} }, definition }: Piece): [string, Source][] =>
  Object.entries(inputs).filter(([input]) => Object.hasOwn(definition.inputs ?? {}, input));

export const createInputs = ({ clock, notices, openFeed, upload }: InputsHost): Inputs => {
  let slots: readonly Slot[] = [], intakes: readonly Intake[] = [];
  let pieces = new Map<string, Piece>();
  /** By piece, what it was last connected to. */
  const connected = new WeakMap<Piece, { readonly sources: Sources; readonly intakes: readonly (Intake | undefined)[] }>();
  const slotOf = (piece: string, input: string): Slot | undefined => slots.find((slot) => slot.piece === piece && slot.input === input);

  /** An intake for each source, by its key. One that is not wanted any more goes on with what takes its place, so that a drawing that grows keeps its textures. */
  const intakesFor = (wanted: readonly (readonly [piece: string, input: string, source: OutsideSource])[]): ReadonlyMap<string, Intake> => {
    const keys = new Set(wanted.map(([, , source]) => sourceKey(source))), found = new Map<string, Intake>(), free = new Set<Intake>();
    for (const intake of intakes) {
      if (keys.has(intake.key)) found.set(intake.key, intake);
      else free.add(intake);
    }
    for (const [piece, input, source] of wanted) {
      const key = sourceKey(source), former = slotOf(piece, input)?.intake;
      if (found.has(key)) continue;
      found.set(key, former && free.delete(former) ? former.become(source) : new Intake(openFeed, source, upload(`${piece} ${input}`)));
    }
    for (const intake of free) intake.dispose();
    return found;
  };

  const tell = (slot: Slot): void => {
    const { piece, input, label, intake } = slot, { problem } = intake;
    if (problem === slot.told) return;
    slot.told = problem;
    if (problem) notices.add(noticeKey(piece, input), `${intake.picture ? `${piece} goes on with the last picture of its input ${label}.` : `Nothing flows into ${piece}'s input ${label}.`} ${problem}`);
    else notices.remove(noticeKey(piece, input));
  };

  return {
    apply(list) {
      pieces = new Map(list.map((piece) => [piece.id, piece]));
      const wanted = list.flatMap((piece) => connectionsOf(piece).flatMap(([input, source]) => (source.from === 'piece' ? [] : [[piece.id, input, source] as const])));
      const found = intakesFor(wanted), before = slots;
      intakes = [...found.values()];
      slots = wanted.map(([piece, input, source]) => {
        const intake = found.get(sourceKey(source))!, known = slotOf(piece, input);
        return { piece, input, label: pieces.get(piece)!.definition.inputs![input]!.label ?? input, intake, told: known?.told ?? '' };
      });
      for (const { piece, input } of before) if (!slotOf(piece, input)) notices.remove(noticeKey(piece, input));
      for (const piece of list) {
        const connections = connectionsOf(piece), sources = Object.fromEntries(connections);
        const flowing = connections.map(([input]) => slotOf(piece.id, input)?.intake);
        const known = connected.get(piece);
        if (known ? same(known.sources, sources) && flowing.every((intake, i) => intake === known.intakes[i]) : flowing.length === 0) continue;
        connected.set(piece, { sources, intakes: flowing });
        piece.inputs.connect(connections.map(([input, source], i): [string, Tap] =>
          [input, source.from === 'piece' ? pieceTap(() => pieces.get(source.piece), source.delayed, clock) : flowing[i]!]));
      }
    },
    follow() { for (const intake of intakes) intake.follow(clock.time, clock.playing); },
    async seek() { await Promise.all(intakes.map((intake) => intake.seek(clock.time))); },
    pull() {
      for (const intake of intakes) intake.pull();
      for (const slot of slots) tell(slot);
    },
    problem: (piece, input) => slotOf(piece, input)?.intake.problem ?? '',
    retry: (piece, input) => slotOf(piece, input)?.intake.reopen(),
    dispose() {
      for (const intake of intakes) intake.dispose();
      slots = intakes = [];
      pieces.clear();
    },
  };
};
