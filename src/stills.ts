// Addresses of the pictures in assets/datasets that can flow into pieces. A module of its own, imported when one is asked
// for: there are many.

const FOUND = import.meta.glob<string>('/assets/datasets/{landscapes,vangogh}/*.{jpg,jpeg,png,webp}', { eager: true, query: '?url', import: 'default' });

/** By path under assets/datasets, as `landscapes/valley-01.jpg`. */
export const stillAddresses: ReadonlyMap<string, string> = new Map(Object.entries(FOUND).map(([path, address]) => [path.replace('/assets/datasets/', ''), address]));
