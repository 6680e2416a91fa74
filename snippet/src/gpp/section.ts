// The one section that is written, as `__gpp` tells it.
import type { Settings, Status } from '../contract.ts';

/** The values of one sub-section by the specification's names. */
export type Fields = Record<string, number | number[] | boolean>;

/**
 * A section as partners read it. The specification makes it an array of sub-sections, the reference library one object with
 * all fields, and both are relied upon in the wild (Prebid reads either): so it is the array, and has the fields besides.
 */
export type Section = Fields[] & Fields;

const GIVEN = 1;
const OPTED_OUT = 1;
const DID_NOT = 2;
const zeros = (count: number): number[] => Array(count).fill(0);

/** Made anew for each asker, as some write into what they get. Everything that is not known to be allowed is told as opted out. */
export function sectionOf({ section, mspa }: Settings['gpp'], { sharing, signal }: Status): Section {
  const isNational = section === 7;
  const core: Fields = {
    Version: isNational ? 2 : 1,
    ...(isNational && { SharingNotice: GIVEN, SensitiveDataProcessingOptOutNotice: 0 }),
    SensitiveDataLimitUseNotice: 0,
    SensitiveDataProcessing: zeros(isNational ? 16 : 9),
    KnownChildSensitiveDataConsents: zeros(isNational ? 3 : 2),
    PersonalDataConsents: 0,
    MspaCoveredTransaction: mspa[0],
    MspaOptOutOptionMode: mspa[1],
    MspaServiceProviderMode: mspa[2],
  };
  for (const right of ['Sale', 'Sharing', ...(isNational ? ['TargetedAdvertising'] : [])]) {
    core[`${right}OptOutNotice`] = GIVEN;
    core[`${right}OptOut`] = sharing === 'allowed' ? DID_NOT : OPTED_OUT;
  }
  // The library calls the type of the last sub-section by a name of its own.
  return Object.assign([core, { SubsectionType: 1, Gpc: signal }] as Fields[], core, { GpcSegmentType: 1, Gpc: signal }) as Section;
}
