//! What is going on, as a stream of events: who is here, and which incidents change.

use crate::access::Person;
use crate::error::Problem;
use crate::index::Changed;
use crate::state::App;
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde_json::json;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// Changes that a slow listener may be behind; then it is told to load anew.
const BEHIND: usize = 256;
/// How often a stream that says nothing shows that it lives.
const BEAT: Duration = Duration::from_secs(15);

/// Open streams and what they are told.
pub(crate) struct Live {
    changes: broadcast::Sender<Changed>,
    here: watch::Sender<BTreeMap<String, usize>>,
    most: usize,
    each: usize,
    stop: watch::Sender<bool>,
}

/// An open stream; it is counted until it is dropped.
struct Seat {
    name: String,
    here: watch::Sender<BTreeMap<String, usize>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.here.send_modify(|here| {
            if let Some(n) = here.get_mut(&self.name) {
                *n = n.saturating_sub(1);
                if *n == 0 {
                    here.remove(&self.name);
                }
            }
        });
    }
}

impl Live {
    /// At most so many streams in all and for each person.
    pub(crate) fn new(most: usize, each: usize) -> Self {
        Self {
            changes: broadcast::Sender::new(BEHIND),
            here: watch::Sender::new(BTreeMap::new()),
            most,
            each,
            stop: watch::Sender::new(false),
        }
    }

    pub(crate) fn tell(&self, change: Changed) {
        // Nobody may be listening.
        let _ = self.changes.send(change);
    }

    /// Ends all streams.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Whether the streams were ended.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// The names of those who have a stream open.
    pub(crate) fn here(&self) -> Vec<String> {
        self.here.borrow().keys().cloned().collect()
    }

    fn seat(&self, name: &str) -> Option<Seat> {
        let taken = self.here.send_if_modified(|here| {
            let all: usize = here.values().sum();
            let mine = here.get(name).copied().unwrap_or(0);
            let free = all < self.most && mine < self.each;
            if free {
                here.insert(name.to_string(), mine + 1);
            }
            free
        });
        taken.then(|| Seat { name: name.to_string(), here: self.here.clone() })
    }
}

/// Changes and who is here, as server-sent events.
#[utoipa::path(get, path = "/api/events", tag = "incidents",
    responses((status = 200, content_type = "text/event-stream"), (status = 429, description = "too many streams are open")))]
pub(crate) async fn events(
    State(app): State<App>,
    Extension(person): Extension<Person>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let live = &app.live;
    let Some(seat) = live.seat(&person.name) else {
        return Err(Problem::too_many("too many streams of events are open", 15));
    };
    let listening = Listening {
        _seat: seat,
        changes: live.changes.subscribe(),
        here: live.here.subscribe(),
        stop: live.stop.subscribe(),
        said: None,
    };
    let stream = unfold(listening, |mut l| async move { l.next().await.map(|event| (Ok(event), l)) });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(BEAT)))
}

struct Listening {
    _seat: Seat,
    changes: broadcast::Receiver<Changed>,
    here: watch::Receiver<BTreeMap<String, usize>>,
    stop: watch::Receiver<bool>,
    /// Who was here when it was last said.
    said: Option<Vec<String>>,
}

impl Listening {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.stop.borrow() {
                return None;
            }
            let names: Vec<String> = self.here.borrow_and_update().keys().cloned().collect();
            if self.said.as_ref() != Some(&names) {
                let event = Event::default().event("here").data(json!(names).to_string());
                self.said = Some(names);
                return Some(event);
            }
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(c) => {
                        let data = json!({"seq": c.seq, "incident": c.incident, "what": c.what, "who": c.who});
                        return Some(Event::default().event("change").data(data.to_string()));
                    }
                    // Too much happened: load anew.
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        let data = json!({"seq": null, "incident": null, "what": "much", "who": null});
                        return Some(Event::default().event("change").data(data.to_string()));
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                _ = self.here.changed() => {}
                _ = self.stop.changed() => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_counted_and_freed() {
        let live = Live::new(3, 2);
        let (a, b) = (live.seat("mira"), live.seat("mira"));
        assert!(a.is_some() && b.is_some());
        assert!(live.seat("mira").is_none(), "two for each");
        let c = live.seat("tomo");
        assert!(c.is_some());
        assert!(live.seat("ines").is_none(), "three in all");
        assert_eq!(live.here(), ["mira", "tomo"]);
        drop((a, b));
        assert_eq!(live.here(), ["tomo"]);
        assert!(live.seat("ines").is_some());
    }
}
