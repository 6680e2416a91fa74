//! The running log on a backend: whatever fails, and whenever, positions stay gap-free, followers see every entry once and in
//! order, and receipts verify.
//!
//! A backend's test suite calls [`running_log_tests!`](crate::running_log_tests) with a [`Place`].

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(missing_docs, reason = "a test's name says what it shows")]

pub mod faults;
mod faulty_store;
pub mod follower;
pub mod guards;
pub mod people;
pub mod processes;

use std::sync::Arc;

use store::Store;

pub use faulty_store::{Call, Fault, FaultyStore};

/// Makes a new, empty database, and returns what opens it, as often as it is called.
pub type Place = dyn Fn() -> Box<dyn Fn() -> Arc<dyn Store>>;

/// Makes a test of every way in which a running log is tried on a backend, which `$place` makes databases of.
#[macro_export]
macro_rules! running_log_tests {
    ($place:path) => {
        $crate::running_log_tests! { $place =>
            faults::a_failed_append_is_told_and_is_there_once_or_not_at_all,
            faults::a_failed_publication_is_made_up_for,
            faults::what_cannot_be_read_for_a_while_is_read_later,
            faults::a_log_that_is_stopped_right_after_a_fault_starts_whole,
            faults::nobody_hears_of_an_entry_before_it_was_followed,
            guards::a_guarded_entry_is_refused_when_something_has_moved,
            guards::a_guard_sees_what_another_process_has_written,
            guards::of_many_guarded_entries_decided_at_once_one_stands,
            guards::stopping_lets_everything_that_was_taken_be_written_and_published,
            processes::two_logs_on_one_file_keep_one_tree,
            processes::an_idle_log_follows_what_another_process_writes,
            processes::a_log_that_is_never_idle_knows_that_it_has_caught_up,
        }
    };
    ($place:path => $($of:ident::$test:ident),* $(,)?) => {
        $(
            #[test]
            fn $test() {
                $crate::running_log::$of::$test(&$place);
            }
        )*
    };
}
