//! What the log has published, and the receipts made from it.

use std::sync::{Arc, PoisonError, RwLock};

use ledger::tile::TileId;
use ledger::{Hash, Salt, Tree, proof, receipt, tile};
use tokio::sync::watch;

use crate::contract::{CheckpointStore, Published, StoreError};

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
        let tree = self.tree.read().unwrap_or_else(PoisonError::into_inner);
        let path = match tree.inclusion(index, head.size) {
            Ok(path) => path,
            Err(ledger::Error::NotHeld { .. }) => {
                proof::inclusion(index, head.size, &mut |height, index| {
                    tree.node(height, index)
                        .map_or_else(|| stored_node(store, height, index), Ok)
                })?
            }
            Err(other) => return Err(other.into()),
        };
        drop(tree);
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
        let tree = self.tree.read().unwrap_or_else(PoisonError::into_inner);
        let height = u32::from(id.level) * tile::HEIGHT;
        let first = id.index << tile::HEIGHT;
        (first..first + width as u64)
            .map(|index| tree.node(height, index))
            .collect()
    }
}

fn stored_node(store: &dyn CheckpointStore, height: u32, index: u64) -> Result<Hash, ReceiptError> {
    let place = tile::locate(height, index);
    let hashes = store.tile(place.tile)?.unwrap_or_default();
    place
        .node(&hashes)
        .ok_or(ReceiptError::Tree(ledger::Error::NotHeld { height, index }))
}
