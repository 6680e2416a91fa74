// The text of a GPP string. Only the choice, the MSPA's fields and the signal vary, so the rest of the bits is written down; a test
// holds every string that can be made against the reference library.
import type { Settings, Status } from '../contract.ts';

/** Header and section, up to the character that says what stands. */
const BEFORE = { 7: 'DBABLA~CVQ', 8: 'DBABBg~BU' };
/** That character, opted out or not, and the bits after it that are all zero. */
const OPTED_OUT = { 7: 'VAAAAAA', 8: 'UAAA' };
const DID_NOT = { 7: 'qAAAAAA', 8: 'oAAA' };
/** MspaCoveredTransaction fills the last bits of one character; the other two fields begin the next. */
const COVERED = 'ABC';
const MODES = 'AEIQUYgko';

export function gppStringOf({ section, mspa }: Settings['gpp'], { sharing, signal }: Status): string {
  const stands = sharing === 'allowed' ? DID_NOT : OPTED_OUT;
  return BEFORE[section] + stands[section] + COVERED[mspa[0]] + MODES[mspa[1] * 3 + mspa[2]] + (signal ? '.YA' : '.QA');
}
