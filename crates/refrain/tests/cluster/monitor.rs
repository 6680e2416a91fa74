//! Somebody outside who watches the log as C2SP tlog-tiles has it, with another implementation of it than ours.
//!
//! Whichever node is asked, each checkpoint must be signed by the one key and be consistent with the one before, of whichever
//! node. Sizes may go back from one node to the next, and are only compared.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::{
    Checkpoint, Error, Hash, HashReader, Tile, TileHashReader, TileReader, check_tree, prove_tree,
    record_hash, stored_hash_index, stored_hashes, tree_hash,
};

use super::nodes::Cluster;
use crate::support::http::read_message;
use crate::support::patience::until;

/// How long to wait between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);
/// A node that says nothing for so long is passed over for now.
const SILENCE: Duration = Duration::from_millis(500);
/// The height of tiles, and how many entries there are under one of the lowest.
const HEIGHT: u8 = 8;
const WIDTH: u64 = 1 << HEIGHT;

/// A monitor at work.
pub struct Monitor {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Watch>,
}

/// What came of it.
pub struct Watched {
    /// How many pairs of checkpoints were compared.
    pub compared: usize,
    /// The size of the last checkpoint, whose tree was rebuilt from the log's entries.
    pub size: u64,
}

#[derive(Clone, Copy, PartialEq)]
struct Head {
    size: u64,
    root: Hash,
}

/// What the thread knows.
struct Watch {
    cluster: Arc<Cluster>,
    key: String,
    last: Option<Head>,
    compared: usize,
    /// Pairs for which no node had the tiles at the time.
    later: Vec<(Head, Head)>,
    /// Full tiles that were found to be the tree's.
    tiles: RefCell<HashMap<Tile, Vec<u8>>>,
}

impl Monitor {
    /// Begins to watch nodes that answer.
    pub fn start(cluster: &Arc<Cluster>) -> Self {
        let keys = cluster
            .nodes
            .iter()
            .map(|node| until("a node's key", || fetch(node.address(), "key")));
        let mut keys: Vec<Vec<u8>> = keys.collect();
        keys.dedup();
        assert_eq!(keys.len(), 1, "the nodes show several keys");
        let key = String::from_utf8(keys.remove(0)).expect("a key is text");
        let stop = Arc::<AtomicBool>::default();
        let mut watch = Watch {
            cluster: cluster.clone(),
            key: key.trim().to_owned(),
            last: None,
            compared: 0,
            later: Vec::new(),
            tiles: RefCell::default(),
        };
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                watch.look();
                std::thread::sleep(BETWEEN_LOOKS);
            }
            watch
        });
        Self { stop, thread }
    }

    /// Ends when all nodes run and show the same checkpoint; then the log's entries must give its root.
    pub fn finish(self) -> Watched {
        self.stop.store(true, Ordering::Relaxed);
        let mut watch = self.thread.join().expect("the monitor finds nothing wrong");
        let last = until("the nodes to show one checkpoint", || watch.look());
        for (one, other) in std::mem::take(&mut watch.later) {
            until("tiles that were not to be had", || {
                watch.compare(one, other)
            });
        }
        watch.rebuild(last);
        Watched {
            compared: watch.compared,
            size: last.size,
        }
    }
}

impl Watch {
    /// Looks at every node's checkpoint. Returns it where all of them show the same.
    fn look(&mut self) -> Option<Head> {
        let mut seen = Vec::new();
        for address in self.cluster.clone().addresses() {
            let Some(note) = fetch(address, "checkpoint") else {
                continue;
            };
            let head = self.open(&note);
            seen.push(head);
            if let Some(last) = self.last.replace(head)
                && self.compare(last, head).is_none()
            {
                self.later.push((last, head));
            }
        }
        let all = seen.len() == self.cluster.nodes.len();
        let first = *seen.first()?;
        (all && seen.iter().all(|head| *head == first)).then_some(first)
    }

    /// Opens a checkpoint that must be signed.
    fn open(&self, note: &[u8]) -> Head {
        let shown = String::from_utf8_lossy(note);
        let key = StandardVerifier::new(&self.key).expect("the key is one");
        let note = Note::from_bytes(note).unwrap_or_else(|error| panic!("{error}: {shown}"));
        let signed = note.verify(&VerifierList::new(vec![Box::new(key)]));
        let (known, _) = signed.unwrap_or_else(|error| panic!("{error}: {shown}"));
        assert_eq!(known.len(), 1, "{shown}");
        let checkpoint = Checkpoint::from_bytes(note.text());
        let checkpoint = checkpoint.unwrap_or_else(|error| panic!("{error}: {shown}"));
        assert_eq!(Some(checkpoint.origin()), self.key.split('+').next());
        Head {
            size: checkpoint.size(),
            root: *checkpoint.hash(),
        }
    }

    /// Proves that one of them is of a tree that the other's begins with; `None` where no node has the tiles now.
    fn compare(&mut self, one: Head, other: Head) -> Option<()> {
        let (old, new) = if one.size < other.size {
            (one, other)
        } else {
            (other, one)
        };
        if old.size == new.size {
            assert_eq!(old.root, new.root, "two trees of {} entries", old.size);
        } else {
            let tiles = Tiles::of(self);
            let reader = TileHashReader::new(new.size, new.root, &tiles);
            let proof = match prove_tree(new.size, old.size, &reader) {
                Err(_) if tiles.missing.get() => return None,
                proof => proof.expect("the tiles are the tree's"),
            };
            check_tree(&proof, new.size, new.root, old.size, old.root).unwrap_or_else(|error| {
                panic!("{} entries and {}: {error}", old.size, new.size);
            });
        }
        self.compared += 1;
        Some(())
    }

    /// Makes the whole tree again from the log's entries, and compares it with a checkpoint and the tiles.
    fn rebuild(&self, head: Head) {
        let tree = Stored(RefCell::default());
        let mut leaves = Vec::new();
        for index in 0..head.size.div_ceil(WIDTH) {
            let left = (head.size - index * WIDTH).min(WIDTH);
            let width = u32::try_from(left).expect("a bundle is short");
            let bundle = Tile::new(HEIGHT, 0, index, width, true);
            let path = path(&bundle).replacen("data", "entries", 1);
            let bytes = until("a bundle of entries", || self.fetch(&path));
            let entries = entries(&bytes);
            assert_eq!(entries.len() as u64, left, "{path}");
            for entry in entries {
                let position = leaves.len() as u64;
                leaves.push(record_hash(entry));
                let hashes = stored_hashes(position, entry, &tree).expect("the tree is whole");
                tree.0.borrow_mut().extend(hashes);
            }
        }
        let root = tree_hash(head.size, &tree).expect("the tree is whole");
        assert_eq!(root, head.root, "the entries are not the checkpoint's");
        let places: Vec<u64> = (0..head.size).map(|at| stored_hash_index(0, at)).collect();
        let tiles = Tiles::of(self);
        let reader = TileHashReader::new(head.size, head.root, &tiles);
        let hashes = reader.read_hashes(&places).expect("every tile is there");
        assert_eq!(hashes, leaves);
    }

    /// Whatever node has it.
    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        let mut addresses = self.cluster.addresses();
        addresses.find_map(|address| fetch(address, path))
    }
}

/// Tiles from the nodes.
struct Tiles<'a> {
    watch: &'a Watch,
    /// Whether one was not to be had.
    missing: Cell<bool>,
}

impl<'a> Tiles<'a> {
    fn of(watch: &'a Watch) -> Self {
        let missing = Cell::new(false);
        Self { watch, missing }
    }
}

impl TileReader for Tiles<'_> {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let read = |tile: &Tile| {
            let known = self.watch.tiles.borrow().get(tile).cloned();
            known.or_else(|| self.watch.fetch(&path(tile)))
        };
        let read: Option<Vec<Vec<u8>>> = tiles.iter().map(read).collect();
        self.missing.set(read.is_none());
        read.ok_or(Error::InvalidTile)
    }

    fn save_tiles(&self, tiles: &[Tile], data: &[Vec<u8>]) {
        let full = |(tile, _): &(&Tile, _)| u64::from(tile.width()) == WIDTH;
        let full = tiles.iter().zip(data).filter(full);
        let mut known = self.watch.tiles.borrow_mut();
        known.extend(full.map(|(tile, data)| (*tile, data.clone())));
    }
}

/// The hashes of a tree that is being made.
struct Stored(RefCell<Vec<Hash>>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let hashes = self.0.borrow();
        let hash = |index: &u64| {
            let index = usize::try_from(*index).ok()?;
            hashes.get(index).copied()
        };
        let found: Option<Vec<Hash>> = indexes.iter().map(hash).collect();
        found.ok_or(Error::IndexesNotInTree)
    }
}

/// The path of a tile in C2SP's words, which leave the height out.
fn path(tile: &Tile) -> String {
    tile.path().replacen("tile/8/", "tile/", 1)
}

/// The entries of a bundle: each behind its length in two bytes.
fn entries(mut bundle: &[u8]) -> Vec<&[u8]> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bundle.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at(u16::from_be_bytes(*length).into());
        entries.push(entry);
        bundle = rest;
    }
    entries
}

/// What a node has under `/log/`; `None` where it does not listen, says nothing, or does not have it.
fn fetch(address: SocketAddr, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&address, SILENCE).ok()?;
    stream.set_read_timeout(Some(SILENCE)).ok()?;
    let request = format!("GET /log/{path} HTTP/1.1\r\nHost: monitor\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let (head, body) = read_message(&mut BufReader::new(stream)).ok()?;
    head.starts_with("HTTP/1.1 200 ").then_some(body)
}
