// What is painted over the field: points, threads and needles as strokes in pixels, and for each tile of the picture a
// list of the strokes that reach into it, so that a pixel asks only those. Nothing is allocated after it is made.

/** Numbers of a stroke: from x, y to x, y, radius, light at both ends, tone. */
export const STROKE = 8;
/** Kinds of stroke, and their colours in the kernel. */
export const TONES = { data: 0, lost: 1, drawn: 2, arrow: 3, mesh: 4 } as const;
/** Strokes at most, tiles of a side, places in the lists of all tiles. */
export const MOST = 2600, TILES = 40, ENTRIES = 40_000;
/** Radii that a stroke's light reaches, with and without a halo. */
export const REACHES = [3, 3, 9, 3, 3] as const;

export interface Items {
  /** `[MOST, STROKE]`, of which `count` are set. */
  readonly strokes: Float32Array;
  /** Where each tile's list begins, `[TILES^2 + 1]`, and then the lists. */
  readonly lists: Uint32Array;
  readonly count: number;
  /** How much of the lists is set. */
  readonly listed: number;
  clear(): void;
  /** One that is not finite, or one too many, is left out. */
  add(ax: number, ay: number, bx: number, by: number, radius: number, lightA: number, lightB: number, tone: number): void;
  /** Makes the lists, of tiles `tile` pixels wide. */
  sort(tile: number): void;
}

const clampTile = (x: number): number => (x < 0 ? 0 : x > TILES - 1 ? TILES - 1 : Math.floor(x));

export const createItems = (): Items => {
  const strokes = new Float32Array(MOST * STROKE), starts = TILES ** 2 + 1, lists = new Uint32Array(starts + ENTRIES), filled = new Uint32Array(TILES ** 2);
  const box = new Int32Array(4);
  let count = 0, listed = 0;
  /** Tiles that a stroke reaches; false where none. */
  const bound = (stroke: number, tile: number): boolean => {
    const at = stroke * STROKE, reach = strokes[at + 4]! * REACHES[strokes[at + 7]!]!, end = TILES * tile;
    const left = Math.min(strokes[at]!, strokes[at + 2]!) - reach, right = Math.max(strokes[at]!, strokes[at + 2]!) + reach;
    const top = Math.min(strokes[at + 1]!, strokes[at + 3]!) - reach, bottom = Math.max(strokes[at + 1]!, strokes[at + 3]!) + reach;
    if (right < 0 || bottom < 0 || left > end || top > end) return false;
    box[0] = clampTile(left / tile);
    box[1] = clampTile(right / tile);
    box[2] = clampTile(top / tile);
    box[3] = clampTile(bottom / tile);
    return true;
  };
  return {
    strokes, lists,
    get count() { return count; },
    get listed() { return listed; },
    clear() { count = 0; },
    add(ax, ay, bx, by, radius, lightA, lightB, tone) {
      if (count === MOST || !Number.isFinite(ax + ay + bx + by + radius)) return;
      const at = count++ * STROKE;
      strokes[at] = ax;
      strokes[at + 1] = ay;
      strokes[at + 2] = bx;
      strokes[at + 3] = by;
      strokes[at + 4] = radius;
      strokes[at + 5] = lightA;
      strokes[at + 6] = lightB;
      strokes[at + 7] = tone;
    },
    sort(tile) {
      filled.fill(0);
      for (let i = 0; i < count; i++) {
        if (!bound(i, tile)) continue;
        for (let y = box[2]!; y <= box[3]!; y++) for (let x = box[0]!; x <= box[1]!; x++) filled[y * TILES + x]!++;
      }
      lists[0] = starts;
      for (let k = 0; k < TILES ** 2; k++) {
        lists[k + 1] = Math.min(lists.length, lists[k]! + filled[k]!);
        filled[k] = lists[k]!;
      }
      listed = lists[TILES ** 2]!;
      for (let i = 0; i < count; i++) {
        if (!bound(i, tile)) continue;
        for (let y = box[2]!; y <= box[3]!; y++) {
          for (let x = box[0]!; x <= box[1]!; x++) {
            const k = y * TILES + x;
            if (filled[k]! < lists[k + 1]!) lists[filled[k]!++] = i;
          }
        }
      }
    },
  };
};
