// The pool of pictures that a discriminator learns from: the last fifty drawn, so that it does not forget what the
// generator drew before. Source: Shrivastava et al., "Learning from simulated and unsupervised images" (2017).

/** What a pool asks of chance. */
interface Chance { int(limit: number): number }

export interface Pool {
  /** Takes in a picture and answers with one to learn from: itself, or every second time an older one, whose place it takes. */
  exchange(chance: Chance, picture: Float32Array): Float32Array;
}

/** `size` 0 keeps none. */
export const createPool = (size: number): Pool => {
  const kept: Float32Array[] = [];
  return {
    exchange(chance, picture) {
      if (kept.length < size) {
        kept.push(picture);
        return picture;
      }
      if (size === 0 || chance.int(2) === 0) return picture;
      const at = chance.int(size), older = kept[at]!;
      kept[at] = picture;
      return older;
    },
  };
};
