import { addressMistakes } from './address-mistakes.ts';
import { digestMistakes } from './digest-mistakes.ts';
import { encodingMistakes } from './encoding-mistakes.ts';
import { keyMistakes } from './key-mistakes.ts';
import type { Mistake, Situation } from './mistake.ts';
import { parameterMistakes } from './parameter-mistakes.ts';
import { followForBaseString, type Recipe } from './recipe.ts';

/** Every known mistake that can be made with this request. */
export function knownMistakes(situation: Situation): Mistake[] {
  return [
    ...addressMistakes(situation),
    ...parameterMistakes(situation),
    ...encodingMistakes(),
    ...keyMistakes(situation),
    ...digestMistakes(),
  ];
}

/** The mistakes that a client can make when its base string is right or known. */
export function mistakesAfterBaseString(situation: Situation): Mistake[] {
  return [...keyMistakes(situation), ...digestMistakes()];
}

/** A longer base string is only searched for single mistakes, so that nobody can make the search take seconds. */
const LONGEST_FOR_PAIRS = 4096;

/**
 * Makes every mistake, and then every two together, until the result is what the client sent.
 *
 * @param recipes the right ways to sign, to start from
 * @param accounts whether a recipe leads to the client's signature
 * @returns one or two mistakes, or null when none explains it
 */
export function findMistakes(
  recipes: readonly Recipe[],
  mistakes: readonly Mistake[],
  accounts: (recipe: Recipe) => boolean,
): readonly Mistake[] | null {
  const single = madeOnce(recipes, mistakes);
  const found = single.find(({ recipe }) => accounts(recipe));
  if (found) return [found.mistake];
  if (recipes.some((recipe) => followForBaseString(recipe).length > LONGEST_FOR_PAIRS)) return null;
  for (const { mistake: first, recipe, index } of single) {
    for (const second of mistakes.slice(index + 1)) {
      const both = second.code === first.code ? null : second.apply(recipe);
      if (both && accounts(both)) return [first, second];
    }
  }
  return null;
}

function madeOnce(recipes: readonly Recipe[], mistakes: readonly Mistake[]) {
  return mistakes.flatMap((mistake, index) =>
    recipes.flatMap((right) => {
      const recipe = mistake.apply(right);
      return recipe ? [{ mistake, recipe, index }] : [];
    }),
  );
}
