//! Connections: as many as there may be, slow and idle ones ended, names of other hosts refused, all ended with the
//! program.

use super::Server;
use super::http::{Ask, Form, Reply};
use super::route::route;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Most bytes of a request's body, and of its address.
const BODY: usize = 4 << 20;
/// Connections at once.
const CONNECTIONS: usize = 2048;
/// How long a connection may be without a request, and a request without its end.
const IDLE: Duration = Duration::from_secs(15);
/// How long a connection may last.
const LIFE: Duration = Duration::from_secs(600);

/// Takes connections until the program is told to end.
pub async fn accept(listener: TcpListener, server: Arc<Server>) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let end = ended();
    tokio::pin!(end);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut end => return Ok(()),
        };
        // An error of one connection, or no file left for it: the next may come through.
        let Ok((stream, _)) = taken else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        // Who comes when all places are taken is sent away at once, so that nobody waits unheard.
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else { continue };
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let _ = timeout(LIFE, connection(stream, server)).await;
            drop(place);
        });
    }
}

async fn connection(stream: TcpStream, server: Arc<Server>) {
    let _ = stream.set_nodelay(true);
    let is_local = stream.local_addr().is_ok_and(|address| address.ip().is_loopback());
    let service = service_fn(move |request| answer(request, Arc::clone(&server), is_local));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(256 << 10)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that breaks is its client's affair; what it had asked for ends with it.
    let _ = served.await;
}

async fn answer(request: Request<Incoming>, server: Arc<Server>, is_local: bool) -> Result<Response<Full<Bytes>>, Infallible> {
    let to_head = request.method() == Method::HEAD;
    let reply = match read(request, is_local).await {
        Ok(ask) => route(ask, &server).await,
        Err(reply) => reply,
    };
    Ok(reply.send(to_head))
}

/// Reads a request whole.
async fn read(request: Request<Incoming>, is_local: bool) -> Result<Ask, Reply> {
    let (parts, body) = request.into_parts();
    if is_local && !parts.headers.get("host").and_then(|host| host.to_str().ok()).is_some_and(is_own_name) {
        // A page of another site may have given its name our address.
        return Err(Reply::message(
            StatusCode::MISDIRECTED_REQUEST,
            "this server answers to localhost alone; bind it to another address for more",
        ));
    }
    let body = match timeout(IDLE, Limited::new(body, BODY).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(_)) => {
            return Err(Reply::message(StatusCode::PAYLOAD_TOO_LARGE, format!("the request is cut off, or longer than {BODY} bytes")));
        }
        Err(_) => return Err(Reply::message(StatusCode::REQUEST_TIMEOUT, "the request did not come to its end")),
    };
    let form = Form::read(parts.uri.query().unwrap_or(""));
    Ok(Ask { method: parts.method, path: parts.uri.path().to_owned(), form, headers: parts.headers, body })
}

/// Whether a host header is a name of this computer for itself.
fn is_own_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Waits until the program is told to end.
async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut term), Ok(mut hangup)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup())) else {
            let _ = tokio::signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {},
            _ = term.recv() => {},
            _ = hangup.recv() => {},
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_its_own() {
        for host in ["localhost", "LOCALHOST:7878", "127.0.0.1:7878", "127.0.0.2", "[::1]:7878", "[::1]"] {
            assert!(is_own_name(host), "{host}");
        }
        for host in ["example.org", "localhost.example.org:7878", "10.0.0.1", "", "[2001:db8::1]:80"] {
            assert!(!is_own_name(host), "{host}");
        }
    }
}
