//! Which incidents have words: the database is asked once, though list, map and neighbours all want to know.

use crate::db::Db;
use crate::error::Problem;
use crate::facts::Ids;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Questions whose answers are kept.
const KEPT: usize = 16;

type Answer = Arc<OnceCell<Arc<Ids>>>;

/// The last questions with their answers, the newest first.
#[derive(Default)]
pub(crate) struct Words {
    asked: Mutex<VecDeque<Asked>>,
}

struct Asked {
    text: String,
    /// The line of the log up to which the answer holds at least.
    grown: u64,
    answer: Answer,
}

impl Words {
    /// The incidents of which some report has all these words, with all reports up to a line of the log. Whoever asks the same
    /// meanwhile waits for the same answer. A text without words finds nothing.
    pub(crate) async fn find(&self, db: &Db, text: &str, grown: u64) -> Result<Arc<Ids>, Problem> {
        let answer = self.slot(text, grown);
        let ids = answer.get_or_try_init(|| async {
            let text = text.to_string();
            let ids = db.read(move |store| Ok(store.having_words(&text)?)).await?;
            Ok(Arc::new(ids.unwrap_or_default().into_iter().collect()))
        });
        ids.await.cloned()
    }

    fn slot(&self, text: &str, grown: u64) -> Answer {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let held = asked.iter().position(|a| a.text == text).and_then(|at| asked.remove(at));
        let held = held.filter(|a| a.grown >= grown).unwrap_or_else(|| Asked {
            text: text.to_string(),
            grown,
            answer: Answer::default(),
        });
        let answer = Arc::clone(&held.answer);
        asked.push_front(held);
        asked.truncate(KEPT);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_until_a_report_comes_or_others_are_asked() {
        let words = Words::default();
        let first = words.slot("bus", 7);
        assert!(Arc::ptr_eq(&first, &words.slot("bus", 7)));
        assert!(Arc::ptr_eq(&first, &words.slot("bus", 6)), "it knows more than is asked");
        assert!(!Arc::ptr_eq(&first, &words.slot("buses", 7)));
        let second = words.slot("bus", 8);
        assert!(!Arc::ptr_eq(&first, &second), "a report came");
        (0..KEPT).for_each(|n| drop(words.slot(&format!("word{n}"), 8)));
        assert!(!Arc::ptr_eq(&second, &words.slot("bus", 8)), "too many others were asked");
    }
}
