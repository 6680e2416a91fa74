//! Tiles and the newest checkpoint.

use ledger::Hash;
use ledger::tile::{self, TileId};
use rusqlite::{Connection, OptionalExtension, params};
use store::{CheckpointStore, PublishError, Published, StoreError};

use crate::connection::Sync;
use crate::{SqliteStore, database, signed, unsigned};

const NEWEST: &str = "/* newest_checkpoint */ SELECT size, note FROM checkpoint";
const REPLACE: &str =
    "/* replace_checkpoint */ INSERT INTO checkpoint (only, size, note) VALUES (1, ?1, ?2)
    ON CONFLICT (only) DO UPDATE SET size = excluded.size, note = excluded.note";
const ADD_TILE: &str =
    "/* add_tile */ INSERT INTO tile (place, hashes) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
const TILE: &str = "/* tile */ SELECT hashes FROM tile WHERE place = ?1";

impl CheckpointStore for SqliteStore {
    fn published(&self) -> Result<Option<Published>, StoreError> {
        self.readers.read("reading the checkpoint", newest)
    }

    fn publish(
        &self,
        previous: u64,
        next: &Published,
        tiles: &[(TileId, Vec<Hash>)],
    ) -> Result<(), PublishError> {
        self.writer
            .run("publishing a checkpoint", Sync::Later, |transaction| {
                let size = newest(transaction)?.map_or(0, |published| published.size);
                if size != previous {
                    return Err(PublishError::Moved { size });
                }
                let failed = || database("publishing a checkpoint");
                for (id, hashes) in tiles {
                    let mut statement = transaction.prepare_cached(ADD_TILE).map_err(failed())?;
                    statement
                        .execute(params![place(*id), tile::encode(hashes)])
                        .map_err(failed())?;
                }
                let mut statement = transaction.prepare_cached(REPLACE).map_err(failed())?;
                statement
                    .execute(params![signed(next.size), next.note])
                    .map_err(failed())?;
                Ok(())
            })?
    }

    fn tile(&self, id: TileId) -> Result<Option<Vec<Hash>>, StoreError> {
        self.readers.read("reading a tile", |connection| {
            let failed = || database("reading a tile");
            let mut statement = connection.prepare_cached(TILE).map_err(failed())?;
            let bytes: Option<Vec<u8>> = statement
                .query_row([place(id)], |row| row.get(0))
                .optional()
                .map_err(failed())?;
            let decode = |bytes: Vec<u8>| {
                tile::decode(&bytes).map_err(|error| StoreError::Row {
                    table: "tile",
                    column: "hashes",
                    row: place(id).to_string(),
                    why: error.to_string(),
                })
            };
            bytes.map(decode).transpose()
        })
    }
}

fn newest(connection: &Connection) -> Result<Option<Published>, StoreError> {
    let failed = || database("reading the checkpoint");
    let mut statement = connection.prepare_cached(NEWEST).map_err(failed())?;
    let row = statement
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .map_err(failed())?;
    let Some((size, note)) = row else {
        return Ok(None);
    };
    Ok(Some(Published {
        size: unsigned("checkpoint", "size", size)?,
        note,
    }))
}

/// The key of a tile: its level above 56 bits of its index.
fn place(id: TileId) -> i64 {
    (i64::from(id.level) << 56) | signed(id.index)
}
