import { AuditManagerServiceException } from '@aws-sdk/client-auditmanager';
import type { ManualEvidence } from '@aws-sdk/client-auditmanager';
import type { Importer } from '../../shared/audit/service.ts';

export const assessmentId = 'a1b2c3d4-5678-90ab-cdef-111122223333';

export function auditError(name: string, status: number, message: string): AuditManagerServiceException {
  return new AuditManagerServiceException({ name, $fault: 'client', message, $metadata: { httpStatusCode: status } });
}

export const notSetUp = auditError(
  'AccessDeniedException',
  403,
  'Please complete AWS Audit Manager setup from home page to enable this action in this account.',
);

interface Control {
  readonly id: string;
  readonly name: string;
  readonly status?: 'UNDER_REVIEW' | 'REVIEWED';
}

/**
 * Audit Manager with one assessment, which holds what it is given to the limits of the service.
 *
 * @param refuse says no to a call (by throwing) or to single pieces of evidence (by naming an error's code)
 */
export function fakeAuditManager(
  framework: string,
  sets: Readonly<Record<string, readonly Control[]>>,
  refuse: (path: string, call: number) => string | undefined = () => undefined,
) {
  const evidence = new Map<string, string[]>();
  let calls = 0;
  const $metadata = {};
  const audit: Importer = {
    ListAssessments: async (input) =>
      input?.nextToken === undefined
        ? { $metadata, assessmentMetadata: [], nextToken: 'more' }
        : {
            $metadata,
            assessmentMetadata: [
              { id: assessmentId, name: 'AI 2026' },
              { id: '../..', name: 'odd' },
            ],
          },
    GetAssessment: async ({ assessmentId: id }) => {
      if (id !== assessmentId) throw auditError('ResourceNotFoundException', 404, 'no');
      const controlSets = Object.entries(sets).map(([name, controls]) => ({ id: name, controls: [...controls, {}] }));
      return { $metadata, assessment: { framework: { metadata: { name: framework }, controlSets } } };
    },
    BatchImportEvidenceToAssessmentControl: async ({ controlId = '', manualEvidence = [] }) => {
      calls += 1;
      const call = calls;
      if (manualEvidence.length < 1 || manualEvidence.length > 50)
        throw auditError('ValidationException', 400, '1 to 50');
      const own = evidence.get(controlId) ?? [];
      const errors = manualEvidence.flatMap((piece: ManualEvidence) => {
        const path = piece.s3ResourcePath ?? '';
        const errorCode = own.length >= 100 ? 'ServiceQuotaExceededException' : refuse(path, call);
        if (errorCode !== undefined) return [{ manualEvidence: piece, errorCode, errorMessage: 'no' }];
        own.push(path);
        return [];
      });
      evidence.set(controlId, own);
      return errors.length === 0 ? { $metadata } : { $metadata, errors };
    },
  };
  return { audit, evidence };
}
