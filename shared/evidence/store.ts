import type { Json } from '../json.ts';

/** Keeps evidence documents. A document is written once and never again. */
export interface EvidenceStore {
  /**
   * Stores a document under a key such as `actions/2026-11-21/<id>.json`. Storing the same key again
   * leaves the first document as it is.
   *
   * @returns where it lies, as a URL or path for a person
   */
  put(key: string, document: Json): Promise<string>;
}
