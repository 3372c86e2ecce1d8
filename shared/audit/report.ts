import { errorRecord, failureKind } from '../aws/failure.ts';
import type { Reporter } from './service.ts';

export interface Requesting {
  readonly audit: Reporter;
  readonly fetch: (url: string) => Promise<Response>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** What the report is called, new each time. */
  readonly name: string;
}

export type AuditReport =
  | {
      readonly result: 'fetched';
      readonly bytes: Uint8Array;
      /** `undefined`: Audit Manager would not say. */
      readonly isValid: boolean | undefined;
      readonly signedAt: string | undefined;
      readonly problems: readonly string[];
    }
  | { readonly result: 'not-available' | 'no-such-assessment' | 'failed' | 'too-slow'; readonly reason: string };

const every = 15_000;
/** A report over 22,000 pieces of evidence takes a while; nobody waits for longer than an hour. */
const mostLooks = 240;

/**
 * Has Audit Manager make a report of an assessment, fetches it, and has its integrity checked.
 *
 * @param wanted id or name of the assessment
 * @throws what may do better later
 */
export async function auditReport(wanted: string, requesting: Requesting): Promise<AuditReport> {
  try {
    return await request(wanted, requesting);
  } catch (error) {
    if (failureKind(error) !== 'denied') throw error;
    const { name, message } = errorRecord(error);
    return { result: 'not-available', reason: `${name}: ${message}` };
  }
}

async function request(wanted: string, { audit, fetch, sleep, name }: Requesting): Promise<AuditReport> {
  const assessmentId = await assessmentOf(wanted, audit);
  if (assessmentId === undefined)
    return { result: 'no-such-assessment', reason: 'No active assessment has this name or id.' };
  const { assessmentReport } = await audit.CreateAssessmentReport({ assessmentId, name });
  const assessmentReportId = assessmentReport?.id;
  if (assessmentReportId === undefined) return { result: 'failed', reason: 'Audit Manager began no report.' };
  for (let looks = 0; ; looks += 1) {
    const status = await statusOf(assessmentReportId, audit);
    if (status === 'COMPLETE') break;
    if (status === 'FAILED') return { result: 'failed', reason: 'Audit Manager could not make the report.' };
    if (looks === mostLooks)
      return { result: 'too-slow', reason: `Audit Manager is still at report ${assessmentReportId}.` };
    await sleep(every);
  }
  const { preSignedUrl } = await audit.GetAssessmentReportUrl({ assessmentId, assessmentReportId });
  const link = preSignedUrl?.link ?? '';
  if (!URL.canParse(link)) return { result: 'failed', reason: 'Audit Manager gave no address for the report.' };
  const answer = await fetch(link);
  if (!answer.ok) return { result: 'failed', reason: `The report could not be fetched: HTTP ${answer.status}.` };
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { result: 'fetched', bytes, ...(await validated(link, audit)) };
}

/**
 * The API's reference calls it a relative path, and yet its pattern asks for `s3://…`: bucket and key, which are in the
 * address that the report is fetched from. No example shows more, so a refusal is told and is no verdict.
 *
 * https://docs.aws.amazon.com/audit-manager/latest/APIReference/API_ValidateAssessmentReportIntegrity.html
 */
async function validated(link: string, audit: Reporter) {
  const s3RelativePath = s3PathOf(link);
  try {
    const answer = await audit.ValidateAssessmentReportIntegrity({ s3RelativePath });
    return {
      isValid: answer.signatureValid,
      signedAt: answer.signatureDateTime,
      problems: answer.validationErrors ?? [],
    };
  } catch (error) {
    const { name, message } = errorRecord(error);
    return { isValid: undefined, signedAt: undefined, problems: [`${name}: ${message} (asked for ${s3RelativePath})`] };
  }
}

/**
 * `s3://bucket/key` of an object's address, with the bucket in the host's name or else in the path.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function s3PathOf(link: string): string {
  const { hostname, pathname } = new URL(link);
  const bucket = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)*amazonaws\.com(?:\.cn)?$/.exec(hostname)?.[1];
  const path = decodeURIComponent(pathname);
  return bucket === undefined ? `s3:/${path}` : `s3://${bucket}${path}`;
}

async function assessmentOf(wanted: string, audit: Reporter): Promise<string | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await audit.ListAssessments({ status: 'ACTIVE', ...(nextToken === undefined ? {} : { nextToken }) });
    const found = page.assessmentMetadata?.find(({ id, name }) => id === wanted || name === wanted);
    if (found !== undefined) return found.id;
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return undefined;
}

async function statusOf(report: string, audit: Reporter): Promise<string | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await audit.ListAssessmentReports(nextToken === undefined ? {} : { nextToken });
    const found = page.assessmentReports?.find(({ id }) => id === report);
    if (found !== undefined) return found.status;
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return undefined;
}
