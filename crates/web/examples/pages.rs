//! Writes every page, in every state and language, into a folder: `cargo run -p web --example pages -- FOLDER`.
//!
//! The files open in any browser; `browser/static.mjs` looks at them with a real one.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use web::locale::Locale;
use web::pages::samples::World;
use web::pages::{STYLE, style_path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("name the folder to write to")?,
    );
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("refrain.css"), STYLE)?;
    for locale in Locale::all() {
        for sample in World::sample().render(locale)? {
            let html = sample.html.replace(style_path(), "refrain.css");
            fs::write(
                folder.join(format!("{}.{}.html", sample.name, locale.lang())),
                html,
            )?;
        }
    }
    Ok(())
}
