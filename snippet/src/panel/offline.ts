// What is known elsewhere than in this browser: one field, never required, and nothing else asked.
import { element } from '../words/elements.ts';
import { Word, type Spoken } from '../words/words.ts';

/** The longest address there is (RFC 5321). */
const MAX_ADDRESS = '254';

/** A fold with the field. `submit` gets the address, which the browser itself has looked at, and says whether it was recorded. */
export function offline({ words }: Spoken, submit: (email?: string) => Promise<boolean>): Node {
  const address = element('input', { id: 'address', type: 'email', autocomplete: 'email', maxlength: MAX_ADDRESS });
  const fold = element('details', element('summary', words[Word.offline]));
  const listener = async (event: Event) => {
    event.preventDefault();
    // Until it is recorded, what was typed stays.
    if (!(await submit(address.value))) return;
    address.value = '';
    fold.open = false;
  };
  const label = element('label', { for: 'address' }, words[Word.address]);
  fold.append(element('form', { submit: listener }, label, address, element('small', words[Word.purpose]), element('button', words[Word.cover])));
  return fold;
}
