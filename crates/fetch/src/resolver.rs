//! Looking up names, and refusing what they lead to.

use crate::address::is_public;
use crate::options::Options;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Nothing that the name stands for may be asked.
#[derive(Debug, thiserror::Error)]
#[error("not an address of the open internet")]
pub(crate) struct Refused;

/// The system's resolver with everything private taken out of its answers. The connection is made to what is left, and the
/// name is not looked up again, so that a second, other answer of a hostile name server changes nothing.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    system: DefaultResolver,
    allow_private: bool,
    private_hosts: Vec<String>,
}

impl Guarded {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            system: DefaultResolver::default(),
            allow_private: options.allow_private,
            private_hosts: options.private_hosts.clone(),
        }
    }

    fn may_be_private(&self, host: &str) -> bool {
        self.allow_private || self.private_hosts.iter().any(|h| h.eq_ignore_ascii_case(host))
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        if self.may_be_private(uri.host().unwrap_or_default()) {
            return Ok(found);
        }
        let mut kept = self.empty();
        for address in found.iter().filter(|a| is_public(a.ip())) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(Error::Other(Box::new(Refused))) } else { Ok(kept) }
    }
}
