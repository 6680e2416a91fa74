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
