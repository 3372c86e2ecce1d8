/**
 * An error that the service itself raises, in the service's own words. The account turns it into the
 * exception class that the service's SDK client models for the name, or into the client's base exception
 * where it models none.
 */
export class ServiceFault extends Error {
  readonly code: string;
  /** HTTP status. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'ServiceFault';
    this.code = code;
    this.status = status;
  }
}

/** The call is one that the local account can't answer truthfully; it says so instead of pretending. */
export class UnsupportedOperation extends Error {
  /** The status that tells callers not to try again. */
  readonly $metadata = { httpStatusCode: 400 };

  constructor(what: string, options?: ErrorOptions) {
    super(`the local account has no ${what}`, options);
    this.name = 'LocalAccountUnsupportedOperation';
  }
}

/** The local account itself is wrong: its answer does not fit the schema that the SDK client exports. */
export class LocalAccountBug extends Error {
  readonly $metadata = { httpStatusCode: 400 };

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalAccountBug';
  }
}

/** An account file that can't be used; the message lists what is wrong and where. */
export class AccountStateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AccountStateError';
  }
}
