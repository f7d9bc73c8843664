import { test } from 'node:test';
import {
  data,
  implement,
  int,
  list,
  maybe,
  nothing,
  operation,
  optional,
  required,
  service,
  string,
} from '@tessera/webapi';
import { accepted, acme, Note, refused } from './mistaken.ts';

/** A module with one operation. */
const taking = (parameters: object, returns: unknown = nothing) => ({
  services: [
    implement(service('Acme\\Notes\\Api\\PadInterface', { put: operation(parameters as never, returns as never) }), {
      put: () => null,
    } as never),
  ],
});
const withFields = (fields: object, name = 'Acme\\Notes\\Api\\Data\\PadInterface') =>
  taking({ pad: data(name, fields as never) });

test('what is no wire type is refused, with service, argument and field', () => {
  refused(
    taking({ text: 'string' }),
    /the argument "text" of Acme\\Notes\\Api\\PadInterface::put is "string", which is no wire type; take int,/,
  );
  refused(taking({ text: undefined }), /the argument "text" .* is undefined, which is no wire type/);
  refused(taking({ text: null }), /the argument "text" .* is null/);
  refused(taking({ text: maybe('string' as never) }), /the argument "text" .* is "string"/);
  refused(taking({ texts: list('string' as never) }), /the argument "texts" .* is "string"/);
  refused(taking({}, 'void'), /the result of Acme\\Notes\\Api\\PadInterface::put is "void"/);
  refused(
    withFields({ id: required('integer' as never) }),
    /the field "id" of Acme\\Notes\\Api\\Data\\PadInterface is "integer"/,
  );
  refused(
    withFields({ ids: optional(list(required(int) as never)) }),
    /the field "ids" of .* is an object, which is no wire type/,
  );
  refused(
    withFields({ id: int }),
    /the field "id" of .*PadInterface does not say .*; write required\(…\) or optional\(…\)/,
  );
  refused(withFields({ id: undefined }), /the field "id" of .* does not say/);
  const inner = data('Acme\\Notes\\Api\\Data\\InnerInterface', { id: required('integer' as never) });
  refused(
    withFields({ inner: optional(list(inner)) }),
    /the field "id" of Acme\\Notes\\Api\\Data\\InnerInterface is "integer"/,
  );
  refused({ attributeTypes: ['string' as never] }, /an entry of "attributeTypes" is "string"/);
  accepted(taking({ text: string, texts: maybe(list(string)) }, Note));
});

test('a data type of the name of another is refused, one of the same shape is not', () => {
  refused(
    withFields({ nickname: required(string) }, 'Magento\\Customer\\Api\\Data\\CustomerInterface'),
    /the data type Magento\\Customer\\Api\\Data\\CustomerInterface is another one than .* of Magento_Customer, .*; give yours another name/,
  );
  refused(
    withFields({ x: required(string) }, 'Magento\\Framework\\Api\\AttributeInterface'),
    /AttributeInterface of Tessera/,
  );
  // Other names give the same definition in the schema.
  refused(
    withFields({ x: required(string) }, 'Magento\\Customer\\Data\\CustomerInterface'),
    /than Magento\\Customer\\Api\\Data/,
  );
  const name = 'Acme\\Notes\\Api\\Data\\NoteInterface';
  const other = acme(withFields({ id: required(int), text: required(string) }, name), 'Acme_Other');
  const mine = (text: object) => ({
    services: [
      implement(
        service('Acme\\Notes\\Api\\NotesInterface', {
          get: operation({}, data(name, { id: required(int), text } as never)),
        }),
        {
          get: () => null,
        },
      ),
    ],
  });
  refused(mine(optional(string)), /NoteInterface of Acme_Other/, [other]);
  accepted(mine(required(string)), [other]);
});

test('a data type whose backslashes got lost, or without a name, is refused', () => {
  refused(
    withFields({}, 'AcmeNotesApiDataPadInterface'),
    /"AcmeNotesApiDataPadInterface" cannot be the name of a data type/,
  );
  refused(withFields({}, null as never), /null cannot be the name of a data type; write it with doubled/);
});

test('a field for whose sight nobody can be granted the resource is refused', () => {
  const cost = (aclToSee: string) => withFields({ cost: optional(int, { aclToSee }) });
  refused(cost('Acme_Notes::costs'), /the field "cost" of .* asks for the ACL resource "Acme_Notes::costs"/);
  accepted(cost('Magento_Customer::manage'));
});
