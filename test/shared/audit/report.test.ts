import { expect, it } from 'vitest';
import { auditReport, s3PathOf } from '../../../shared/audit/report.ts';
import type { Reporter } from '../../../shared/audit/service.ts';
import { auditError, notSetUp } from '../../kit/fake-audit-manager.ts';

const $metadata = {};
const link = 'https://reports.s3.eu-central-1.amazonaws.com/assessmentReports/AI%202026.zip?X-Amz-Signature=x';

function reporter(more: Partial<Reporter> = {}): Reporter {
  const statuses = ['IN_PROGRESS', 'IN_PROGRESS', 'COMPLETE'] as const;
  let looks = 0;
  return {
    ListAssessments: async (input) =>
      input?.nextToken === undefined
        ? { $metadata, assessmentMetadata: [{ id: 'one', name: 'Other' }], nextToken: 'x' }
        : { $metadata, assessmentMetadata: [{ id: 'two', name: 'AI 2026' }] },
    CreateAssessmentReport: async ({ assessmentId }) => ({
      $metadata,
      assessmentReport: { id: `report-of-${assessmentId}` },
    }),
    ListAssessmentReports: async (input) =>
      input?.nextToken === undefined
        ? { $metadata, assessmentReports: [{ id: 'another', status: 'FAILED' }], nextToken: 'x' }
        : { $metadata, assessmentReports: [{ id: 'report-of-two', status: statuses[looks++] ?? 'COMPLETE' }] },
    GetAssessmentReportUrl: async () => ({ $metadata, preSignedUrl: { hyperlinkName: 'x', link } }),
    ValidateAssessmentReportIntegrity: async ({ s3RelativePath }) => ({
      $metadata,
      signatureValid: s3RelativePath === 's3://reports/assessmentReports/AI 2026.zip',
      signatureDateTime: '2026-11-21T05:00:00Z',
    }),
    ...more,
  };
}

async function report(audit: Reporter, wanted = 'AI 2026', answer = new Response('PK zip')) {
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  return {
    ...(await auditReport(wanted, { audit, fetch: async () => answer.clone(), sleep, name: 'redress' })),
    waits,
  };
}

it.each(['AI 2026', 'two'])('makes, waits for, fetches and validates the report of %s', async (wanted) => {
  const fetched = await report(reporter(), wanted);

  expect(fetched).toMatchObject({ result: 'fetched', isValid: true, signedAt: '2026-11-21T05:00:00Z', problems: [] });
  expect(fetched.waits).toEqual([15_000, 15_000]);
  expect(fetched.result === 'fetched' && Buffer.from(fetched.bytes).toString()).toBe('PK zip');
});

it('says what is wrong with a report that was changed', async () => {
  const audit = reporter({
    ValidateAssessmentReportIntegrity: async () => ({
      $metadata,
      signatureValid: false,
      validationErrors: ['digest.txt'],
    }),
  });

  expect(await report(audit)).toMatchObject({ result: 'fetched', isValid: false, problems: ['digest.txt'] });
});

it('keeps the report where its integrity can’t be validated, and does not call it valid', async () => {
  const audit = reporter({
    ValidateAssessmentReportIntegrity: async () => {
      throw auditError('ValidationException', 400, 'no');
    },
  });

  expect(await report(audit)).toMatchObject({
    result: 'fetched',
    isValid: undefined,
    problems: ['ValidationException: no (asked for s3://reports/assessmentReports/AI 2026.zip)'],
  });
});

it('knows no assessment of another name', async () => {
  expect(await report(reporter(), 'Nothing')).toMatchObject({ result: 'no-such-assessment' });
});

it('says that the report failed, that it takes too long, that it has no address or can’t be fetched', async () => {
  const status = (one: 'FAILED' | 'IN_PROGRESS') =>
    reporter({
      ListAssessmentReports: async () => ({ $metadata, assessmentReports: [{ id: 'report-of-two', status: one }] }),
    });

  expect(await report(status('FAILED'))).toMatchObject({ result: 'failed' });
  expect(await report(status('IN_PROGRESS'))).toMatchObject({ result: 'too-slow' });
  expect(await report(reporter({ ListAssessmentReports: async () => ({ $metadata }) }))).toMatchObject({
    result: 'too-slow',
  });
  expect(await report(reporter({ CreateAssessmentReport: async () => ({ $metadata }) }))).toMatchObject({
    result: 'failed',
  });
  expect(await report(reporter({ GetAssessmentReportUrl: async () => ({ $metadata }) }))).toMatchObject({
    result: 'failed',
  });
  expect(await report(reporter(), 'two', new Response('', { status: 403 }))).toMatchObject({ result: 'failed' });
});

it('is not available where Audit Manager is not set up, and throws where that is not said', async () => {
  const failing = (error: Error) =>
    reporter({
      ListAssessments: async () => {
        throw error;
      },
    });

  expect(await report(failing(notSetUp))).toMatchObject({ result: 'not-available' });
  await expect(report(failing(auditError('InternalServerException', 500, 'x')))).rejects.toThrow('x');
});

/** As the API's reference has it: API_ValidateAssessmentReportIntegrity. */
const documented = /^(S|s)3:\/\/[a-zA-Z0-9\-.()'*_!=+@:\s,?/]+$/;

it.each([
  ['reports.s3.eu-central-1.amazonaws.com/a/b.zip?X-Amz-Signature=x', 's3://reports/a/b.zip'],
  ['reports.s3.amazonaws.com/a%20b.zip', 's3://reports/a b.zip'],
  ['my.dotted.bucket.s3.us-west-2.amazonaws.com/a.zip', 's3://my.dotted.bucket/a.zip'],
  ['reports.s3-us-west-2.amazonaws.com/a.zip', 's3://reports/a.zip'],
  ['reports.s3.dualstack.eu-central-1.amazonaws.com/a.zip', 's3://reports/a.zip'],
  ['reports.s3.cn-north-1.amazonaws.com.cn/a.zip', 's3://reports/a.zip'],
  ['s3.eu-central-1.amazonaws.com/reports/a/b.zip', 's3://reports/a/b.zip'],
  ['s3.amazonaws.com/reports/a.zip', 's3://reports/a.zip'],
])('asks about https://%s as %s', (address, path) => {
  expect(s3PathOf(`https://${address}`)).toBe(path);
  expect(path).toMatch(documented);
});
