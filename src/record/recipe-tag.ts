// The recipe as it travels in files: one text under one key, in a PNG's text chunk or a film's metadata. Who writes a file
// embeds it; who opens one reads it as untrusted as any other text.

/** The key of the text. */
export const RECIPE_TAG = 'driftloom';

/** What is written: the recipe as JSON on one line. `recipe` is a recipe without defaults, as `window.driftloom.recipe()` answers it. */
export const recipeText = (recipe: unknown): string => JSON.stringify(recipe);
