import type { Routes } from '../generated/routes.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The routes of one method that Tessera has: `/V1/customers/:customerId`. */
export type RouteOf<M extends Method> = {
  [K in keyof Routes]: K extends `${M} ${infer P}` ? P : never;
}[keyof Routes];

type Entry<M extends Method, P extends string> = `${M} ${P}` extends keyof Routes ? Routes[`${M} ${P}`] : never;

/** What a route answers. */
export type Answer<M extends Method, P extends string> = Entry<M, P> extends { answer: infer A } ? A : unknown;
/** What a route takes in its body: what it has not to know may be left out. */
export type Body<M extends Method, P extends string> = Entry<M, P> extends { body: infer B } ? Sent<B> : never;
/** What a route takes in its query, beside search criteria. */
export type Query<M extends Method, P extends string> = Entry<M, P> extends { query: infer Q } ? Q : never;

/** Everything may be left out but what stands on the first level. */
export type Sent<T> = { [K in keyof T]: Partly<T[K]> };
type Partly<T> = T extends readonly (infer I)[]
  ? readonly Partly<I>[]
  : T extends object
    ? { [K in keyof T]?: Partly<T[K]> | null }
    : T;

/** The names of the `:name` variables of a route. */
export type Variable<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Variable<Rest>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

/** Routes that answer a page of a list. */
export type ListRoute = {
  [P in RouteOf<'GET'>]: Answer<'GET', P> extends { items: readonly unknown[]; total_count: number } ? P : never;
}[RouteOf<'GET'>];
/** One entry of such a list. */
export type Item<P extends ListRoute> = Answer<'GET', P> extends { items: readonly (infer I)[] } ? I : never;
