//! What the disk can do: how many records of 512 bytes a second a preallocated file takes, so many at each sync.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// The size of a record.
const RECORD: usize = 512;
/// The size of the file.
const FILE: usize = 64 << 20;

/// Overwrites `at_once` records and syncs, again and again, and returns how many records a second.
pub fn synced_records(folder: &Path, at_once: usize, time: Duration) -> Result<f64, Failure> {
    let path = folder.join("preallocated");
    let failed = || Failure::file(&path);
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .open(&path)
        .map_err(failed())?;
    file.write_all(&vec![0; FILE])
        .and_then(|()| file.sync_all())
        .map_err(failed())?;
    file.seek(SeekFrom::Start(0)).map_err(failed())?;
    let started = Instant::now();
    let batch = vec![7; RECORD * at_once];
    let (mut records, mut written) = (0_u32, 0);
    while started.elapsed() < time {
        if written + batch.len() > FILE {
            written = 0;
            file.seek(SeekFrom::Start(0)).map_err(failed())?;
        }
        file.write_all(&batch)
            .and_then(|()| file.sync_data())
            .map_err(failed())?;
        written += batch.len();
        records += u32::try_from(at_once).unwrap_or(u32::MAX);
    }
    let rate = f64::from(records) / started.elapsed().as_secs_f64();
    std::fs::remove_file(&path).map_err(failed())?;
    Ok(rate)
}
