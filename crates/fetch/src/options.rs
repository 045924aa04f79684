//! How to fetch.

use std::time::Duration;

/// Limits and manners of a [`Fetcher`](crate::Fetcher).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Who asks, as the header `User-Agent` says it; its first word names us in `robots.txt`.
    pub user_agent: String,
    /// Bytes that one answer may have, packed or unpacked.
    pub max_bytes: u64,
    /// Time to connect, TLS included.
    pub connect_timeout: Duration,
    /// Time for one page with its redirects; waiting for a host's turn does not count.
    pub total_timeout: Duration,
    /// Redirects that are followed.
    pub max_redirects: u32,
    /// Whether hosts in private networks and on this machine may be asked.
    pub allow_private: bool,
    /// Hosts that may be asked even so, by the name in the address.
    pub private_hosts: Vec<String>,
    /// Time between the end of a request to a host and the next; a longer `Crawl-delay` of its `robots.txt` wins, up to 30 s.
    pub pause: Duration,
}

impl Default for Options {
    /// 10 MB, 10 s to connect, 30 s in all, 5 redirects, no private addresses, 2 s between requests to a host.
    fn default() -> Self {
        Self {
            user_agent: concat!("diurna/", env!("CARGO_PKG_VERSION")).to_string(),
            max_bytes: 10_000_000,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_redirects: 5,
            allow_private: false,
            private_hosts: Vec::new(),
            pause: Duration::from_secs(2),
        }
    }
}

impl Options {
    /// The same, naming an address where the people who run the program can be reached: a page or `mailto:`.
    /// What cannot stand in a header is left out.
    ///
    /// ```
    /// let options = diurna_fetch::Options::default().with_contact("mailto:desk@example.org");
    /// assert!(options.user_agent.ends_with(" (+mailto:desk@example.org)"));
    /// ```
    #[must_use]
    pub fn with_contact(mut self, contact: &str) -> Self {
        let contact: String =
            contact.chars().filter(|c| c.is_ascii_graphic() && !"()".contains(*c)).collect();
        if !contact.is_empty() {
            self.user_agent.push_str(&format!(" (+{contact})"));
        }
        self
    }

    /// The name to look for in `robots.txt`: letters, `-` and `_` at the head of the user agent.
    pub(crate) fn product(&self) -> &str {
        let end = self.user_agent.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '_'));
        &self.user_agent[..end.unwrap_or(self.user_agent.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_for_robots_is_the_first_word() {
        assert_eq!(Options::default().product(), "diurna");
        assert_eq!(
            Options::default().with_contact("a\r\nb (c)").user_agent.split_once(' ').unwrap().1,
            "(+abc)"
        );
        assert_eq!(Options::default().with_contact(" ").user_agent, Options::default().user_agent);
    }
}
