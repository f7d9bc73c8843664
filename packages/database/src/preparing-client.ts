import pg from 'pg';

/**
 * A connection that prepares the statements that the code declares once, and only executes them from then on. Kysely
 * hands a query over without a name, so that PostgreSQL would parse and plan it anew each time: half of what a short
 * statement takes.
 * @param names by text; what is not in it is executed as it comes
 */
export const preparingClient = (names: ReadonlyMap<string, string>): typeof pg.Client =>
  class extends pg.Client {
    override query(...given: unknown[]): never {
      const [text, values] = given;
      const name = given.length === 2 && typeof text === 'string' ? names.get(text) : undefined;
      const query = super.query as (...parts: unknown[]) => never;
      return name === undefined ? query.apply(this, given) : query.call(this, { name, text, values });
    }
  };
