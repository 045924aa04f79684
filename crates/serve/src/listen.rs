//! Connections: how many, how slow, and how they end.

use crate::access::Peer;
use crate::state::App;
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Most connections at a time; others wait to be accepted.
const CONNECTIONS: usize = 2_048;
/// Most bytes of a head.
const HEAD_BYTES: usize = 32 << 10;
/// Most lines of a head.
const HEAD_LINES: usize = 64;
/// How long requests may take to end once the server stops.
const END: Duration = Duration::from_secs(5);

/// Serves until `stop` comes, and lets requests end then.
pub(crate) async fn serve(app: App, router: Router, listener: TcpListener, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(_) => {
                    // Out of files, or gone already: the next one may fare better.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        // Small pieces of a stream of events go out at once.
        let _ = stream.set_nodelay(true);
        // For the first head of a connection and for each further one.
        let patience = app.options.patience;
        let (router, mut stopping) = (router.clone(), app.live.stopping());
        tokio::spawn(async move {
            let _place = place;
            let service = hyper::service::service_fn(move |request: Request<Incoming>| {
                let mut request = request.map(axum::body::Body::new);
                request.extensions_mut().insert(Peer(peer.ip()));
                router.clone().oneshot(request)
            });
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new())
                .header_read_timeout(patience)
                .max_buf_size(HEAD_BYTES)
                .max_headers(HEAD_LINES);
            let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
            let stopped = async {
                while !*stopping.borrow() {
                    if stopping.changed().await.is_err() {
                        break;
                    }
                }
            };
            // What a connection dies of is its client's affair.
            tokio::select! {
                _ = connection.as_mut() => return,
                () = stopped => connection.as_mut().graceful_shutdown(),
            }
            let _ = tokio::time::timeout(END, connection).await;
        });
    }
    drop(listener);
    app.live.stop();
    // All places are free once all connections have ended.
    let all = u32::try_from(CONNECTIONS).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(END, places.acquire_many(all)).await;
}
