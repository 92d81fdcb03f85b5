// The table of a plugin's params for its README, from the declarations. Pure text.

import type { LatentParam, Param, Params } from '#api';

const START = '<!-- params:start -->', END = '<!-- params:end -->';

/** Text inside a table cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => `\`${cell(text)}\``;

const latentRange = ({ dims, distribution, names }: LatentParam): string =>
  `${dims} ${dims === 1 ? 'dimension' : 'dimensions'}, ${distribution}${names ? ` (${names.join(', ')})` : ''}`;

const range = (param: Param): string => {
  switch (param.kind) {
    case 'number': case 'int': return `${param.min} to ${param.max}`;
    case 'vec2': return `two of ${param.min} to ${param.max}`;
    case 'choice': return param.options.map(code).join(', ');
    case 'toggle': return 'true, false';
    case 'color': return '`#rrggbb`';
    case 'sketch': return `${param.width} × ${param.height} cells of ink`;
    case 'mask': return `${param.count} of 0 or 1`;
    case 'seed': return '0 to 2³² − 1';
    case 'latent': return cell(latentRange(param));
    default: return param satisfies never;
  }
};

const start = (param: Param): string => {
  if (param.kind === 'latent') return `seed ${param.default.seed}, ${param.default.speed} key points a minute`;
  if (param.kind === 'sketch' && param.default === '') return 'empty';
  if (param.kind === 'mask' && !param.default.includes('0')) return 'all on';
  return code(Array.isArray(param.default) ? param.default.join(', ') : String(param.default));
};

const COST = { live: 'next frame', reset: 'reset', rebuild: 'rebuild' } as const;

export const paramsTable = (params: Params): string => [
  '| param | kind | range | default | a change costs | what it does |',
  '| --- | --- | --- | --- | --- | --- |',
  ...Object.entries(params).map(([key, param]) => `| ${code(key)} | ${param.kind} | ${range(param)} | ${start(param)} | ${COST[param.apply]} | ${cell(param.hint ?? '')} |`),
].join('\n');

/** The text with its table renewed; undefined where the two markers are missing. */
export const withParamsTable = (readme: string, params: Params): string | undefined => {
  const from = readme.indexOf(START), to = readme.indexOf(END);
  if (from < 0 || to < from) return undefined;
  return `${readme.slice(0, from + START.length)}\n${paramsTable(params)}\n${readme.slice(to)}`;
};
