import * as z from 'zod';
import { printable } from '../aws/failure.ts';
import { artifactError } from './error.ts';

/** `report-` and sixteen letters or digits; it becomes part of keys. */
export const reportId = /^report-[a-zA-Z0-9]{16}$/;

// Names are shown and kept; one line each, whatever they hold.
const text = z.string().transform((value) => printable(value, 1024));
/** Seconds since 1970 or ISO 8601: restJson1 may have either. */
const time = z.union([
  z.iso.datetime({ offset: true }),
  z.number().transform((seconds) => new Date(seconds * 1000).toISOString()),
]);

const summary = z.object({
  id: z.string().regex(reportId),
  name: text,
  version: z.int().positive(),
  state: z.enum(['PUBLISHED', 'UNPUBLISHED']).exactOptional(),
  uploadState: z.string().exactOptional(),
  /** EXPLICIT: somebody has to accept the terms. What is not said counts as that. */
  acceptanceType: z.string().default('EXPLICIT'),
  arn: text.exactOptional(),
  description: text.exactOptional(),
  periodStart: time.exactOptional(),
  periodEnd: time.exactOptional(),
  series: text.exactOptional(),
  category: text.exactOptional(),
  companyName: text.exactOptional(),
  productName: text.exactOptional(),
});
const details = summary.extend({
  createdAt: time.exactOptional(),
  lastModifiedAt: time.exactOptional(),
  termArn: text.exactOptional(),
});
const url = z.string().min(1).max(10_240);

export type ReportSummary = z.output<typeof summary>;
export type ReportDetails = z.output<typeof details>;
export interface Term {
  readonly url: string;
  readonly token: string;
}

/** A page of reports; what is no report as this program knows them is left out. */
export function parsePage(answer: unknown): {
  readonly reports: readonly ReportSummary[];
  readonly nextToken: string | undefined;
} {
  const page = read(
    z.object({ reports: z.array(z.unknown()).default([]), nextToken: z.string().exactOptional() }),
    answer,
  );
  const reports = page.reports.flatMap((one) => {
    const report = summary.safeParse(one);
    return report.success ? [report.data] : [];
  });
  return { reports, nextToken: page.nextToken };
}

export function parseDetails(answer: unknown): ReportDetails {
  return read(z.object({ reportDetails: details }), answer).reportDetails;
}

export function parseTerm(answer: unknown): Term {
  const { documentPresignedUrl, termToken } = read(
    z.object({ documentPresignedUrl: url, termToken: z.string().min(1) }),
    answer,
  );
  return { url: documentPresignedUrl, token: termToken };
}

export function parseReport(answer: unknown): string {
  return read(z.object({ documentPresignedUrl: url }), answer).documentPresignedUrl;
}

function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw artifactError(
    'UnreadableAnswer',
    200,
    `Artifact's answer is not as documented: ${result.error.issues.map(({ message }) => message).join('; ')}`,
  );
}
