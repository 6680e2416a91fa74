//! Tiles and the newest checkpoint.

use ledger::Hash;
use ledger::tile::{self, TileId};
use store::{CheckpointStore, PublishError, Published, StoreError};

use crate::rows::{damaged, signed};
use crate::session::value;
use crate::wake::CHANNEL;
use crate::{PostgresStore, rows, unsigned};

const NEWEST: &str =
    "/* newest_checkpoint */ SELECT size, note FROM refrain.checkpoint WHERE log = $1";
// Others are woken here and not where entries are appended: the server lets only one transaction with a notification commit at
// a time, and that must not hold up another business's appends.
const PUBLISH: &str = "/* publish */
    WITH moved AS (
        UPDATE refrain.checkpoint SET size = $3, note = $4 WHERE log = $1 AND size = $2 RETURNING log
    ), stored AS (
        INSERT INTO refrain.tile (log, place, hashes)
        SELECT moved.log, place, hashes FROM moved, unnest($5::bigint[], $6::bytea[]) AS full_tile (place, hashes)
        ON CONFLICT DO NOTHING
    )
    SELECT pg_notify($7, log::text || ' ' || $8) FROM moved";
const TILE: &str = "/* tile */ SELECT hashes FROM refrain.tile WHERE log = $1 AND place = $2";

impl CheckpointStore for PostgresStore {
    fn published(&self) -> Result<Option<Published>, StoreError> {
        let newest = self.pool.read(|connection| {
            connection.one("reading the checkpoint", NEWEST, &[value::int(&self.log)])
        })?;
        let Some(row) = newest else {
            return Ok(None);
        };
        let size: i64 = rows::get(&row, "checkpoint", "size", 0)?;
        let published = Published {
            size: unsigned("checkpoint", "size", size)?,
            note: rows::get(&row, "checkpoint", "note", 1)?,
        };
        Ok((published.size > 0).then_some(published))
    }

    fn publish(
        &self,
        previous: u64,
        next: &Published,
        tiles: &[(TileId, Vec<Hash>)],
    ) -> Result<(), PublishError> {
        let places: Vec<i64> = tiles.iter().map(|(id, _)| place(*id)).collect();
        let hashes: Vec<Vec<u8>> = tiles
            .iter()
            .map(|(_, hashes)| tile::encode(hashes))
            .collect();
        let own = self.waker.own();
        let (previous, size) = (signed(previous), signed(next.size));
        let values = [
            value::int(&self.log),
            value::bigint(&previous),
            value::bigint(&size),
            value::text(&next.note),
            value::bigints(&places),
            value::byte_strings(&hashes),
            value::text(&CHANNEL),
            value::text(&own),
        ];
        let moved =
            self.write(|connection| connection.one("publishing a checkpoint", PUBLISH, &values))?;
        if moved.is_some() {
            return Ok(());
        }
        let size = self.published()?.map_or(0, |published| published.size);
        Err(PublishError::Moved { size })
    }

    fn tile(&self, id: TileId) -> Result<Option<Vec<Hash>>, StoreError> {
        let place = place(id);
        let row = self.pool.read(|connection| {
            let values = [value::int(&self.log), value::bigint(&place)];
            connection.one("reading a tile", TILE, &values)
        })?;
        let Some(row) = row else {
            return Ok(None);
        };
        let bytes: Vec<u8> = rows::get(&row, "tile", "hashes", 0)?;
        tile::decode(&bytes)
            .map(Some)
            .map_err(|error| damaged(("tile", "hashes"), place, &error.to_string()))
    }
}

/// The key of a tile: its level above 56 bits of its index.
fn place(id: TileId) -> i64 {
    (i64::from(id.level) << 56) | signed(id.index)
}
