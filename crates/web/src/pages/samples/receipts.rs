//! Receipts, soon after a request and later.

use optout::PurposeSet;

use super::{DEADLINE, World, code, later, since};
use crate::pages::{
    Act, Channel, Covered, Data, Frame, LogPlace, Progress, Proof, Receipt, Recipient,
    RecipientLine, Since,
};

impl World {
    pub(super) fn receipts<'a>(&'a self, frame: Frame<'a>) -> Vec<(&'static str, Receipt<'a>)> {
        let full = Receipt {
            frame,
            code: code(),
            in_force_since: since(),
            act: Act::OptOut,
            purposes: PurposeSet::OPT_OUT,
            covers: vec![Covered::Browser, Covered::Email],
            channel: Channel::Page,
            recipients: self.lines(),
            proof: Proof::Ready(LogPlace {
                log: "privacy.juniper-rye.example/log".into(),
                size: 1_204_311,
                entry: 1_204_290,
                key: "privacy.juniper-rye.example/log+3d2a91c7+AWq0bVf1c8mJ5h0i3sYkQm2v9dXwR4tLZ7nE6uPzKoBd".into(),
            }),
            as_of: later(),
        };
        let soon = Receipt {
            act: Act::Limit,
            purposes: PurposeSet::LIMIT,
            covers: vec![Covered::Browser],
            channel: Channel::Signal,
            recipients: Vec::new(),
            proof: Proof::Soon,
            ..full.clone()
        };
        let carried = Receipt {
            in_force_since: Since::Day(DEADLINE),
            channel: Channel::CarriedForward,
            ..full.clone()
        };
        vec![
            ("receipt", full),
            ("receipt-soon", soon),
            ("receipt-carried", carried),
        ]
    }

    fn lines(&self) -> Vec<RecipientLine> {
        let progress = [
            Progress::Verified(later()),
            Progress::Confirmed(later()),
            Progress::Told(later()),
            Progress::Waiting(DEADLINE),
        ];
        let line = |(recipient, progress): (&Recipient, Progress)| RecipientLine {
            name: recipient.name.clone(),
            got: recipient.data.clone(),
            progress,
        };
        let mut lines: Vec<RecipientLine> =
            self.recipients.iter().zip(progress).map(line).collect();
        let described = vec![Data::Described("the catalogue list".into())];
        lines.push(RecipientLine {
            name: "Coastline Mailing House".into(),
            got: described,
            progress: Progress::ByPerson(DEADLINE),
        });
        lines.push(RecipientLine {
            name: "Pelham Data Co-op".into(),
            got: Vec::new(),
            progress: Progress::NotApplicable,
        });
        lines
    }
}
