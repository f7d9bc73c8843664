import { type Caller, isPublic } from './caller.ts';

/** Values (JSON) or elements (XML) that the input of a call may hold: the largest bulk of customers has fewer. */
export const MAX_VALUES = 1_000_000;
/** The same for guests and customers, which anybody can be: no call that is meant for them has more than some hundred. */
export const MAX_PUBLIC_VALUES = 50_000;

/** How many values this caller may send at once: what a value costs has nothing to do with its length. */
export const valuesAllowed = (caller: Caller): number => (isPublic(caller) ? MAX_PUBLIC_VALUES : MAX_VALUES);
