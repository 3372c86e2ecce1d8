import {
  AuditManagerClient,
  BatchImportEvidenceToAssessmentControlCommand,
  CreateAssessmentReportCommand,
  GetAssessmentCommand,
  GetAssessmentReportUrlCommand,
  ListAssessmentReportsCommand,
  ListAssessmentsCommand,
  ValidateAssessmentReportIntegrityCommand,
} from '@aws-sdk/client-auditmanager';
import { service } from '../aws/service.ts';
import type { BoundServices } from '../aws/service.ts';

/** What the daily import calls. */
export const importing = {
  audit: service('AuditManager', AuditManagerClient, {
    ListAssessmentsCommand,
    GetAssessmentCommand,
    BatchImportEvidenceToAssessmentControlCommand,
  }),
};

/** What it takes to get an assessment's report. */
export const reporting = {
  audit: service('AuditManager', AuditManagerClient, {
    ListAssessmentsCommand,
    CreateAssessmentReportCommand,
    ListAssessmentReportsCommand,
    GetAssessmentReportUrlCommand,
    ValidateAssessmentReportIntegrityCommand,
  }),
};

export type Importer = BoundServices<typeof importing>['audit'];
export type Reporter = BoundServices<typeof reporting>['audit'];
