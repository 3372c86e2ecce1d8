import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import type { ApprovalRecord } from '../../shared/ledger/ledger.ts';
import { decide } from '../../shared/pipeline/decide.ts';
import type { PersonsAnswer } from '../../shared/pipeline/decide.ts';
import { DIGEST, ID, statuses, tell } from './answers.ts';
import type { ApprovalEdge } from './edge.ts';
import { headOf, json, toRequest } from './http.ts';
import type { Request, Response } from './http.ts';
import { lambdaApprovalEdge } from './lambda-edge.ts';

/**
 * The main way to answer a request for approval: a function URL with `AuthType: AWS_IAM`. Lambda has checked
 * the caller's signature and permissions before this runs, and says who they are.
 *
 * - `GET ?id=<id>` gives the request with its plan
 * - `POST {"id", "decision": "approve" | "reject", "planDigest"}` answers it
 *
 * A refusal is `{"code", "reason"}`. An answer may be repeated: it is given once, whoever repeats it.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function createHandler(edge: ApprovalEdge): MiddyfiedHandler<unknown, Response> {
  return (
    middy<unknown, Response>()
      // Never with the event itself, whatever POWERTOOLS_LOGGER_LOG_EVENT says: its headers carry a session token.
      .use(injectLambdaContext(edge.logger, { logEvent: false }))
      .use(logMetrics(edge.metrics))
      .handler(async (event) => handle(toRequest(event), edge))
  );
}

export const handler = createHandler(lambdaApprovalEdge());

async function handle(request: Request, edge: ApprovalEdge): Promise<Response> {
  const response = await respond(request, edge);
  edge.metrics.addMetric('ApprovalRequests', MetricUnit.Count, 1);
  return request.method === 'HEAD' ? headOf(response) : response;
}

async function respond(request: Request, edge: ApprovalEdge): Promise<Response> {
  const { caller, method } = request;
  // A URL that was opened to everybody by mistake must not become a way to approve without a name.
  if (caller === undefined) return refused(403, 'unauthenticated', 'This URL answers signed requests only.');
  switch (method) {
    case 'GET':
    case 'HEAD':
      return show(request.query.get('id') ?? '', edge);
    case 'POST':
      return answer(request.body, caller, edge);
    default:
      return refused(405, 'method', 'GET shows a request, POST answers it.');
  }
}

async function show(id: string, { ledger }: ApprovalEdge): Promise<Response> {
  if (!ID.test(id)) return refused(400, 'malformed', 'Expected ?id= with the id of a request.');
  const approval = await ledger.approval(id);
  return approval === undefined ? refused(404, 'unknown', 'There is no such request.') : json(200, shown(approval));
}

/** What anybody who may answer may see; neither the code's digest nor the callback is of any use to them. */
function shown(approval: ApprovalRecord): object {
  const { codeDigest: _code, callbackId: _callback, misses: _misses, expiresAt, ...rest } = approval;
  return { ...rest, expires: new Date(expiresAt * 1000).toISOString() };
}

async function answer(body: string, caller: string, edge: ApprovalEdge): Promise<Response> {
  const parsed = parse(body);
  if (parsed === undefined) {
    return refused(
      400,
      'malformed',
      'Expected {"id": …, "decision": "approve" or "reject", "planDigest": "sha256:…"}.',
    );
  }
  const decided = await decide({ ...parsed, approver: { arn: caller } }, edge);
  tell(parsed, caller, decided, edge);
  if (!decided.ok) return refused(statuses[decided.code], decided.code, decided.reason);
  const { id, status, decidedBy, planDigest } = decided.approval;
  return json(200, { id, status, decidedBy, planDigest, repeated: decided.repeated });
}

function parse(body: string): Omit<PersonsAnswer, 'approver'> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const members = new Map<string, unknown>(Object.entries(value));
  const [id, decision, planDigest] = ['id', 'decision', 'planDigest'].map((name) => members.get(name));
  if (members.size !== 3 || typeof id !== 'string' || typeof planDigest !== 'string') return undefined;
  if (!ID.test(id) || !DIGEST.test(planDigest)) return undefined;
  return decision === 'approve' || decision === 'reject' ? { id, decision, planDigest } : undefined;
}

function refused(statusCode: number, code: string, reason: string): Response {
  return json(statusCode, { code, reason });
}
