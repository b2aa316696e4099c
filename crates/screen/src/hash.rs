//! A hash that is the same on every machine (FNV-1a, Fowler, Noll and Vo, 64 bits).

/// The state of the hash.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes in a text.
    pub(crate) fn write(&mut self, text: &str) -> &mut Self {
        for byte in text.bytes() {
            self.byte(byte);
        }
        self
    }

    /// Takes in a byte.
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// The hash of what was taken in.
    pub(crate) const fn value(&self) -> u64 {
        self.0
    }
}
