import { createHash } from 'node:crypto';
import type { ApiCall } from '../../shared/aws/service.ts';
import { at } from '../../shared/json.ts';
import type { ApprovalRecord } from '../../shared/ledger/ledger.ts';
import { mostMisses } from '../../shared/pipeline/decide.ts';
import { html, toText } from './html.ts';
import type { Html } from './html.ts';

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.35rem;overflow-wrap:anywhere}
pre,code,dd{overflow-wrap:anywhere;white-space:pre-wrap}
pre{padding:.6rem;border:1px solid #8886;border-radius:.3rem;font-size:.85rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}
dt{font-weight:600}dd{margin:0}
.note{padding:.6rem 1rem;border-left:.3rem solid #b60}
.done{border-color:#282}
label{display:block;margin:1rem 0 .3rem}
input{font:inherit;letter-spacing:.1em;width:16rem;max-width:100%}
button{font:inherit;margin:1rem 1rem 0 0;padding:.4rem 1.2rem}
`;

/** Nothing is loaded, nothing is run, and the form goes nowhere else; the one style is known by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every page. `same-origin`: with `no-referrer`, browsers would send `Origin: null` with the form. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
};

/** What a page says above all else. */
export interface Notice {
  readonly text: string;
  readonly good: boolean;
}

/** The page of a request: what would be done, and, while it can be answered, the form. `now` is in epoch seconds. */
export function requestPage(approval: ApprovalRecord, now: number, notice?: Notice): string {
  const { remediation, resource, why, planDigest, account, region, expiresAt } = approval;
  const said = notice ?? standing(approval, now);
  return document(
    `${remediation}: ${resource.id}`,
    html`<h1>${remediation}<br />${resource.id}</h1>
      ${said === undefined ? '' : saying(said)}
      <dl>
        <dt>Resource</dt>
        <dd>${resource.type} ${resource.arn ?? resource.id}</dd>
        <dt>Account</dt>
        <dd>${account}, ${region}</dd>
        <dt>Plan</dt>
        <dd><code>${planDigest}</code></dd>
        <dt>Until</dt>
        <dd>${new Date(expiresAt * 1000).toISOString()}; no answer means no</dd>
      </dl>
      <h2>What is wrong</h2>
      <ul>
        ${why.map((one) => html`<li>${one}</li>`)}
      </ul>
      <h2>What would be done</h2>
      <ol>
        ${stepsOf(approval).map(step)}
      </ol>
      ${notesOf(approval).map((note) => html`<p>${note}</p>`)} ${canBeAnswered(approval, now) ? form(approval) : ''}`,
  );
}

/** A page that is about no request. */
export function messagePage(text: string): string {
  return document(
    'Redress',
    html`<h1>Redress</h1>
      ${saying({ text, good: false })}`,
  );
}

export function canBeAnswered({ status, expiresAt, misses }: ApprovalRecord, now: number): boolean {
  return status === 'pending' && expiresAt > now && misses < mostMisses;
}

function standing(approval: ApprovalRecord, now: number): Notice | undefined {
  const { status, decidedBy, expiresAt } = approval;
  if (status !== 'pending') return { text: `It has been ${status}, by ${decidedBy ?? 'somebody'}.`, good: true };
  if (expiresAt <= now) return { text: 'Nobody answered in time, which means no.', good: false };
  if (canBeAnswered(approval, now)) return undefined;
  return { text: 'Too many wrong codes were given. Answer with: redress approve, or redress reject.', good: false };
}

function saying({ text, good }: Notice): Html {
  return html`<p class="note ${good ? 'done' : ''}" role="status">${text}</p>`;
}

interface ShownStep {
  readonly title: string;
  readonly call: string;
  readonly undo: string;
}

/** The ledger has the plan as JSON; whatever is not as it should be there is left out rather than believed. */
function stepsOf({ plan }: ApprovalRecord): ShownStep[] {
  const steps: unknown = plan['steps'];
  if (!Array.isArray(steps)) return [];
  return steps.map((one: unknown) => {
    const undo = at(one, 'undo');
    const back = (Array.isArray(undo) ? undo : [undo]).map((action: unknown) => at(action, 'call'));
    const calls = back.filter((call) => call !== undefined).map(callText);
    const final = at(one, 'final');
    return {
      title: textOf(at(one, 'title')),
      call: callText(at(one, 'call')),
      undo: calls.length > 0 ? calls.join('\n') : typeof final === 'string' ? `Can't be undone: ${final}` : '',
    };
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function notesOf({ plan }: ApprovalRecord): string[] {
  const notes: unknown = plan['notes'];
  return Array.isArray(notes) ? notes.map(textOf) : [];
}

function callText(call: unknown): string {
  const { service, operation, input } = (call ?? {}) as Partial<ApiCall>;
  return `${String(service)}.${String(operation)} ${JSON.stringify(input ?? {}, null, 2)}`;
}

function step({ title, call, undo }: ShownStep): Html {
  const back =
    undo === ''
      ? ''
      : html`<p>Undone by:</p>
          <pre>${undo}</pre>`;
  return html`<li>
    <p>${title}</p>
    <pre>${call}</pre>
    ${back}
  </li>`;
}

function form({ id, planDigest }: ApprovalRecord): Html {
  return html`<h2>Your answer</h2>
    <form method="post" action="?id=${id}">
      <input type="hidden" name="id" value="${id}" />
      <input type="hidden" name="planDigest" value="${planDigest}" />
      <label for="code">Code that came with the request</label>
      <input id="code" name="code" autocomplete="off" autocapitalize="off" spellcheck="false" required maxlength="40" />
      <div>
        <button name="decision" value="approve">Approve</button><button name="decision" value="reject">Reject</button>
      </div>
    </form>`;
}

function document(title: string, body: Html): string {
  const head = html`<meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>
      ${title}
    </title>`;
  // The style is a constant of this file, and has to stand as it is hashed.
  return `<!doctype html><html lang="en"><head>${toText(head)}<style>${style}</style></head><body><main>${toText(body)}</main></body></html>`;
}
