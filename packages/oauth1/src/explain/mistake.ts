import type { Secrets, SignedRequest } from '../request.ts';
import type { Recipe } from './recipe.ts';

/** One known way to sign wrongly. */
export interface Mistake {
  readonly code: string;
  /** What was done wrong and what is right, for the person who wrote the client. */
  readonly text: string;
  /** The recipe with this mistake in it; null where it cannot be made. */
  readonly apply: (recipe: Recipe) => Recipe | null;
}

/** What the mistakes are derived from. */
export interface Situation {
  readonly request: SignedRequest;
  readonly secrets: Secrets;
  /** Other pairs of secrets that the client may have mixed up with the right one, each with a name for it. */
  readonly otherSecrets: readonly (Secrets & { readonly label: string })[];
  /** Other names under which the server is known. */
  readonly otherHosts: readonly string[];
  /** The body when it is not form-encoded. */
  readonly body: string;
}

/** A mistake that changes some of the recipe's decisions, whatever the others are. */
export function mistake(
  code: string,
  text: string,
  change: Partial<Recipe> | ((recipe: Recipe) => Partial<Recipe> | null),
): Mistake {
  return {
    code,
    text,
    apply: (recipe) => {
      const changed = typeof change === 'function' ? change(recipe) : change;
      return changed && { ...recipe, ...changed };
    },
  };
}
