//! An identifier has one canonical form, which is read as itself, and its `Debug` does not show it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use optout::{Identifier, InstallationKey, Kind, Profile, TokenKeys};

fuzz_target!(|text: &str| {
    for kind in Kind::BUILT_IN
        .into_iter()
        .chain([Kind::Custom("loyalty_id".into())])
    {
        if let Ok(identifier) = Identifier::of(kind, text) {
            check(&identifier);
        }
    }
    if let Ok(identifier) = Identifier::recognise(text) {
        assert_eq!(
            Identifier::of(identifier.kind().clone(), text),
            Ok(identifier)
        );
    }
});

fn check(identifier: &Identifier) {
    let value = identifier.value();
    assert!(!value.is_empty());
    assert!(!value.contains(char::is_control));
    let again = Identifier::of(identifier.kind().clone(), value);
    assert_eq!(again.as_ref(), Ok(identifier), "{value:?}");
    let kind = identifier.kind();
    let shown = format!("Identifier {{ kind: {kind:?}, .. }}");
    assert_eq!(format!("{identifier:?}"), shown);
    assert!(!identifier.masked().is_empty());
    assert_eq!(identifier.in_profile(kind.canonical_profile()), value);
    for profile in Profile::ALL {
        assert!(!identifier.in_profile(profile).contains(char::is_control));
    }
    let keys = TokenKeys::new(&InstallationKey::new([7; 32]));
    let mut subjects = Vec::new();
    identifier.tokens(&keys, |subject| subjects.push(subject));
    assert_eq!(subjects[0], keys.subject(identifier.kind(), value));
}
