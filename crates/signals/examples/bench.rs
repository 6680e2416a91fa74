//! How many strings a second are read and written on one core, for `cargo xtask bench signals`, which starts this beside the
//! IAB's library: `bench WHAT MILLISECONDS FILE`, where the file has a string a line.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use iab_gpp::v1::GPPString;
use signals::gpp::{self, Field, Layout, Section, UsSection};
use signals::{Said, UsPrivacy};

/// A section as a caller has it who wants to write it.
enum Wanted {
    Us(&'static Layout, Vec<(Field, Vec<u8>)>),
    UsPrivacy(UsPrivacy),
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, what, milliseconds, file] = arguments.as_slice() else {
        panic!("bench WHAT MILLISECONDS FILE");
    };
    let time = Duration::from_millis(milliseconds.parse().expect("a number"));
    let text = std::fs::read_to_string(file).expect("the file can be read");
    let strings: Vec<&str> = text.lines().collect();
    let wanted: Vec<Vec<Wanted>> = strings.iter().map(|string| wanted(string)).collect();
    let pace = match what.as_str() {
        "decode" => pace(time, &strings, |string| decode(string)),
        "said" => pace(time, &strings, |string| {
            Said::gpp(string).expect("a string")
        }),
        "decode-iab_gpp" => pace(time, &strings, |string| decode_with_iab_gpp(string)),
        "encode" => pace(time, &wanted, |sections| encode(sections)),
        other => panic!("{other} is not measured"),
    };
    println!("{pace:.0}");
}

/// How many inputs a second.
fn pace<T, R>(time: Duration, inputs: &[T], mut act: impl FnMut(&T) -> R) -> f64 {
    let started = Instant::now();
    let mut done = 0_u32;
    while started.elapsed() < time {
        for input in inputs {
            black_box(act(black_box(input)));
            done += 1;
        }
    }
    f64::from(done) / started.elapsed().as_secs_f64()
}

/// Reads every field of every section.
fn decode(string: &str) -> u32 {
    let mut sum = 0;
    for section in gpp::sections(string).expect("a string") {
        match section.expect("a section") {
            Section::Us(section) => {
                for fields in section.blocks() {
                    for part in fields.parts() {
                        sum += fields.values(part).map(u32::from).sum::<u32>();
                    }
                }
            }
            Section::UsPrivacy(said) => sum += u32::from(said.applies()),
            Section::Opaque { .. } => {}
        }
    }
    sum
}

fn decode_with_iab_gpp(string: &str) -> usize {
    let sections = GPPString::parse_str(string)
        .expect("a string")
        .decode_all_sections();
    let read = sections.iter().filter(|section| section.is_ok()).count();
    assert_eq!(read, sections.len(), "{string}");
    black_box(&sections);
    read
}

fn wanted(string: &str) -> Vec<Wanted> {
    let read = gpp::sections(string).expect("a string");
    let wanted = read.map(|section| match section.expect("a section") {
        Section::Us(section) => {
            let blocks = section.blocks().flat_map(|fields| {
                let parts = fields.parts().iter();
                parts.map(move |part| (part.field, fields.values(part).collect()))
            });
            Wanted::Us(section.layout(), blocks.collect())
        }
        Section::UsPrivacy(said) => Wanted::UsPrivacy(said),
        Section::Opaque { .. } => panic!("{string} has a section that is not known"),
    });
    wanted.collect()
}

/// Gives every field its values, and writes.
fn encode(wanted: &[Wanted]) -> String {
    let sections = wanted.iter().map(|wanted| match wanted {
        Wanted::Us(layout, fields) => {
            let mut section = UsSection::new(layout).expect("it is written");
            for (field, values) in fields {
                section.set(*field, values).expect("they mean something");
            }
            Section::Us(section)
        }
        Wanted::UsPrivacy(said) => Section::UsPrivacy(*said),
    });
    gpp::encode(&sections.collect::<Vec<_>>()).expect("it is written")
}
