//! What each US section is made of: the one table that everything here reads and writes by.
//!
//! After the section specifications of the IAB's
//! [Global Privacy Platform](https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform/tree/main/Sections), as
//! of December 2025.

use super::field::Field::{
    self, AdditionalDataProcessingConsent, Gpc, KnownChildSensitiveDataConsents,
    MspaCoveredTransaction, MspaMode, MspaOptOutOptionMode, MspaServiceProviderMode, MspaVersion,
    PersonalDataConsents, ProcessingNotice, SaleOptOut, SaleOptOutNotice,
    SensitiveDataLimitUseNotice, SensitiveDataOptOutNotice, SensitiveDataProcessing,
    SensitiveDataProcessingOptOutNotice, SharingNotice, SharingOptOut, SharingOptOutNotice,
    SubsectionType, TargetedAdvertisingOptOut, TargetedAdvertisingOptOutNotice, Version,
};
use super::field::Kind;

/// How a US section is laid out.
#[derive(Debug)]
pub struct Layout {
    /// Its number in the header.
    pub id: u16,
    /// Its name: the prefix in the browser's API.
    pub name: &'static str,
    /// The value of its version field, `Version` or `MspaVersion`.
    pub version: u8,
    /// What every section of this kind has.
    pub core: Block,
    /// The sub-section that may follow.
    pub sub: Option<Block>,
    /// Whether its encoding is settled. What is not is read, and never written.
    pub settled: bool,
    /// What its `SensitiveDataProcessing` is about: consent, or an opt-out.
    pub sensitive: Kind,
}

/// Fields one after another.
#[derive(Debug)]
pub struct Block {
    parts: [Part; Block::MOST],
    len: usize,
    /// Where each field is in `parts`, so that none is searched for.
    index: [u8; Field::ALL.len()],
    /// How many bits they have.
    pub(super) bits: u32,
}

/// A field's place.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The field.
    pub field: Field,
    /// How many values it has: one, or a list of that many.
    pub count: usize,
    /// How many bits each value has.
    pub(super) width: u32,
    /// Where its first bit is.
    pub(super) at: u32,
    /// Where its last one has ended.
    pub(super) end: u32,
}

const ABSENT: u8 = u8::MAX;

impl Block {
    /// The most fields that a section has: `usnat`.
    const MOST: usize = 16;

    /// Its fields in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts[..self.len]
    }

    /// The place of a field that it has.
    #[must_use]
    pub fn part(&self, field: Field) -> Option<&Part> {
        self.parts.get(usize::from(self.index[field as usize]))
    }

    const fn new() -> Self {
        let nothing = Part {
            field: Version,
            count: 0,
            width: 0,
            at: 0,
            end: 0,
        };
        Self {
            parts: [nothing; Self::MOST],
            len: 0,
            index: [ABSENT; Field::ALL.len()],
            bits: 0,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "lists have 16 values at most"
    )]
    const fn and(mut self, field: Field, count: usize, width: u32) -> Self {
        let end = self.bits + width * count as u32;
        self.parts[self.len] = Part {
            field,
            count,
            width,
            at: self.bits,
            end,
        };
        self.index[field as usize] = self.len as u8;
        self.len += 1;
        self.bits = end;
        self
    }
}

impl Layout {
    /// Begins a section that starts with its own version.
    const fn of(id: u16, name: &'static str) -> Self {
        Self {
            id,
            name,
            version: 1,
            core: Block::new().and(Version, 1, 6),
            sub: None,
            settled: true,
            sensitive: Kind::Consent,
        }
    }

    /// Begins a section of the later kind, which starts with the MSPA and of which nobody agrees how it is encoded.
    const fn unsettled(id: u16, name: &'static str) -> Self {
        Self {
            core: Block::new().and(MspaVersion, 1, 6),
            settled: false,
            ..Self::of(id, name)
        }
        .has(&[MspaCoveredTransaction, MspaMode])
    }

    const fn version(mut self, version: u8) -> Self {
        self.version = version;
        self
    }

    const fn has(mut self, fields: &[Field]) -> Self {
        let mut nth = 0;
        while nth < fields.len() {
            self.core = self.core.and(fields[nth], 1, 2);
            nth += 1;
        }
        self
    }

    const fn list(mut self, field: Field, count: usize) -> Self {
        self.core = self.core.and(field, count, 2);
        self
    }

    const fn mspa(self) -> Self {
        self.has(&[
            MspaCoveredTransaction,
            MspaOptOutOptionMode,
            MspaServiceProviderMode,
        ])
    }

    /// Says that its `SensitiveDataProcessing` is an opt-out.
    const fn sensitive_opt_out(mut self) -> Self {
        self.sensitive = Kind::OptOut;
        self
    }

    const fn gpc(mut self) -> Self {
        self.sub = Some(Block::new().and(SubsectionType, 1, 2).and(Gpc, 1, 1));
        self
    }

    const fn sensitive_apart(mut self) -> Self {
        self.sub = Some(Block::new().and(SensitiveDataProcessing, 8, 2));
        self
    }
}

const NOTICES: &[Field] = &[SaleOptOutNotice, TargetedAdvertisingOptOutNotice];
const OPT_OUTS: &[Field] = &[SaleOptOut, TargetedAdvertisingOptOut];
/// What `usnat` has before its lists, whose lengths differ by version.
const NATIONAL: &[Field] = &[
    SharingNotice,
    SaleOptOutNotice,
    SharingOptOutNotice,
    TargetedAdvertisingOptOutNotice,
    SensitiveDataProcessingOptOutNotice,
    SensitiveDataLimitUseNotice,
    SaleOptOut,
    SharingOptOut,
    TargetedAdvertisingOptOut,
];
const CALIFORNIA: &[Field] = &[
    SaleOptOutNotice,
    SharingOptOutNotice,
    SensitiveDataLimitUseNotice,
    SaleOptOut,
    SharingOptOut,
];
const SDP: Field = SensitiveDataProcessing;
const CHILD: Field = KnownChildSensitiveDataConsents;
const ADPC: Field = AdditionalDataProcessingConsent;

/// `usnat` as it was before 2025.
pub(super) static USNAT_1: Layout = Layout::of(7, "usnat")
    .has(NATIONAL)
    .list(SDP, 12)
    .list(CHILD, 2)
    .has(&[PersonalDataConsents])
    .mspa()
    .gpc();

/// The sections, one a line, by number from 7.
#[rustfmt::skip] // A table is read by its lines.
pub(super) static LAYOUTS: [Layout; 21] = [
    Layout::of(7, "usnat").version(2).has(NATIONAL).list(SDP, 16).list(CHILD, 3).has(&[PersonalDataConsents]).mspa().gpc(),
    Layout::of(8, "usca").has(CALIFORNIA).list(SDP, 9).list(CHILD, 2).has(&[PersonalDataConsents]).mspa().gpc().sensitive_opt_out(),
    Layout::of(9, "usva").has(&[SharingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).has(&[CHILD]).mspa(),
    Layout::of(10, "usco").has(&[SharingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 7).has(&[CHILD]).mspa().gpc(),
    Layout::of(11, "usut").has(&[SharingNotice]).has(NOTICES).has(&[SensitiveDataProcessingOptOutNotice]).has(OPT_OUTS).list(SDP, 8).has(&[CHILD]).mspa().sensitive_opt_out(),
    Layout::of(12, "usct").has(&[SharingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).list(CHILD, 3).mspa().gpc(),
    Layout::of(13, "usfl").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).list(CHILD, 3).has(&[ADPC]).mspa(),
    Layout::of(14, "usmt").has(&[SharingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).list(CHILD, 3).has(&[ADPC]).mspa().gpc(),
    Layout::of(15, "usor").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 11).list(CHILD, 3).has(&[ADPC]).mspa().gpc(),
    Layout::of(16, "ustx").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).has(&[CHILD, ADPC]).mspa().gpc(),
    Layout::of(17, "usde").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 9).list(CHILD, 5).has(&[ADPC]).mspa().gpc(),
    Layout::of(18, "usia").has(&[ProcessingNotice]).has(NOTICES).has(&[SensitiveDataOptOutNotice]).has(OPT_OUTS).list(SDP, 8).has(&[CHILD]).mspa().gpc().sensitive_opt_out(),
    Layout::of(19, "usne").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).has(&[CHILD, ADPC]).mspa().gpc(),
    Layout::of(20, "usnh").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).list(CHILD, 3).has(&[ADPC]).mspa().gpc(),
    Layout::of(21, "usnj").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 10).list(CHILD, 5).has(&[ADPC]).mspa().gpc(),
    Layout::of(22, "ustn").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).has(&[CHILD, ADPC]).mspa().gpc(),
    Layout::of(23, "usmn").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).list(SDP, 8).has(&[CHILD, ADPC]).mspa().gpc(),
    Layout::unsettled(24, "usmd").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).has(&[ADPC]).gpc(),
    Layout::unsettled(25, "usin").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).has(&[CHILD, ADPC]).sensitive_apart(),
    Layout::unsettled(26, "usky").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).has(&[CHILD, ADPC]).sensitive_apart(),
    Layout::unsettled(27, "usri").has(&[ProcessingNotice]).has(NOTICES).has(OPT_OUTS).has(&[CHILD, ADPC]).sensitive_apart(),
];

/// The number of `usnat`.
pub const USNAT: u16 = 7;
/// The number of `usca`.
pub const USCA: u16 = 8;
/// The number of the section that holds a US Privacy string.
pub const USPV1: u16 = 6;
/// The number that the specification gives the header.
pub(crate) const HEADER: u16 = 3;
/// The number of the European section, which may also stand alone.
pub(super) const TCFEUV2: u16 = 2;

/// What other sections are called.
const OTHERS: [(u16, &str); 3] = [(TCFEUV2, "tcfeuv2"), (5, "tcfcav1"), (USPV1, "uspv1")];

impl Layout {
    /// The layout of a US section by its number, in the newest version.
    #[must_use]
    pub fn of_id(id: u16) -> Option<&'static Self> {
        let nth = id.checked_sub(USNAT)?;
        LAYOUTS.get(usize::from(nth))
    }

    /// The layout of a US section by its name, in the newest version.
    #[must_use]
    pub fn of_name(name: &str) -> Option<&'static Self> {
        LAYOUTS.iter().find(|layout| layout.name == name)
    }

    /// The layout of this version; of one that is not known, the newest.
    #[must_use]
    pub fn in_version(&'static self, version: u8) -> &'static Self {
        if self.id == USNAT && version == USNAT_1.version {
            &USNAT_1
        } else {
            self
        }
    }

    /// The section to write for somebody who lives in the state of this postal code: its own where it has one that is settled,
    /// otherwise `usnat`, which covers all.
    ///
    /// ```
    /// use signals::gpp::Layout;
    ///
    /// assert_eq!(Layout::for_state("CA").name, "usca");
    /// assert_eq!(Layout::for_state("MD").name, "usnat"); // 24 to 27 are not written
    /// assert_eq!(Layout::for_state("NY").name, "usnat");
    /// ```
    #[must_use]
    pub fn for_state(code: &str) -> &'static Self {
        let own = |layout: &&Self| layout.settled && layout.name[2..].eq_ignore_ascii_case(code);
        LAYOUTS.iter().find(own).unwrap_or(&LAYOUTS[0])
    }

    /// What the values of one of its fields are about.
    #[must_use]
    pub fn kind(&self, field: Field) -> Kind {
        match field {
            SensitiveDataProcessing => self.sensitive,
            _ => field.kind(),
        }
    }
}

/// The name of a section that has one.
#[must_use]
pub fn name_of(id: u16) -> Option<&'static str> {
    let other = || {
        OTHERS
            .iter()
            .find(|other| other.0 == id)
            .map(|other| other.1)
    };
    Layout::of_id(id).map(|layout| layout.name).or_else(other)
}

/// The number of the section of this name.
#[must_use]
pub fn id_of(name: &str) -> Option<u16> {
    let other = || {
        OTHERS
            .iter()
            .find(|other| other.1 == name)
            .map(|other| other.0)
    };
    Layout::of_name(name).map(|layout| layout.id).or_else(other)
}
