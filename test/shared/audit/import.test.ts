import { describe, expect, it } from 'vitest';
import { importEvidence } from '../../../shared/audit/import.ts';
import type { ImportOutcome } from '../../../shared/audit/import.ts';
import type { Importer } from '../../../shared/audit/service.ts';
import type { EvidenceRecord } from '../../../shared/evidence/parse-record.ts';
import { memoryArchive } from '../../kit/evidence-log.ts';
import type { Files } from '../../kit/evidence-log.ts';
import { auditError, fakeAuditManager, notSetUp } from '../../kit/fake-audit-manager.ts';
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

async function run(audit: Importer, files: Files, day = '2026-11-21'): Promise<ImportOutcome> {
  const clock = { now: () => new Date(`${day}T04:45:00Z`) };
  return importEvidence({ audit, archive: memoryArchive(files), bucket: 'redress-evidence', clock });
}

describe('importing evidence', () => {
  it('hands over records as they lie in the bucket, to the controls that they support evidence for', async () => {
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary], CC7: [recovery] });

    const outcome = await run(audit, filesOf(2));

    expect(outcome).toEqual({ available: true, controls: 1, imported: 2, waiting: 0, problems: [] });
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

  it('looks back a week, and at no record of today', async () => {
    const { audit, evidence } = fakeAuditManager(framework, { CC6: [boundary] });
    const days = ['2026-11-13', '2026-11-14', '2026-11-20', '2026-11-21'];
    const files: Files = new Map(days.flatMap((day) => [...filesOf(1, {}, day)]));

    await run(audit, files);

    expect(evidence.get(boundary.id)).toEqual(
      ['2026-11-14', '2026-11-20'].map((day) => `s3://redress-evidence/actions/${day}/r0000.json`),
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

  it('passes on what the bucket refuses', async () => {
    const { audit } = fakeAuditManager(framework, { CC6: [boundary] });
    const archive = { ...memoryArchive(filesOf(1)), get: async () => Promise.reject(new Error('AccessDenied')) };
    const clock = { now: () => new Date('2026-11-21T04:45:00Z') };

    await expect(importEvidence({ audit, archive, bucket: 'b', clock })).rejects.toThrow('AccessDenied');
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
