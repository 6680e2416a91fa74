// The state's own icon (oag.ca.gov/privacy/ccpa/icons-download, privacyoptions.svg).
import { drawing } from '../words/elements.ts';
import { Word, type Spoken } from '../words/words.ts';

/** Its shapes from the ground up: the pill in blue, its left half and the cross in white, the tick in blue. */
const SHAPES = [
  'M22.6 0H7.4c-3.9 0-7 3.1-7 7s3.1 7 7 7h15.2c3.9 0 7-3.1 7-7S26.4 0 22.6 0z',
  'M7.4 12.8h6.8l3.1-11.6H7.4C4.2 1.2 1.6 3.8 1.6 7S4.2 12.8 7.4 12.8z',
  'M24.6 4c.2.2.2.6 0 .8L22.5 7l2.2 2.2c.2.2.2.6 0 .8c-.2.2-.6.2-.8 0l-2.2-2.2L19.5 10c-.2.2-.6.2-.8 0c-.2-.2-.2-.6 0-.8L20.8 7l-2.2-2.2c-.2-.2-.2-.6 0-.8c.2-.2.6-.2.8 0l2.2 2.2L23.8 4C24 3.8 24.4 3.8 24.6 4z',
  'M12.7 4.1c.2.2.3.6.1.8L8.6 9.8C8.5 9.9 8.4 10 8.3 10c-.2.1-.5.1-.7-.1L5.4 7.7c-.2-.2-.2-.6 0-.8c.2-.2.6-.2.8 0L8 8.6l3.8-4.5C12 3.9 12.4 3.9 12.7 4.1z',
];

/** As high as the text beside it. */
export function icon({ words }: Spoken): SVGElement {
  const paths = SHAPES.map((d, index) => drawing('path', { d, fill: index % 3 ? '#fff' : '#06f' }));
  const image = drawing('svg', { role: 'img', 'aria-label': words[Word.icon], viewBox: '0 0 30 14' }, ...paths);
  // Set from here, it stands above whatever a site says of its images, and no policy forbids it.
  image.style.cssText = 'height:1em;width:auto;vertical-align:-.12em;margin:0;margin-inline-start:.4em';
  return image;
}
