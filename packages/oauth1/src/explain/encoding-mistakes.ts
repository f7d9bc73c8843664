import { percentDecode, percentEncode } from '../percent-encoding.ts';
import { type Mistake, mistake } from './mistake.ts';
import type { Spelling } from './recipe.ts';

const LEFT_BY_ENCODE_URI_COMPONENT = /%2[1789A]/g;

const likeForm: Spelling = (encoded) => encoded.replaceAll('%20', '+').replaceAll('~', '%7E');
const likeUriComponent: Spelling = (encoded) => encoded.replace(LEFT_BY_ENCODE_URI_COMPONENT, percentDecode);
const inLowerCase: Spelling = (encoded) => encoded.replace(/%../g, (piece) => piece.toLowerCase());

const everywhere = (spelling: Spelling) => ({
  spellNamesAndValues: spelling,
  spellUri: spelling,
  spellParameters: spelling,
});

/** Mistakes in percent-encoding: RFC 5849 section 3.6. */
export function encodingMistakes(): Mistake[] {
  return [
    mistake(
      'form-encoding',
      'Form encoding was used (a blank as "+", "~" as %7E); percent-encoding is asked for (%20, and "~" as it is).',
      everywhere(likeForm),
    ),
    mistake('blank-signed-as-plus', 'A blank of the query was signed as "+" (%2B); it is signed as %20.', {
      spellNamesAndValues: (encoded) => encoded.replaceAll('%20', '%2B'),
    }),
    mistake('plus-signed-as-blank', 'A "+" that was sent as %2B was signed as a blank (%20).', {
      spellNamesAndValues: (encoded) => encoded.replaceAll('%2B', '%20'),
    }),
    mistake(
      'reserved-characters-kept',
      "Some of ! ' ( ) * were left as they are, as encodeURIComponent does; they must be percent-encoded.",
      everywhere(likeUriComponent),
    ),
    mistake(
      'escapes-in-lower-case',
      'Escapes were written in lower case (%2f); upper case is asked for (%2F).',
      everywhere(inLowerCase),
    ),
    mistake(
      'parameters-encoded-twice',
      'The names and values of the parameters were percent-encoded once too often; a query must be decoded first.',
      { spellNamesAndValues: percentEncode },
    ),
    mistake(
      'parameters-not-encoded',
      'The names and values of the parameters were not percent-encoded before they were joined.',
      { spellNamesAndValues: percentDecode },
    ),
    mistake('parameter-list-not-encoded', 'The joined parameters were not percent-encoded as a whole.', {
      spellParameters: percentDecode,
    }),
    mistake('uri-not-encoded', 'The URL was not percent-encoded.', { spellUri: percentDecode }),
    mistake('parts-not-encoded', 'Neither the URL nor the joined parameters were percent-encoded.', {
      spellUri: percentDecode,
      spellParameters: percentDecode,
    }),
  ];
}
