import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it, vi } from 'vitest';
import { createHandler } from '../../../functions/operations/audit-manager.ts';
import { lambdaAuditManagerEdge } from '../../../functions/operations/lambda-audit-manager-edge.ts';
import { allowedActions } from '../../../local/stack/iam.ts';
import { sourceTemplate } from '../../../local/stack/source-template.ts';
import { resourcesOf } from '../../../local/stack/template.ts';
import { importing } from '../../../shared/audit/service.ts';
import type { Importer } from '../../../shared/audit/service.ts';
import { at } from '../../../shared/json.ts';
import { auditMapping } from '../../../shared/policy/audit-manager.ts';
import { memoryArchive } from '../../kit/evidence-log.ts';
import { auditError, fakeAuditManager, notSetUp } from '../../kit/fake-audit-manager.ts';
import { keptRecord } from '../../kit/report-records.ts';
import { context, outputOf } from '../sources/edge.ts';

const template = sourceTemplate(readFileSync(join(import.meta.dirname, '../../../serverless.yml'), 'utf8'));
const controls = { CC6: [{ id: 'control', name: 'CC6.6 Boundary' }] };

async function run(audit: Importer): Promise<Record<string, unknown>[]> {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const { key, record } = keptRecord('a');
  const handler = createHandler({
    audit,
    archive: memoryArchive(new Map([[key, Buffer.from(JSON.stringify(record))]])),
    bucket: 'redress-evidence',
    mapping: async () => auditMapping(undefined),
    clock: { now: () => new Date('2026-11-21T04:45:00Z') },
    logger: new Logger({ serviceName: 'test' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
  });
  return outputOf(async () => handler({}, context));
}

describe('the daily import into Audit Manager', () => {
  it('tells how much went over', async () => {
    const { audit, evidence } = fakeAuditManager('SOC 2', controls);

    const lines = await run(audit);

    expect(evidence.get('control')).toHaveLength(1);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'INFO', message: 'Evidence imported' }));
    expect(lines).toContainEqual(expect.objectContaining({ AuditEvidenceImported: 1, AuditEvidenceWaiting: 0 }));
  });

  it('warns of what did not', async () => {
    const { audit } = fakeAuditManager('SOC 2', controls, () => {
      throw auditError('ThrottlingException', 429, 'Rate exceeded');
    });

    const lines = await run(audit);

    expect(lines).toContainEqual(expect.objectContaining({ level: 'WARN', message: 'Evidence imported in part' }));
    expect(lines).toContainEqual(expect.objectContaining({ AuditEvidenceImported: 0, AuditEvidenceWaiting: 1 }));
  });

  it('tells what no control gets', async () => {
    const { audit } = fakeAuditManager('Our own', controls);

    const lines = await run(audit);

    expect(lines).toContainEqual(expect.objectContaining({ AuditEvidenceImported: 0, AuditEvidenceUnmapped: 1 }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        audit: expect.objectContaining({ unmapped: { 's3-bucket-public-access-blocked': 1 } }) as unknown,
      }),
    );
  });

  it('is no failure where there is no Audit Manager', async () => {
    const { audit } = fakeAuditManager('SOC 2', controls);
    const lines = await run({
      ...audit,
      ListAssessments: async () => {
        throw notSetUp;
      },
    });

    expect(lines).toContainEqual(expect.objectContaining({ level: 'INFO', message: 'Audit Manager not available' }));
  });
});

describe('its surroundings', () => {
  it('allow the calls that it makes and no others', () => {
    const calls = Object.keys(importing.audit.commands).map(
      (name) => `auditmanager:${name.slice(0, -'Command'.length)}`,
    );
    const more = ['logs:CreateLogStream', 'logs:PutLogEvents', 's3:GetObject', 's3:ListBucket', 's3:PutObject'];

    expect(allowedActions(template, 'audit-manager', 'Operation')).toEqual([...calls, ...more].toSorted());
  });

  it('give it every variable that it asks for', () => {
    const lambda = resourcesOf(template, 'AWS::Lambda::Function').find(({ id }) => id === 'function audit-manager');

    expect(Object.keys(at(lambda?.properties, 'Environment.Variables') ?? {})).toContain('EVIDENCE_BUCKET');
    expect(() => lambdaAuditManagerEdge({}).archive).toThrow('EVIDENCE_BUCKET is not set');
    expect(() => lambdaAuditManagerEdge({}).bucket).toThrow('EVIDENCE_BUCKET is not set');
    expect(() => lambdaAuditManagerEdge({}).audit).toThrow('AWS_REGION is not set');
    const edge = lambdaAuditManagerEdge({ EVIDENCE_BUCKET: 'redress-evidence', AWS_REGION: 'eu-central-1' });
    expect(edge.archive).toBe(edge.archive);
    expect(edge.audit).toBe(edge.audit);
  });

  it('take the mapping from the policy that is deployed', async () => {
    expect(await lambdaAuditManagerEdge({}).mapping()).toEqual({ standardFrameworks: true, controls: [] });
  });
});
