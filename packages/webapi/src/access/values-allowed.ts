import { type Caller, isPublic } from './caller.ts';

// What a value costs has nothing to do with its length, so a body is held to a number of values (of XML: elements) beside
// its number of bytes.

/** Values in the body of a call. No call is meant to have more than some thousand. */
export const MAX_VALUES = 200_000;
/** The same for guests and customers, which anybody can be. */
export const MAX_PUBLIC_VALUES = 50_000;
/** Values in a bulk, which is a list of calls: 20 MB of the shortest customers have fewer. */
export const MAX_BULK_VALUES = 2_000_000;

/** How many values this caller may send in one body. */
export const valuesAllowed = (caller: Caller, body: 'call' | 'bulk' = 'call'): number =>
  isPublic(caller) ? MAX_PUBLIC_VALUES : body === 'bulk' ? MAX_BULK_VALUES : MAX_VALUES;
