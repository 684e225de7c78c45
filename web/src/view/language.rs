//! The choice of the language, in the settings.

use leptos::prelude::*;

use crate::model::language::{ALL, SHOWN, address};
use crate::text;

/// The languages that there are. Another one is another build of the page: it is gone to.
#[component]
pub fn Language() -> impl IntoView {
    let choose = |wanted: &str| {
        if wanted != SHOWN {
            // A browser that refuses to go there shows the page as it is.
            let _ = window().location().set_href(&address(wanted));
        }
    };
    let options = ALL.iter().map(|(id, name)| {
        view! {
            <option value=*id lang=*id selected=*id == SHOWN>
                {*name}
            </option>
        }
    });
    view! {
        <label class="setting">
            <span>{text::LANGUAGE_CHOICE}</span>
            <select on:change=move |event| choose(&event_target_value(&event))>
                {options.collect_view()}
            </select>
            <small>{text::LANGUAGE_WHAT_STAYS}</small>
        </label>
    }
}

/// Says in which language the document is.
pub(crate) fn tell() {
    if let Some(root) = document().document_element() {
        // Setting an attribute of an element cannot fail.
        let _ = root.set_attribute("lang", SHOWN);
    }
}
