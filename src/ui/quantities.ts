// Quantities as the panel writes them: few figures, the unit in one letter.

/** Three figures; a dash for what is not known. */
export const figure = (value: number): string =>
  !(value > 0) ? '–' : value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);

const PREFIXES = ['', ' k', ' M', ' G', ' T', ' P'];

/** Two or three figures and a prefix: 10.9 G. */
export const scaled = (value: number): string => {
  if (!(value > 0)) return '–';
  const power = Math.min(PREFIXES.length - 1, Math.max(0, Math.floor(Math.log10(value) / 3)));
  const short = value / 1000 ** power;
  return `${short < 9.95 ? short.toFixed(1) : short.toFixed(0)}${PREFIXES[power]}`;
};

/** Of bytes: 12.3 MB. */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 9.95e6 ? 1 : 0)} MB`;
