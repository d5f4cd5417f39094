//! Whose request it is: the address of the citizen, not of the proxy.
//!
//! `X-Forwarded-For` is believed only from a trusted proxy, and only as far
//! back as the first address that is not one: everything to the left of that
//! was written by somebody we do not know.

use std::net::IpAddr;
use std::str::FromStr;

use hyper::HeaderMap;

/// Addresses that begin alike: `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether the address lies in the network.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(it)) => same_start(
                u128::from(own.to_bits()) << 96,
                u128::from(it.to_bits()) << 96,
                self.bits,
            ),
            (IpAddr::V6(own), IpAddr::V6(it)) => same_start(own.to_bits(), it.to_bits(), self.bits),
            _ => false,
        }
    }
}

fn same_start(one: u128, other: u128, bits: u8) -> bool {
    bits == 0 || (one ^ other) >> (128 - u32::from(bits)) == 0
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Network, Self::Err> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| "expected an IP address or a network")?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => bits.parse().map_err(|_| "expected a number of bits after `/`")?,
        };
        if bits > most {
            return Err("more bits after `/` than the address has");
        }
        Ok(Network { address, bits })
    }
}

/// The end user's address.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let known = |address: IpAddr| trusted.iter().any(|it| it.contains(address));
    let mut client = peer.to_canonical();
    let mut claims = Vec::new();
    for line in headers.get_all("x-forwarded-for") {
        claims.extend(line.to_str().unwrap_or("?").split(','));
    }
    for claim in claims.into_iter().rev() {
        if !known(client) {
            break;
        }
        let Some(address) = address_in(claim.trim()) else {
            break;
        };
        client = address;
    }
    client
}

/// `192.0.2.1`, `192.0.2.1:1234`, `2001:db8::1` or `[2001:db8::1]:1234`.
fn address_in(claim: &str) -> Option<IpAddr> {
    let bare = match claim.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None if claim.matches(':').count() == 1 => claim.split_once(':')?.0,
        None => claim,
    };
    bare.parse::<IpAddr>().ok().map(|it| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_is_the_last_address_that_no_trusted_proxy_has() {
        #[rustfmt::skip]
        let table: [(&str, &str, &[&str], &str); 11] = [
            ("no proxy",               "192.0.2.1", &[],                                      "192.0.2.1"),
            ("a header by anyone",     "192.0.2.1", &["198.51.100.7"],                        "192.0.2.1"),
            ("a trusted proxy",        "10.0.0.1",  &["198.51.100.7"],                        "198.51.100.7"),
            ("a forged start",         "10.0.0.1",  &["203.0.113.9, 198.51.100.7"],           "198.51.100.7"),
            ("two proxies",            "10.0.0.1",  &["198.51.100.7, 10.0.0.2"],              "198.51.100.7"),
            ("two headers",            "10.0.0.1",  &["203.0.113.9", "198.51.100.7"],         "198.51.100.7"),
            ("a port",                 "10.0.0.1",  &["198.51.100.7:4711"],                   "198.51.100.7"),
            ("version 6 with a port",  "10.0.0.1",  &["[2001:db8::7]:4711"],                  "2001:db8::7"),
            ("version 6",              "10.0.0.1",  &["2001:db8::7"],                         "2001:db8::7"),
            ("nonsense",               "10.0.0.1",  &["198.51.100.7, unknown"],               "10.0.0.1"),
            ("a mapped peer",          "::ffff:10.0.0.1", &["198.51.100.7"],                  "198.51.100.7"),
        ];
        let trusted: Vec<Network> = vec!["10.0.0.0/8".parse().expect("a network")];
        for (name, peer, lines, expected) in table {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().expect("a header"));
            }
            let found = client(peer.parse().expect("an address"), &headers, &trusted);
            assert_eq!(found.to_string(), expected, "{name}");
        }
    }

    #[test]
    fn a_network_is_an_address_and_perhaps_bits() {
        #[rustfmt::skip]
        let table = [
            ("10.0.0.0/8",     "10.255.0.1",  true),
            ("10.0.0.0/8",     "11.0.0.1",    false),
            ("127.0.0.1",      "127.0.0.1",   true),
            ("127.0.0.1",      "127.0.0.2",   false),
            ("0.0.0.0/0",      "192.0.2.1",   true),
            ("2001:db8::/32",  "2001:db8::1", true),
            ("2001:db8::/32",  "192.0.2.1",   false),
        ];
        for (network, address, expected) in table {
            let network: Network = network.parse().expect("a network");
            assert_eq!(network.contains(address.parse().expect("an address")), expected);
        }
        for wrong in ["", "localhost", "10.0.0.0/33", "10.0.0.0/x"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}
