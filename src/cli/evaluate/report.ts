// What `npm run evaluate` says of the figures: a table for a person, one object for a program, an exit code.

import { clears, type Metric } from '#nets';
import type { Evaluated } from './evaluate.ts';

const figure = (value: number | null): string => (value === null ? '' : Number(value.toPrecision(4)).toString());

const barText = ({ bar }: Metric): string => (bar ? [bar.least === undefined ? '' : `>= ${figure(bar.least)}`, bar.most === undefined ? '' : `<= ${figure(bar.most)}`].filter(Boolean).join(', ') : '');

export const table = ({ file, provenance, metrics }: Evaluated): string => {
  const rows = [['', 'trained', 'untrained', 'real', 'bar'], ...metrics.map((metric) => [metric.name, figure(metric.trained), figure(metric.untrained), figure(metric.real), barText(metric)])];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row, i) => {
    const metric = metrics[i - 1];
    return `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}${metric?.bar ? clears(metric) ? '  cleared' : '  MISSED' : ''}`.trimEnd();
  });
  return `${file}: ${provenance.steps} steps on ${provenance.data}, ${provenance.backend}, ${provenance.machine}\n${lines.join('\n')}\n`;
};

/** What --json prints. */
export const record = (plugin: string, done: readonly Evaluated[]): object =>
  ({ plugin, weights: done.map(({ file, metrics }) => ({ file: `assets/${file}`, metrics: metrics.map((metric) => ({ ...metric, bar: metric.bar ?? null, pass: clears(metric) })) })) });

/** 1 where a bar is missed. */
export const exitCode = (done: readonly Evaluated[]): number => (done.every(({ metrics }) => metrics.every(clears)) ? 0 : 1);
