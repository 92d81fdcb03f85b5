// Where a film stands at a time of the clock: it goes round and round. Pure functions; seconds.

/** 0 <= place < duration; 0 for a film of no known length. */
export const placeOf = (time: number, duration: number): number =>
  (duration > 0 && Number.isFinite(duration) ? ((time % duration) + duration) % duration : 0);

/** The shorter way round from one place to another, negative backwards. */
export const wayTo = (from: number, to: number, duration: number): number => {
  const way = to - from;
  return duration > 0 && Number.isFinite(duration) ? way - duration * Math.round(way / duration) : way;
};
