import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import { byCode, decide } from '../../shared/pipeline/decide.ts';
import type { Decided, PersonsAnswer } from '../../shared/pipeline/decide.ts';
import { DIGEST, ID, statuses, tell } from './answers.ts';
import { messagePage, pageHeaders, requestPage } from './approval-html.ts';
import type { Notice } from './approval-html.ts';
import type { ApprovalEdge } from './edge.ts';
import { headOf, page, toRequest } from './http.ts';
import type { Request, Response } from './http.ts';
import { lambdaApprovalEdge } from './lambda-edge.ts';

/**
 * A page for people without credentials at hand, behind a function URL of its own that is off by default and
 * asks for no signature. GET and HEAD only show; so do POSTs without the code that came by the other
 * channel. Mail scanners may follow the link, run scripts and submit the form: none of that answers anything.
 *
 * Whoever answers here is on record as the holder of the code, not by name, and may be the author of the
 * change: for more than that there is the approvals function.
 */
export function createHandler(edge: ApprovalEdge): MiddyfiedHandler<unknown, Response> {
  return (
    middy<unknown, Response>()
      // Never with the event itself: its body holds the code.
      .use(injectLambdaContext(edge.logger, { logEvent: false }))
      .use(logMetrics(edge.metrics))
      .handler(async (event) => handle(toRequest(event), edge))
  );
}

export const handler = createHandler(lambdaApprovalEdge());

async function handle(request: Request, edge: ApprovalEdge): Promise<Response> {
  edge.metrics.addMetric('ApprovalPageRequests', MetricUnit.Count, 1);
  switch (request.method) {
    case 'GET':
      return show(request.query.get('id') ?? '', edge);
    case 'HEAD':
      return headOf(await show(request.query.get('id') ?? '', edge));
    case 'POST':
      return answer(request, edge);
    default:
      return message(405, 'This page can be looked at and answered, and nothing else.');
  }
}

async function show(id: string, edge: ApprovalEdge, notice?: Notice, statusCode = 200): Promise<Response> {
  const approval = ID.test(id) ? await edge.ledger.approval(id) : undefined;
  if (approval === undefined) return message(404, 'There is no such request.');
  const now = Math.floor(edge.clock.now().getTime() / 1000);
  return page(statusCode, pageHeaders, requestPage(approval, now, notice));
}

async function answer(request: Request, edge: ApprovalEdge): Promise<Response> {
  if (!isOwnForm(request)) return message(403, 'This answer did not come from this page.');
  const given = parse(request.body);
  if (given === undefined) return message(400, 'This is not the form of this page.');
  const decided = await decide(given, edge);
  // Nothing was tried where there was no code; whatever fills in forms would fill the log as well.
  if (decided.ok || decided.code !== 'code-missing') tell(given, byCode, decided, edge);
  const statusCode = decided.ok ? 200 : statuses[decided.code];
  return show(given.id, edge, said(decided), statusCode);
}

/**
 * Whether a form was sent by a page of this URL: browsers say so in headers that no script can set. What
 * says neither is no browser, and has no business here.
 */
function isOwnForm({ header, origin }: Request): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const type = header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return header('origin') === origin && type === 'application/x-www-form-urlencoded';
}

function parse(body: string): PersonsAnswer | undefined {
  const fields = new URLSearchParams(body);
  const names = [...fields.keys()].toSorted();
  if (names.join() !== 'code,decision,id,planDigest') return undefined;
  const [code = '', decision, id = '', planDigest = ''] = names.map((name) => fields.get(name) ?? '');
  if (!ID.test(id) || !DIGEST.test(planDigest)) return undefined;
  if (decision !== 'approve' && decision !== 'reject') return undefined;
  return { id, decision, planDigest, approver: { code } };
}

function said(decided: Decided): Notice {
  if (!decided.ok) return { text: decided.reason, good: false };
  const { status } = decided.approval;
  return {
    text:
      status === 'approved'
        ? 'Approved. The resource is read again before anything is done.'
        : 'Rejected. Nothing is done.',
    good: true,
  };
}

function message(statusCode: number, text: string): Response {
  return page(statusCode, pageHeaders, messagePage(text));
}
