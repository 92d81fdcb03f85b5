// The page where there is no WebGPU: what is missing, which browsers have it, and something calm to look at.

import './theme.css';
import type { EngineError } from '../core/errors.ts';
import { element } from './elements.ts';

export const showUnsupported = (parent: HTMLElement, { message, hint }: EngineError): void => {
  const link = element('a', { href: 'https://caniuse.com/webgpu', rel: 'noreferrer' }, 'Where WebGPU runs');
  parent.append(element('main', { class: 'dl-ui dl-unsupported' },
    element('div', { class: 'dl-aurora', 'aria-hidden': 'true' }),
    element('div', { class: 'dl-message', role: 'alert' },
      element('p', { class: 'dl-brand' }, 'Driftloom'),
      element('h1', {}, message),
      element('p', {}, 'Driftloom\'s pictures are painted by small neural networks on the graphics card, through WebGPU.'),
      ...(hint ? [element('p', {}, hint)] : []),
      element('p', {}, link))));
};
