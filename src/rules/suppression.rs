//! Comments that silence rules, and what is wrong with them.
