// What is said of files that could not be kept, however many they are.

import { reason } from '../../core/errors.ts';

/** Refusals that are told one by one. */
const MOST_TOLD = 4;

/** Why a file was refused, with its name. */
export const whyRefused = ({ name }: File, error: unknown): string => {
  const why = reason(error);
  return why.includes(name) ? why : `${name}: ${why}`;
};

/** All refusals as one notice. */
export const refusalWords = (refused: readonly string[]): string => {
  const told = refused.slice(0, MOST_TOLD), more = refused.length - told.length;
  return [...(refused.length > 1 ? [`${refused.length} files could not be kept:`] : []), ...told, ...(more > 0 ? [`and ${more} more.`] : [])].join('\n');
};
