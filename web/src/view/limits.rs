//! The limits of the machine, in the settings.

use leptos::prelude::*;

/// The limits that can be changed.
#[component]
pub fn Limits() -> impl IntoView {}
