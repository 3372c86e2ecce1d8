/** Text that is HTML already. Only `html` makes it, so nothing else can pass for it. */
export interface Html {
  readonly [markup]: string;
}

const markup = Symbol('html');

export type Content = Html | string | number | readonly (Html | string)[];

/**
 * HTML from a template. Whatever is put in is escaped, unless `html` has made it; attribute values must stand
 * in double quotes. There is no way to put in markup from outside, so forgetting to escape is not possible.
 */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const text = template.map((part, index) => `${part}${index < contents.length ? render(contents[index] ?? '') : ''}`);
  return { [markup]: text.join('') };
}

export function toText(content: Html): string {
  return content[markup];
}

function render(content: Content): string {
  if (typeof content === 'string' || typeof content === 'number') return escape(String(content));
  return isHtml(content) ? content[markup] : content.map((one) => render(one)).join('');
}

function isHtml(content: Html | readonly (Html | string)[]): content is Html {
  return Object.hasOwn(content, markup);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  '=': '&#61;',
};

/**
 * Also takes away what is invisible and can make a text look like another one: control, format and
 * direction characters, lone surrogates. Line breaks stay.
 */
function escape(text: string): string {
  return text
    .replaceAll(/[^\n\P{C}]|[\p{Zl}\p{Zp}]/gu, '\uFFFD')
    .replaceAll(/[&<>"'`=]/g, (sign) => entities[sign] ?? sign);
}
