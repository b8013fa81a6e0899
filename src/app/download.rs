//! Pictures from the network, for a base map that the user has switched on. Nothing else of the program goes there.

use std::io::Read;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};

use crate::io::{Fetch, Fetched, LARGEST_TILE};
use crate::model::{Error, Result};

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);

/// Servers ask to be told which program calls.
const CALLER: &str = concat!("PhuSong/", env!("CARGO_PKG_VERSION"));

/// Asks addresses through the proxy of the system, if it has one.
///
/// # Errors
/// [`Error::Unreadable`] where the system offers no certificates.
pub(super) fn pictures(address: &str) -> Result<Fetch> {
    // Another part of the process may have chosen its cryptography already; one is as good as the other.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().user_agent(CALLER).connect_timeout(CONNECT).timeout(ANSWER).build();
    let client = client.map_err(|e| Error::unreadable(address, &e))?;
    Ok(Box::new(move |address| fetch(&client, address)))
}

fn fetch(client: &Client, address: &str) -> Fetched {
    let Ok(answer) = client.get(address).send() else { return Fetched::NoAnswer };
    match answer.status() {
        StatusCode::OK => picture(answer).map_or(Fetched::NoAnswer, Fetched::Picture),
        StatusCode::NO_CONTENT | StatusCode::NOT_FOUND | StatusCode::GONE => Fetched::Nothing,
        _ => Fetched::NoAnswer,
    }
}

/// The picture in an answer. A network that asks for its password first answers every address with a page: that is none.
fn picture(answer: Response) -> Option<Vec<u8>> {
    const PNG: &[u8] = b"\x89PNG";
    const JPEG: &[u8] = b"\xff\xd8\xff";
    let mut bytes = Vec::new();
    answer.take(LARGEST_TILE).read_to_end(&mut bytes).ok()?;
    (bytes.starts_with(PNG) || bytes.starts_with(JPEG)).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;

    use super::*;

    /// Answers each call on this machine with the next of these, and gives back what was asked.
    fn server(answers: &'static [&'static [u8]]) -> (String, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serve = move || {
            let answer = |bytes: &[u8]| {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = vec![0; 4096];
                let n = stream.read(&mut asked).unwrap();
                stream.write_all(bytes).unwrap();
                String::from_utf8_lossy(&asked[..n]).into_owned()
            };
            answers.iter().map(|bytes| answer(bytes)).collect()
        };
        (address, std::thread::spawn(serve))
    }

    #[test]
    fn answers_are_told_apart_and_the_caller_names_itself() {
        let (address, served) = server(&[
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n\x89PNGx",
            b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>",
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        ]);
        let fetch = pictures(&address).unwrap();
        let answers: Vec<Fetched> = (1..=4).map(|n| fetch(&format!("{address}/7/{n}/5.png"))).collect();
        let expected = [Fetched::Picture(b"\x89PNGx".to_vec()), Fetched::NoAnswer, Fetched::Nothing, Fetched::NoAnswer];
        assert_eq!(answers, expected);
        let asked = served.join().unwrap();
        assert!(asked[0].starts_with("GET /7/1/5.png HTTP/1.1\r\n"), "{}", asked[0]);
        assert!(asked[0].to_lowercase().contains("user-agent: phusong/"), "{}", asked[0]);
        // Nobody listens any more.
        assert_eq!(fetch(&address), Fetched::NoAnswer);
    }
}
