// The only chance in the engine: a named, seeded stream. sfc32 by Chris Doty-Humphrey (PractRand), seeded through
// splitmix32; the same seed and stream give the same numbers on every machine.

export interface Random {
  /** 0 <= x < 1. */
  uniform(): number;
  /** Mean 0, deviation 1 (Box-Muller). */
  normal(): number;
  /** Integer 0 <= n < limit. */
  int(limit: number): number;
}

const hash = (text: string): number => {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
};

/** A stream of `seed`; streams of different names are independent. */
export const random = (seed: number, stream = ''): Random => {
  let s = (seed ^ hash(stream)) >>> 0;
  const splitmix = (): number => {
    s = (s + 0x9e3779b9) | 0;
    let t = Math.imul(s ^ (s >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return t ^ (t >>> 15);
  };
  let a = splitmix(), b = splitmix(), c = splitmix(), d = splitmix();
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  const uniform = (): number => next() / 2 ** 32;
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal, int: (limit) => Math.floor(uniform() * limit) };
};

/** A seed made from another, for "new seed" buttons: deterministic, never the same twice in a row. */
export const nextSeed = (seed: number): number => {
  const next = random(seed, 'next').int(1_000_000);
  return next === seed ? next + 1 : next;
};
