//! What the log has published, and the receipts made from it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ledger::tile::TileId;
use ledger::{Hash, Salt, Tree, proof, receipt, tile};
use tokio::sync::watch;

use crate::contract::{CheckpointStore, Published, StoreError};

/// How many of the tiles that receipts need are kept. A path goes through few of them, and those of its neighbours through the
/// same; without these, a message of five hundred receipts would read thousands of tiles.
const RECENT_TILES: usize = 16;

/// The newest checkpoint of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many entries it covers.
    pub size: u64,
    /// The signed note; empty while nothing has been published.
    pub note: String,
}

/// Why a receipt could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The tree lacks a node that it should have.
    #[error("the log's tree is incomplete")]
    Tree(#[from] ledger::Error),
}

/// The tree and the newest checkpoint, written by the sequencer and read by everybody.
pub(super) struct Shared {
    tree: RwLock<Tree>,
    head: watch::Sender<Arc<Head>>,
    /// Full tiles that were read for receipts, the newest first.
    tiles: Mutex<VecDeque<(TileId, Arc<[Hash]>)>>,
}

impl Shared {
    pub(super) fn new() -> Self {
        let empty = Head {
            size: 0,
            note: String::new(),
        };
        Self {
            tree: RwLock::new(Tree::new()),
            head: watch::Sender::new(Arc::new(empty)),
            tiles: Mutex::default(),
        }
    }

    pub(super) fn head(&self) -> Arc<Head> {
        self.head.borrow().clone()
    }

    pub(super) fn watch(&self) -> watch::Receiver<Arc<Head>> {
        self.head.subscribe()
    }

    pub(super) fn publish(&self, published: &Published) {
        self.head.send_replace(Arc::new(Head {
            size: published.size,
            note: published.note.clone(),
        }));
    }

    pub(super) fn with_tree<R>(&self, change: impl FnOnce(&mut Tree) -> R) -> R {
        change(&mut self.tree.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// The receipt of an entry that `head` covers. Recent ones come from memory; older ones need a few tiles.
    pub(super) fn receipt(
        &self,
        store: &dyn CheckpointStore,
        head: &Head,
        (index, salt, record): (u64, &Salt, &[u8]),
    ) -> Result<String, ReceiptError> {
        let path = match self.read_tree(|tree| tree.inclusion(index, head.size)) {
            Ok(path) => path,
            // The log must not wait for a database that is slow to give tiles: the tree is free while they are read.
            Err(ledger::Error::NotHeld { .. }) => {
                proof::inclusion(index, head.size, &mut |height, index| {
                    self.read_tree(|tree| tree.node(height, index))
                        .map_or_else(|| self.stored_node(store, (height, index)), Ok)
                })?
            }
            Err(other) => return Err(other.into()),
        };
        Ok(receipt::Draft {
            salt,
            record,
            index,
            path: &path,
            checkpoint: &head.note,
        }
        .to_text())
    }

    /// The hashes of the partial tile at the right edge of `level`, as far as `head` covers them.
    pub(super) fn partial_tile(&self, id: TileId, width: usize) -> Option<Vec<Hash>> {
        let height = u32::from(id.level) * tile::HEIGHT;
        let first = id.index << tile::HEIGHT;
        self.read_tree(|tree| {
            (first..first + width as u64)
                .map(|index| tree.node(height, index))
                .collect()
        })
    }

    fn read_tree<R>(&self, look: impl FnOnce(&Tree) -> R) -> R {
        look(&self.tree.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn stored_node(
        &self,
        store: &dyn CheckpointStore,
        (height, index): (u32, u64),
    ) -> Result<Hash, ReceiptError> {
        let place = tile::locate(height, index);
        let hashes = self.stored_tile(store, place.tile)?;
        place
            .node(&hashes)
            .ok_or(ReceiptError::Tree(ledger::Error::NotHeld { height, index }))
    }

    /// A full tile, which never changes. Nobody waits for another one's reading.
    fn stored_tile(
        &self,
        store: &dyn CheckpointStore,
        id: TileId,
    ) -> Result<Arc<[Hash]>, ReceiptError> {
        let recent = || self.tiles.lock().unwrap_or_else(PoisonError::into_inner);
        let known = recent().iter().find(|(known, _)| *known == id).cloned();
        if let Some((_, hashes)) = known {
            return Ok(hashes);
        }
        let Some(hashes) = store.tile(id)? else {
            return Ok(Arc::default());
        };
        let hashes: Arc<[Hash]> = hashes.into();
        let mut recent = recent();
        recent.push_front((id, hashes.clone()));
        recent.truncate(RECENT_TILES);
        Ok(hashes)
    }
}
