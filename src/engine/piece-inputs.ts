// The inputs of one piece: what flows in at this moment, and whether that is something else than its last picture was
// painted from. And what flows out of a piece into others.

import type { InputPicture, InputPictures } from '#api';
import type { Clock } from '../core/clock.ts';
import { inputPicture, renew, type ChangingPicture } from '../gpu/input-picture.ts';
import type { Tap } from './intake.ts';
import type { Piece } from './piece.ts';

/** Pictures of pieces as inputs of others, and what `painted` was when each was last looked at. */
const views = new WeakMap<GPUTexture, { readonly picture: ChangingPicture; painted: number }>();
const viewOf = (texture: GPUTexture, painted: number): InputPicture => {
  let known = views.get(texture);
  if (!known) views.set(texture, known = { picture: inputPicture(texture), painted });
  if (known.painted !== painted) renew(known.picture);
  known.painted = painted;
  return known.picture;
};

/** What flows out of a piece. `delayed`: its picture of the frame before, which lies behind the one it has finished in this. */
export const pieceTap = (find: () => Piece | undefined, delayed: boolean, clock: Clock): Tap => ({
  get picture() {
    const piece = find(), picture = piece?.picture;
    if (!piece || !picture) return undefined;
    const side = delayed && piece.finishedAt === clock.index ? 1 - picture.front : picture.front, painted = picture.painted[side]!;
    return painted > 0 ? viewOf(picture.textures[side]!, painted) : undefined;
  },
});

/** One connected input. */
interface Inlet { readonly name: string; readonly tap: Tap; picture: InputPicture | undefined; version: number | undefined }

export class PieceInputs {
  private inlets: readonly Inlet[] = [];
  private stale = false;
  private readonly pictures: Record<string, InputPicture | undefined> = {};

  /** Takes other connections; what the piece has painted by the old ones is no more what it should show. */
  connect(taps: readonly (readonly [name: string, tap: Tap])[]): void {
    for (const { name } of this.inlets) this.pictures[name] = undefined;
    this.stale ||= this.inlets.length > 0 || taps.length > 0;
    this.inlets = taps.map(([name, tap]) => ({ name, tap, picture: undefined, version: undefined }));
  }

  get connected(): boolean { return this.inlets.length > 0; }

  /** Inputs that have a picture. */
  get filled(): number {
    let filled = 0;
    for (const { tap } of this.inlets) if (tap.picture) filled++;
    return filled;
  }

  /** Whether something else flows in than was taken last. */
  get changed(): boolean {
    if (this.stale) return true;
    for (const { tap, picture, version } of this.inlets) {
      const now = tap.picture;
      if (now !== picture || now?.version !== version) return true;
    }
    return false;
  }

  /** What flows in now, for a picture of the piece; borrowed until the next is taken. */
  take(): InputPictures {
    this.stale = false;
    for (const inlet of this.inlets) {
      inlet.picture = inlet.tap.picture;
      inlet.version = inlet.picture?.version;
    }
    return this.look(this.pictures);
  }

  /** What flows in now, written to `into`: for pictures beside the piece's own. */
  look(into: Record<string, InputPicture | undefined>): InputPictures {
    for (const { name, tap } of this.inlets) into[name] = tap.picture;
    return into;
  }
}
