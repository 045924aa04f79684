//! The reader's network: what a small transformer sees in the words of a report.
//!
//! One pass over the words marks names, triggers with their type, mode and status, who takes part in what, who says
//! what, and what answers what. Nothing is resolved here. Weights are bytes, products are whole numbers, floating-point
//! steps run in a fixed order: the same words give the same bytes on every machine, whatever stands beside them in a batch.
//!
//! ```no_run
//! # let file: &'static [u8] = &[];
//! use diurna_network::Network;
//! let network = Network::read(file)?;
//! let seen = network.see(&[vec!["Gunmen", "killed", "two", "soldiers", "."]]);
//! assert_eq!(seen.triggers[0].words, 1..2);
//! # Ok::<(), diurna_network::WeightsError>(())
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod encoder;
mod heads;
mod kernel;
mod labels;
mod manner;
mod math;
mod names;
mod seen;
mod tags;
#[cfg(test)]
mod tests;
mod weights;
mod window;
mod wordpiece;

pub use labels::{Filler, NameKind};
pub use manner::{Manner, Scheme, Told};
pub use seen::{CueSeen, FillerSeen, Given, LinkKind, LinkSeen, NameSeen, RoleSeen, Seen, TriggerSeen};
pub use weights::WeightsError;

use encoder::{Encode, Encoder, Pieces, Scratch};
use heads::{Heads, Look};
use kernel::{Level, dispatch};
use weights::Weights;
use window::Window;
use wordpiece::WordPiece;

/// Layers of the encoder.
const LAYERS: usize = 6;
/// Pieces that are encoded together: enough to use each weight often, few enough to stay in the second cache.
const TOGETHER: usize = 128;

/// The network with its weights. Load once, use from any number of threads.
#[derive(Debug)]
pub struct Network {
    wordpiece: WordPiece,
    encoder: Encoder,
    heads: Heads,
    level: Level,
    version: String,
}

impl Network {
    /// Reads a file of weights; its larger tensors stay where they are.
    ///
    /// # Errors
    /// Where the bytes are no such file, or one of another network.
    pub fn read(file: &'static [u8]) -> Result<Self, WeightsError> {
        let weights = Weights::read(file)?;
        let wordpiece = WordPiece::new(weights.text("pieces")?);
        Ok(Self {
            encoder: Encoder::load(&weights, wordpiece.len(), LAYERS)?,
            heads: Heads::load(&weights)?,
            wordpiece,
            level: Level::best(),
            version: weights.about("version").to_string(),
        })
    }

    /// Version of the weights.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Looks at the sentences of one report, in order. Indices in the answer count words over all sentences.
    #[must_use]
    pub fn see(&self, sentences: &[Vec<&str>]) -> Seen {
        self.see_as(sentences, &Manner::default())
    }

    /// The same, in another manner.
    #[must_use]
    pub fn see_as(&self, sentences: &[Vec<&str>], manner: &Manner<'_>) -> Seen {
        let windows =
            window::pack(sentences, manner.window.min(window::LONGEST), manner.scheme, &self.wordpiece);
        let mut seen = Seen::default();
        let mut scratch = Scratch::default();
        let mut rest = windows.as_slice();
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = |w: &&Window| {
                pieces += w.pieces.pieces.len();
                pieces <= TOGETHER
            };
            let count = rest.iter().take_while(fits).count().max(1);
            let (group, after) = rest.split_at(count);
            rest = after;
            let list: Vec<&Pieces> = group.iter().map(|w| &w.pieces).collect();
            let vectors = dispatch(
                self.level,
                Encode { encoder: &self.encoder, windows: &list, scratch: &mut scratch },
            );
            let mut at = 0;
            for window in group {
                let size = window.sentence_of.len() * encoder::HIDDEN;
                let look =
                    Look { heads: &self.heads, window, vectors: &vectors[at..at + size], manner: *manner };
                seen.add(window.start, dispatch(self.level, look));
                at += size;
            }
        }
        let words: Vec<&str> = sentences.iter().flatten().copied().collect();
        seen.names.retain(|n| !words.get(n.words.clone()).unwrap_or_default().iter().any(|w| is_address(w)));
        names::settle(&mut seen.names, &words);
        seen
    }
}

/// Whether a word is an address or the name of a file, which is nobody's name though it often holds one.
fn is_address(word: &str) -> bool {
    const FILES: [&str; 8] = [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".jpg", ".html"];
    let word = word.to_ascii_lowercase();
    let mailbox = word.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    mailbox
        || ["http:", "https:", "www."].iter().any(|p| word.starts_with(p))
        || FILES.iter().any(|f| word.ends_with(f))
}

#[cfg(test)]
mod addresses {
    use super::is_address;

    #[test]
    fn are_told_from_names() {
        for word in [
            "omar.hale@tarvesh.example",
            "http://tarvesh.example/a",
            "www.tarvesh.example",
            "Hale_letter.DOC",
        ] {
            assert!(is_address(word), "{word}");
        }
        for word in ["Tarvesh", "@omar", "U.S.", "al-Hale", "AT&T"] {
            assert!(!is_address(word), "{word}");
        }
    }
}
