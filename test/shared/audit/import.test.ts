import { describe, expect, it } from 'vitest';
import { importEvidence } from '../../../shared/audit/import.ts';
import type { ImportOutcome } from '../../../shared/audit/import.ts';
import type { Importer } from '../../../shared/audit/service.ts';
import { auditMapping } from '../../../shared/policy/audit-manager.ts';
import type { EvidenceRecord } from '../../../shared/evidence/parse-record.ts';
import { memoryArchive } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';
import { assessmentId, auditError, fakeAuditManager, notSetUp } from '../../kit/fake-audit-manager.ts';
import { keptRecord } from '../../kit/report-records.ts';

const framework = 'SOC 2';
const boundary = { id: 'control-boundary', name: 'CC6.6 Boundary' };
const recovery = { id: 'control-recovery', name: 'CC7.5 Recovery' };

function filesOf(count: number, more: Partial<EvidenceRecord> = {}, day = '2026-11-20'): Files {
  const kept = Array.from({ length: count }, (_, index) =>
    keptRecord(`r${String(index).padStart(4, '0')}`, more, { day }),
  );
  return new Map(kept.map(({ key, record }) => [key, Buffer.from(JSON.stringify(record))]));
}

async function run(
  audit: Importer,
  files: Files,
  day = '2026-11-21',
  policy?: Parameters<typeof auditMapping>[0],
): Promise<ImportOutcome> {
  const clock = { now: () => new Date(`${day}T04:45:00Z`) };
  const mapping = async () => auditMapping(policy);
  return importEvidence({ audit, archive: memoryArchive(files), bucket: 'redress-evidence', mapping, clock });
}

describe('importing evidence', () => {
  it('hands over records as they lie in the bucket, to the controls that they support evidence for', async () => {
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary], CC7: [recovery] });

    const outcome = await run(audit, filesOf(2));

    expect(outcome).toEqual({
      available: true,
      controls: 1,
      imported: 2,
      waiting: 0,
      lapsing: 0,
      unmapped: {},
      unused: [],
      problems: [],
    });
    expect([...evidence]).toEqual([
      [
        boundary.id,
        ['s3://redress-evidence/actions/2026-11-20/r0000.json', 's3://redress-evidence/actions/2026-11-20/r0001.json'],
      ],
    ]);
  });

  it('hands nothing over twice', async () => {
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary] });
    const files = filesOf(3);
    await run(audit, files);

    const again = await run(audit, files);
    const tomorrow = await run(audit, files, '2026-11-22');

    expect([again, tomorrow]).toMatchObject([
      { imported: 0, waiting: 0 },
      { imported: 0, waiting: 0 },
    ]);
    expect(evidence.get(boundary.id)).toHaveLength(3);
  });

  it('keeps to fifty in a call and a hundred a day, and goes on with the rest on the next day', async () => {
    const files = filesOf(130);
    const first = fakeAuditManager(framework, { CC6: [boundary] });
    const one = await run(first.audit, files);
    const sameDay = await run(first.audit, files);
    const next = fakeAuditManager(framework, { CC6: [boundary] });

    const two = await run(next.audit, files, '2026-11-22');

    expect([one, sameDay, two]).toMatchObject([
      { imported: 100, waiting: 30 },
      { imported: 0, waiting: 30 },
      { imported: 30, waiting: 0 },
    ]);
    const all = [...(first.evidence.get(boundary.id) ?? []), ...(next.evidence.get(boundary.id) ?? [])];
    expect(new Set(all).size).toBe(130);
  });

  it('keeps what was throttled for the next run, and goes on with other controls', async () => {
    const files = filesOf(60);
    const other = { id: 'control-other', name: 'CC6.7 Transmission' };
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary, other] }, (_, call) => {
      if (call === 2) throw auditError('ThrottlingException', 429, 'Rate exceeded');
      return undefined;
    });

    const first = await run(audit, files);
    const second = await run(audit, files);

    expect(first).toMatchObject({
      imported: 110,
      waiting: 10,
      problems: ['CC6.6 Boundary: ThrottlingException: Rate exceeded'],
    });
    expect(second).toMatchObject({ imported: 10, waiting: 0, problems: [] });
    expect(new Set(evidence.get(boundary.id)).size).toBe(60);
  });

  it('keeps single pieces that were refused, and says so', async () => {
    let isRefusing = true;
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary] }, (path) =>
      isRefusing && path.includes('r0001') ? 'InternalServerException' : undefined,
    );
    const files = filesOf(3);

    const first = await run(audit, files);
    isRefusing = false;
    const second = await run(audit, files);

    expect(first).toMatchObject({ imported: 2, waiting: 1, problems: ['CC6.6 Boundary: InternalServerException: no'] });
    expect(second).toMatchObject({ imported: 1, waiting: 0 });
    expect(evidence.get(boundary.id)).toHaveLength(3);
  });

  it('hands over again rather than lose what a note that is broken stood for', async () => {
    const { audit } = fakeAuditManager(framework, { CC6: [boundary] });
    const files = filesOf(1);
    await run(audit, files);
    for (const key of files.keys()) if (key.startsWith('audit-manager/')) files.set(key, Buffer.from('{'));

    expect(await run(audit, files)).toMatchObject({ imported: 1 });
  });

  it.each(['compliant', 'gone', 'duplicate', 'ignored'] as const)('leaves out what was %s', async (status) => {
    const { audit } = fakeAuditManager(framework, { CC6: [boundary] });

    expect(await run(audit, filesOf(1, { status }))).toMatchObject({ controls: 0, imported: 0 });
  });

  it('looks back a fortnight, and at no record of today', async () => {
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary] });
    const days = ['2026-11-06', '2026-11-07', '2026-11-20', '2026-11-21'];
    const files: Files = new Map(days.flatMap((day) => [...filesOf(1, {}, day)]));

    await run(audit, files);

    expect(evidence.get(boundary.id)).toEqual(
      ['2026-11-07', '2026-11-20'].map((day) => `s3://redress-evidence/actions/${day}/r0000.json`),
    );
  });

  it('leaves controls alone that were reviewed, and records that can’t be read', async () => {
    const { audit, evidence } = fakeAuditManager(framework, {
      CC6: [
        { ...boundary, status: 'REVIEWED' },
        { id: 'x', name: 'CC6.7' },
      ],
    });
    const files = filesOf(1);
    files.set('actions/2026-11-20/broken.json', Buffer.from('{'));
    files.set('actions/2026-11-20/huge.json', new Uint8Array(16_000_001));

    await run(audit, files);

    expect([...evidence.keys()]).toEqual(['x']);
  });
});

describe('the mapping', () => {
  it('gives a control what the policy says', async () => {
    const { audit, evidence } = fakeAuditManager('Our own', { Data: [{ id: 'x', name: '4.2 Training data' }] });
    const entry = { assessment: 'AI *', control: '4.2 *', remediations: ['s3-*'] };

    const outcome = await run(audit, filesOf(1), '2026-11-21', { controls: [entry] });

    expect(outcome).toMatchObject({ imported: 1, unmapped: {}, unused: [] });
    expect(evidence.get('x')).toHaveLength(1);
  });

  it('says which records no control gets, and which entries fit no control', async () => {
    const { audit } = fakeAuditManager('Our own', { Data: [{ id: 'x', name: '4.2 Training data' }] });
    const files = new Map([...filesOf(2), ...filesOf(3, { remediation: 'cloudtrail-trail-logging' }, '2026-11-19')]);
    const entry = { assessment: 'AI 2025', control: '4.2 *', remediations: ['s3-*'] };

    const outcome = await run(audit, files, '2026-11-21', { controls: [entry] });

    expect(outcome).toMatchObject({
      controls: 0,
      unmapped: { 'cloudtrail-trail-logging': 3, 's3-bucket-public-access-blocked': 2 },
      unused: ['audit-manager.controls[0]'],
    });
  });

  it('tells of what the next run would be too late for', async () => {
    const { audit } = fakeAuditManager(framework, { CC6: [boundary] }, () => 'InternalServerException');
    const files = new Map([...filesOf(2, {}, '2026-11-07'), ...filesOf(1, {}, '2026-11-08')]);

    expect(await run(audit, files)).toMatchObject({ imported: 0, waiting: 3, lapsing: 2 });
  });

  it('ends the run where the policy can’t be read', async () => {
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary] });
    const mapping = async () => Promise.reject(new Error('policy.yml is not a valid policy'));
    const clock = { now: () => new Date('2026-11-21T04:45:00Z') };
    const archive = memoryArchive(filesOf(1));

    await expect(importEvidence({ audit, archive, bucket: 'b', mapping, clock })).rejects.toThrow('policy.yml');
    expect(evidence.size).toBe(0);
  });
});

describe('an assessment that can’t be read', () => {
  const other = '0a1b2c3d-4e5f-4061-8273-94a5b6c7d8e9';
  const withOther = (error: Error) => {
    const fake = fakeAuditManager(framework, { CC6: [boundary] });
    const audit: Importer = {
      ...fake.audit,
      ListAssessments: async () => ({ $metadata: {}, assessmentMetadata: [{ id: other }, { id: assessmentId }] }),
      GetAssessment: async (input) => {
        if (input.assessmentId === other) throw error;
        return fake.audit.GetAssessment(input);
      },
    };
    return { audit, evidence: fake.evidence };
  };

  it.each([
    ['AccessDeniedException', 403],
    ['ResourceNotFoundException', 404],
  ])('is told, and keeps no other from its evidence: %s', async (name, status) => {
    const { audit, evidence } = withOther(auditError(name, status, 'no'));

    expect(await run(audit, filesOf(1))).toMatchObject({ imported: 1, problems: [`${other}: ${name}: no`] });
    expect(evidence.get(boundary.id)).toHaveLength(1);
  });

  it('for now ends the run, so that it is made again', async () => {
    const { audit } = withOther(auditError('ThrottlingException', 429, 'Rate exceeded'));

    await expect(run(audit, filesOf(1))).rejects.toThrow('Rate exceeded');
  });
});

describe('what is odd', () => {
  it('has nothing to add to an assessment without controls', async () => {
    const { audit } = fakeAuditManager(framework, {});
    const bare = [{}, { assessment: { framework: { controlSets: [{ controls: [boundary] }, { id: 'CC6' }] } } }];
    for (const answer of bare) {
      const odd = {
        ...audit,
        ListAssessments: async () => ({ $metadata: {}, assessmentMetadata: [{ id: 'a' }, {}] }),
        GetAssessment: async () => ({ $metadata: {}, ...answer }),
      };
      expect(await run(odd, filesOf(1))).toMatchObject({ available: true, controls: 0 });
    }
    expect(await run({ ...audit, ListAssessments: async () => ({ $metadata: {} }) }, filesOf(1))).toMatchObject({
      controls: 0,
    });
  });

  it('tells of an error that has no words', async () => {
    const { audit } = fakeAuditManager(framework, { CC6: [boundary] });
    const wordless: Importer = {
      ...audit,
      BatchImportEvidenceToAssessmentControl: async (input) => ({
        $metadata: {},
        errors: (input.manualEvidence ?? []).map((manualEvidence) => ({ manualEvidence })),
      }),
    };

    expect(await run(wordless, filesOf(1))).toMatchObject({
      imported: 0,
      waiting: 1,
      problems: ['CC6.6 Boundary: refused: '],
    });
  });

  it('hands over again what an error may be about that names nothing', async () => {
    const { audit } = fakeAuditManager(framework, { CC6: [boundary] });
    const nameless: Importer = {
      ...audit,
      BatchImportEvidenceToAssessmentControl: async () => ({ $metadata: {}, errors: [{ errorCode: 'Internal' }] }),
    };
    const files = filesOf(2);

    expect(await run(nameless, files)).toMatchObject({ imported: 0, waiting: 2 });
    expect(await run(audit, files)).toMatchObject({ imported: 2, waiting: 0 });
  });

  it('passes on what the bucket refuses', async () => {
    const { audit } = fakeAuditManager(framework, { CC6: [boundary] });
    const archive = { ...memoryArchive(filesOf(1)), get: async () => Promise.reject(new Error('AccessDenied')) };
    const clock = { now: () => new Date('2026-11-21T04:45:00Z') };

    const mapping = async () => auditMapping(undefined);

    await expect(importEvidence({ audit, archive, bucket: 'b', mapping, clock })).rejects.toThrow('AccessDenied');
  });
});

describe('without Audit Manager', () => {
  const absent = (error: Error): Importer => ({
    ...fakeAuditManager(framework, {}).audit,
    ListAssessments: async () => {
      throw error;
    },
  });

  it('says that it is not set up, and touches nothing', async () => {
    const files = filesOf(2);

    const outcome = await run(absent(notSetUp), files);

    expect(outcome).toEqual({
      available: false,
      reason: expect.stringContaining('complete AWS Audit Manager setup') as string,
    });
    expect(files.size).toBe(2);
  });

  it('throws where it can’t tell, so that the run is made again', async () => {
    await expect(run(absent(auditError('ThrottlingException', 429, 'Rate exceeded')), filesOf(1))).rejects.toThrow(
      'Rate exceeded',
    );
  });
});
