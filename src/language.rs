//! Telling languages apart.
//!
//! [`engine::Engine`] answers the one question that takes statistics; everything around it is here and does not depend
//! on which engine answers: what of a text is language at all ([`cleaning`]), which scripts a language allows
//! ([`script`]), Simplified and Traditional Chinese ([`han`]), which languages are too close to be told apart in a
//! sentence ([`lang`]), and what to make of the answer ([`judge`], [`dominant`]).

pub mod cleaning;
pub mod dominant;
pub mod engine;
pub mod function_words;
pub mod han;
pub mod hashed;
pub mod identify;
pub mod judge;
pub mod lang;
pub mod pairs;
pub mod script;
pub mod spans;
pub mod trigram;

/// The engine that answers.
#[must_use]
pub fn engine() -> &'static dyn engine::Engine {
    &hashed::Hashed
}
