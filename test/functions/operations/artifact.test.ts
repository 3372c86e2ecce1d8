import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it, vi } from 'vitest';
import { createHandler } from '../../../functions/operations/artifact.ts';
import { lambdaArtifactEdge } from '../../../functions/operations/lambda-artifact-edge.ts';
import { allowedActions } from '../../../local/stack/iam.ts';
import { sourceTemplate } from '../../../local/stack/source-template.ts';
import { resourcesOf } from '../../../local/stack/template.ts';
import { at } from '../../../shared/json.ts';
import { apiOf, iso, now, old, soc } from '../../kit/artifact.ts';
import { serveArtifact } from '../../kit/artifact-server.ts';
import type { ServedReport, Trouble } from '../../kit/artifact-server.ts';
import { memoryArchive } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';
import { context, outputOf } from '../sources/edge.ts';

const template = sourceTemplate(readFileSync(join(import.meta.dirname, '../../../serverless.yml'), 'utf8'));

async function deployed(reports: readonly ServedReport[], troubles: Readonly<Record<string, Trouble[]>> = {}) {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const files: Files = new Map();
  const notices: string[] = [];
  const { endpoint } = await serveArtifact(reports, troubles);
  const handler = createHandler({
    api: apiOf(endpoint).api,
    archive: memoryArchive(files),
    policy: { reports: ['*'], acceptTerms: [] },
    clock: { now: () => now },
    notices: { send: async ({ subject, text }) => void notices.push(`${subject}\n${text}`) },
    logger: new Logger({ serviceName: 'test' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
  });
  return { files, notices, run: async () => outputOf(async () => handler({}, context)) };
}

describe('the daily look at Artifact', () => {
  it('fetches what is new, and tells people of it and of what waits for them, once', async () => {
    const { run, files, notices } = await deployed([iso, old]);

    const lines = await run();
    await run();

    expect(files.has(`artifact/${iso.id}/v1/report.pdf`)).toBe(true);
    expect(notices).toEqual([
      [
        'Redress: 2 new in AWS Artifact',
        `Fetched: ${iso.name} (${iso.id}, version 1), now artifact/${iso.id}/v1/report.pdf`,
        `Waits for somebody to read and accept its terms: ${old.name} (${old.id}, version 7). redress artifact get ${old.id} --accept-terms`,
      ].join('\n'),
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ ArtifactReportsFetched: 1, ArtifactReportsFailed: 0 }));
  });

  it('says what could not be fetched', async () => {
    const refused = { status: 409, name: 'ConflictException' };
    const { run, notices } = await deployed([iso], { '/v1/report/getTermForReport': [refused] });

    const lines = await run();

    expect(notices[0]).toContain(`Not fetched, to be tried again: ${iso.name}`);
    expect(lines).toContainEqual(expect.objectContaining({ ArtifactReportsFailed: 1 }));
  });

  it('warns where Artifact is not to be had, and does nothing else', async () => {
    const { run, files, notices } = await deployed([soc], {
      '/v1/report/list': [{ status: 403, name: 'AccessDeniedException' }],
    });

    const lines = await run();

    expect(lines).toContainEqual(expect.objectContaining({ level: 'WARN', message: 'Artifact not available' }));
    expect([files.size, notices.length]).toEqual([0, 0]);
  });
});

describe('its surroundings', () => {
  it('allow the calls that it makes and no others', () => {
    expect(allowedActions(template, 'artifact', 'Operation')).toEqual([
      'artifact:GetReport',
      'artifact:GetTermForReport',
      'artifact:ListReports',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
  });

  it('give it every variable that it asks for', () => {
    const lambda = resourcesOf(template, 'AWS::Lambda::Function').find(({ id }) => id === 'function artifact');
    const given = Object.keys(at(lambda?.properties, 'Environment.Variables') ?? {});

    expect(given).toEqual(
      expect.arrayContaining([
        'ARTIFACT_REGION',
        'ARTIFACT_REPORTS',
        'ARTIFACT_ACCEPT_TERMS',
        'EVIDENCE_BUCKET',
        'NOTICES_TOPIC',
      ]),
    );
    expect(() => lambdaArtifactEdge({}).archive).toThrow('EVIDENCE_BUCKET is not set');
    expect(() => lambdaArtifactEdge({}).api).toThrow('ARTIFACT_REGION is not set');
  });

  it('reads lists of names, and accepts nothing by default', async () => {
    const edge = lambdaArtifactEdge({
      ARTIFACT_REPORTS: 'SOC *, ISO*\n',
      EVIDENCE_BUCKET: 'evidence',
      ARTIFACT_REGION: 'us-east-1',
    });

    expect(edge.policy).toEqual({ reports: ['SOC *', 'ISO*'], acceptTerms: [] });
    expect(edge.archive).toBe(edge.archive);
    expect(edge.api).toBe(edge.api);
    await expect(edge.notices.send({ subject: 'x', text: 'x' })).rejects.toThrow('NOTICES_TOPIC is not set');
  });
});
