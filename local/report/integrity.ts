import { html } from '../../functions/operations/html.ts';
import type { Html } from '../../functions/operations/html.ts';
import type { LogReport } from '../../shared/evidence/finding.ts';
import { minute, plural } from './words.ts';

/** Findings beyond that are in the JSON twin. */
const mostFindings = 100;

/** The end of a sentence that says what the report was made from. */
export function integrityText(integrity: LogReport | undefined): string {
  if (integrity === undefined) return '; whether that is as it was written was not asked.';
  if (integrity.findings.length > 0) return `, which is NOT as it was sealed: ${found(integrity)}.`;
  return integrity.seals === 0 ? ', which is not sealed yet.' : ', which is as it was sealed.';
}

/** Whether the records are what was sealed, and how a reader can tell without believing this page. */
export function integritySection(integrity: LogReport | undefined): Html {
  const check = html`<code>redress verify-log</code>`;
  if (integrity === undefined)
    return html`<p>
      Not asked when this report was made. ${check} names whatever was changed, removed, added or put into another
      order; with <code>--public-key</code> or <code>--key</code>, the report says so itself.
    </p>`;
  const { checkedAt, seals, records, unsealed, head, findings } = integrity;
  const upTo = head === undefined ? '' : html` Sealed up to ${head.day}, by the seal <code>${head.digest}</code>.`;
  return html`<p>
      Checked ${minute(checkedAt)}: ${plural(seals, 'seal', 'seals')} and ${plural(records, 'record', 'records')} are as
      they were sealed and signed, ${plural(unsealed, 'record is', 'records are')} not sealed yet,
      ${findings.length === 0 ? 'nothing was found.' : `${found(integrity)}.`}${upTo} ${check} comes to the same.
    </p>
    ${findings.length === 0 ? '' : findingList(integrity)}`;
}

function findingList({ findings }: LogReport): Html {
  const shown = findings
    .slice(0, mostFindings)
    .map(({ kind, what, key, detail }) => html`<li><b>${kind} ${what}</b> <code>${key}</code>: ${detail}</li>`);
  const more = findings.length - shown.length;
  return html`<ul>
      ${shown}
    </ul>
    ${more === 0 ? '' : html`<p>And ${more} more; the JSON file has all.</p>`}`;
}

function found({ findings }: LogReport): string {
  return plural(findings.length, 'finding', 'findings');
}
