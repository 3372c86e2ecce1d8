import { errorRecord, failureKind } from '../../../shared/aws/failure.ts';

/**
 * The answer about something that another resource rests on. That it is gone says nothing about that other
 * resource, which lives on: an endpoint goes on running a model that has been deleted.
 *
 * @throws MissingPart, an error that is neither "gone" nor worth another try
 */
export async function needed<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (failureKind(cause) !== 'gone') throw cause;
    const message = `${what} no longer exists, so nothing can be judged or changed (${errorRecord(cause).message})`;
    throw Object.assign(new Error(message, { cause }), { name: 'MissingPart', $metadata: { httpStatusCode: 409 } });
  }
}

/** The answer, or undefined where what was asked about is gone. */
export async function ifAny<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (failureKind(error) === 'gone') return undefined;
    throw error;
  }
}
