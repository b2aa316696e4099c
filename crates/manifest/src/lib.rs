//! What travels in which container on which carrier: packing and manifesting of demands.
