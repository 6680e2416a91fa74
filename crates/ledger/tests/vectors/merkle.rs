//! Roots, nodes and proofs of RFC 6962 trees, and upstream's good and bad proofs.

use ledger::{Error, Hash, Tree, hash, proof};
use serde::Deserialize;

use crate::{hash as parse_hash, section, unhex};

#[derive(Deserialize)]
struct SmallTree {
    leaf_inputs: Vec<String>,
    node_hashes_by_level: Vec<Vec<String>>,
    roots_by_size: Vec<String>,
    all_inclusion_proofs_computed: Vec<Inclusion>,
    all_consistency_proofs_computed: Vec<Consistency>,
}

#[derive(Deserialize)]
struct Inclusion {
    index: u64,
    size: u64,
    proof: Vec<String>,
}

#[derive(Deserialize)]
struct Consistency {
    size1: u64,
    size2: u64,
    proof: Vec<String>,
}

fn parse_proof(proof: &[String]) -> Vec<Hash> {
    proof.iter().map(|hash| parse_hash(hash)).collect()
}

#[test]
fn small_tree() {
    let Some(vectors) = section::<SmallTree>("rfc6962_tree") else {
        return;
    };
    let mut tree = Tree::new();
    let mut roots = vec![tree.root()];
    for leaf in &vectors.leaf_inputs {
        tree.push(hash::leaf(&unhex(leaf)));
        roots.push(tree.root());
    }
    assert_eq!(roots, parse_proof(&vectors.roots_by_size));

    for (height, nodes) in (0..).zip(&vectors.node_hashes_by_level) {
        for (index, node) in (0..).zip(nodes) {
            assert_eq!(tree.node(height, index), Some(parse_hash(node)));
        }
    }
    assert_eq!(vectors.all_inclusion_proofs_computed.len(), 36);
    for case in &vectors.all_inclusion_proofs_computed {
        let expected = parse_proof(&case.proof);
        assert_eq!(tree.inclusion(case.index, case.size), Ok(expected));
    }
    assert_eq!(vectors.all_consistency_proofs_computed.len(), 36);
    for case in &vectors.all_consistency_proofs_computed {
        let expected = parse_proof(&case.proof);
        assert_eq!(tree.consistency(case.size1, case.size2), Ok(expected));
    }
}

/// The cases of upstream's test data, whose hashes are base64 of any length.
#[derive(Deserialize)]
struct Upstream<T> {
    count: usize,
    cases: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InclusionCase {
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
    path: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConsistencyCase {
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
    path: String,
}

fn decode(proof: Option<&Vec<String>>) -> Result<Vec<Hash>, Error> {
    let proof = proof.map_or(&[][..], Vec::as_slice);
    proof.iter().map(|hash| Hash::from_base64(hash)).collect()
}

impl InclusionCase {
    fn verify(&self) -> Result<(), Error> {
        let leaf = Hash::from_base64(&self.leaf_hash)?;
        let root = Hash::from_base64(&self.root)?;
        let path = decode(self.proof.as_ref())?;
        proof::verify_inclusion(leaf, self.leaf_idx, self.tree_size, &path, root)
    }
}

impl ConsistencyCase {
    fn verify(&self) -> Result<(), Error> {
        let old = Hash::from_base64(&self.root1)?;
        let new = Hash::from_base64(&self.root2)?;
        let proof = decode(self.proof.as_ref())?;
        proof::verify_consistency(self.size1, self.size2, old, new, &proof)
    }
}

#[test]
fn upstream_inclusion() {
    let Some(vectors) = section::<Upstream<InclusionCase>>("upstream_inclusion_cases") else {
        return;
    };
    assert_eq!(vectors.cases.len(), vectors.count);
    for case in &vectors.cases {
        assert_eq!(case.verify().is_err(), case.want_err, "{}", case.path);
    }
}

#[test]
fn upstream_consistency() {
    let Some(vectors) = section::<Upstream<ConsistencyCase>>("upstream_consistency_cases") else {
        return;
    };
    assert_eq!(vectors.cases.len(), vectors.count);
    // Upstream compares two equal roots of 12 bytes. Here a root of another length than 32 bytes cannot even be decoded.
    let untyped = "sizes-are-equal-one-and-proof-is-empty.json";
    let mut seen = 0;
    for case in &vectors.cases {
        let verified = case.verify();
        if case.path.ends_with(untyped) {
            assert!(matches!(verified, Err(Error::Malformed { .. })));
            seen += 1;
        } else {
            assert_eq!(verified.is_err(), case.want_err, "{}", case.path);
        }
    }
    assert_eq!(seen, 1);
}
