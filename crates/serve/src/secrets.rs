//! Random ids, their digests, and passwords.

use crate::error::Failure;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Shortest password, in characters.
pub const SHORTEST: usize = 10;
/// Longest password, in bytes: more is no password, but work for nothing.
const LONGEST: usize = 1024;

/// 32 bytes of the system's random source as 64 hexadecimal digits.
pub(crate) fn random() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|e| Failure::plain(format!("the system gives no random numbers: {e}")))?;
    Ok(hex(&bytes))
}

/// SHA-256: what is kept of a session or token.
pub(crate) fn kept(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The same in hexadecimal digits.
pub(crate) fn digest(secret: &str) -> String {
    hex(&kept(secret))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// Whether two texts are equal, in time that tells nothing of where they differ.
pub(crate) fn equal(a: &str, b: &str) -> bool {
    // Digests of both: an attacker cannot steer where they begin to differ.
    kept(a) == kept(b)
}

/// The hash of a password (Argon2id with a random salt) as it is kept in the database. Takes some 20 MB and tens of milliseconds.
///
/// # Errors
/// Where the password is shorter than [`SHORTEST`] characters or longer than 1,024 bytes.
pub fn hash_password(password: &str) -> Result<String, Failure> {
    if password.chars().count() < SHORTEST {
        return Err(Failure::new(
            format!("the password is shorter than {SHORTEST} characters"),
            "four or five words that do not belong together are good",
        ));
    }
    if password.len() > LONGEST {
        return Err(Failure::plain(format!("the password is longer than {LONGEST} bytes")));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    let hash = hash.map_err(|e| Failure::plain(format!("the password could not be hashed: {e}")))?;
    Ok(hash.to_string())
}

/// Whether a password is that of a hash; a broken hash fits none.
pub(crate) fn fits(password: &str, hash: &str) -> bool {
    password.len() <= LONGEST
        && PasswordHash::new(hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_alone() {
        let hash = hash_password("five grey herons wade").unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(fits("five grey herons wade", &hash));
        assert!(!fits("five grey herons wadE", &hash));
        assert!(!fits("five grey herons wade", "no hash"));
        assert_ne!(hash, hash_password("five grey herons wade").unwrap());
    }

    #[test]
    fn passwords_have_a_length() {
        assert_eq!(
            hash_password("123456789").unwrap_err().to_string(),
            "the password is shorter than 10 characters"
        );
        assert!(hash_password(&"a".repeat(1025)).is_err());
        assert!(hash_password("ééééééééé").is_err());
    }

    #[test]
    fn ids_are_random_and_kept_as_digests() {
        let (a, b) = (random().unwrap(), random().unwrap());
        assert_eq!(a.len(), 64);
        assert_ne!(a, b);
        // The digest of "abc" stands in FIPS 180-4.
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(equal("abc", "abc") && !equal("abc", "abd"));
    }
}
