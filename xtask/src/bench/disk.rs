//! What the disk can do: how often a second a preallocated file takes 512 bytes and is synced.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::failure::Failure;

const RECORD: usize = 512;
const FILE: usize = 64 << 20;

/// Overwrites and syncs, one after the other, and returns how many a second.
pub fn synced_writes(folder: &Path, time: Duration) -> Result<f64, Failure> {
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
    let mut writes = 0_u32;
    while started.elapsed() < time {
        if (writes as usize + 1) * RECORD > FILE {
            file.seek(SeekFrom::Start(0)).map_err(failed())?;
        }
        file.write_all(&[7; RECORD])
            .and_then(|()| file.sync_data())
            .map_err(failed())?;
        writes += 1;
    }
    let rate = f64::from(writes) / started.elapsed().as_secs_f64();
    std::fs::remove_file(&path).map_err(failed())?;
    Ok(rate)
}
