import { html } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import { shownKinds } from './figures.ts';
import { kindWords } from './words.ts';

/** Units of the drawing are about pixels, so that texts are as large in one chart as in another. */
export const wide = 1080;
export const narrow = 500;
export const height = 200;

/** A drawing with its title, and its content in words for those who don't see it. */
export function figure(
  title: string,
  text: string,
  drawing: Html | readonly Html[],
  more: { readonly wide?: boolean; readonly tall?: number; readonly below?: Html } = {},
): Html {
  return html`<figure class="${more.wide === true ? 'wide' : ''}">
    <figcaption>${title}</figcaption>
    <svg
      viewBox="0 0 ${more.wide === true ? wide : narrow} ${more.tall ?? height}"
      role="img"
      aria-label="${`${title}. ${text}`}"
    >
      ${drawing}
    </svg>
    <p class="soft">${text}</p>
    ${more.below ?? ''}
  </figure>`;
}

/** Which colour is which outcome. */
export function key(): Html {
  return html`<ul class="key">
    ${shownKinds.map((kind) => html`<li><span class="mark ${kind}">${kindWords[kind]}</span></li>`)}
  </ul>`;
}

export function fixed(number: number): string {
  return number.toFixed(1);
}
