//! `refrain snippet`: what a site pastes.

use crate::support::installation::Installation;

#[test]
fn the_line_and_the_link_are_of_the_site() {
    for (link, title) in [
        ("choices", "Your Privacy Choices"),
        (
            "do_not_sell",
            "Do Not Sell or Share My Personal Information",
        ),
    ] {
        let installation = Installation::new(&format!(
            "[server]\npublic_url = 'https://privacy.shop.example'\n[site]\nlink = '{link}'"
        ));
        let pasted = installation.run(&["snippet"]).succeeded();
        let expected = format!(
            "<script src=\"https://privacy.shop.example/refrain.js\"></script>\n\
             <refrain-link><a href=\"https://privacy.shop.example/privacy-choices\">{title}</a></refrain-link>\n"
        );
        assert_eq!(pasted, expected);
    }
}

#[test]
fn each_business_has_its_own() {
    let installation = Installation::new(
        "[server]\npublic_url = 'https://privacy.first.example'\n\
         [businesses.juniper]\nname = 'Juniper & Rye'\npublic_url = 'https://privacy.juniper.example'\n\
         [businesses.juniper.site]\nlink = 'do_not_sell'",
    );
    let pasted = installation.run(&["snippet", "--business", "juniper"]);
    let pasted = pasted.succeeded();
    assert!(pasted.starts_with("<script src=\"https://privacy.juniper.example/refrain.js\">"));
    assert!(pasted.contains(">Do Not Sell or Share My Personal Information<"));
    let inline = installation.run(&["snippet", "--inline", "--business", "juniper"]);
    let inline = inline.succeeded();
    assert!(
        inline.contains("\"business\":\"Juniper & Rye\""),
        "{inline}"
    );
    assert!(
        inline.ends_with(
            "<script async src=\"https://privacy.juniper.example/refrain.js\"></script>\n"
        )
    );
    let unknown = installation.run(&["snippet", "--business", "jupiter"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("configured are main, juniper"));
}
