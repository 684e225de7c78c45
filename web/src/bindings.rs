//! What the page uses of `www/src/main.js`: the editor and the browser's tasks.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasmscope::load::OperandStacks;
use web_sys::{File, HtmlElement, KeyboardEvent};

#[wasm_bindgen]
extern "C" {
    /// The source editor. Lines and columns count from 1; line 0 means none.
    pub type Editor;

    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = createEditor)]
    pub fn create_editor(
        parent: &HtmlElement,
        text: &str,
        on_change: &Function,
        on_break: &Function,
    ) -> Editor;

    #[wasm_bindgen(method)]
    pub fn text(this: &Editor) -> String;
    #[wasm_bindgen(method, js_name = setText)]
    pub fn set_text(this: &Editor, text: &str);
    /// Shows a text that is only to be read, until the next `set_text`.
    #[wasm_bindgen(method, js_name = showListing)]
    pub fn show_listing(this: &Editor, text: &str);
    /// Shows the text of another module: `part` when it is only to be read, `older` while the
    /// machine runs an older one.
    #[wasm_bindgen(method, js_name = showModule)]
    pub fn show_module(this: &Editor, module: u32, text: &str, part: bool, older: bool);
    /// Forgets all modules but the one that is shown.
    #[wasm_bindgen(method, js_name = forgetModules)]
    pub fn forget_modules(this: &Editor);
    /// A plain text area in place of the editor, or the editor again.
    #[wasm_bindgen(method, js_name = setPlain)]
    pub fn set_plain(this: &Editor, plain: bool);
    /// Whether words are offered while somebody types.
    #[wasm_bindgen(method, js_name = setOffers)]
    pub fn set_offers(this: &Editor, wanted: bool);
    /// Whether the instruction that the cursor comes to rest on is told of.
    #[wasm_bindgen(method, js_name = setCards)]
    pub fn set_cards(this: &Editor, wanted: bool);
    /// Lays the text out; resolves to a sentence of what has come of it.
    #[wasm_bindgen(method)]
    pub fn format(this: &Editor) -> Promise;
    #[wasm_bindgen(method, js_name = setProblems)]
    fn set_problems_array(this: &Editor, problems: &Array);
    /// Marks what runs next, or has trapped, and what ran last: line and column of each.
    #[wasm_bindgen(method, js_name = setMarks)]
    pub fn set_marks(
        this: &Editor,
        next: u32,
        next_column: u32,
        trapped: bool,
        last: u32,
        last_column: u32,
    );
    #[wasm_bindgen(method, js_name = scrollTo)]
    pub fn scroll_to(this: &Editor, line: u32, column: u32);
    #[wasm_bindgen(method)]
    pub fn reveal(this: &Editor, line: u32, column: u32);
    #[wasm_bindgen(method)]
    pub fn focus(this: &Editor);
    /// Line and column; empty while the focus is elsewhere.
    #[wasm_bindgen(method)]
    pub fn cursor(this: &Editor) -> Vec<u32>;
    /// Line and column, also while the focus is elsewhere.
    #[wasm_bindgen(method, js_name = lastCursor)]
    pub fn last_cursor(this: &Editor) -> Vec<u32>;
    /// Number, line and column of each, flat.
    #[wasm_bindgen(method, js_name = setBreakpoints)]
    pub fn set_breakpoints(this: &Editor, flat: &[u32]);
    #[wasm_bindgen(method)]
    pub fn breakpoints(this: &Editor, module: u32) -> Vec<u32>;
    /// How often lines were executed: line, count and share of all, flat; none hides it.
    #[wasm_bindgen(method, js_name = setHeat)]
    pub fn set_heat(this: &Editor, flat: &[f64]);
    #[wasm_bindgen(method, js_name = setOlder)]
    pub fn set_older(this: &Editor, older: bool);

    /// Resolves in the browser's next task, after input that waits.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = nextTask)]
    pub fn next_task() -> Promise;

    /// Resolves before the browser draws next.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = nextFrame)]
    pub fn next_frame() -> Promise;

    /// Resolves after some milliseconds.
    #[wasm_bindgen(js_namespace = wasmscopePage)]
    pub fn wait(milliseconds: f64) -> Promise;

    /// Folder, program and description of each example; refused without a connection.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = loadExamples)]
    pub fn load_examples() -> Promise;

    /// Arrows go through the buttons of a list from the box on, and Enter in it presses the first.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = walkCards)]
    pub fn walk_cards(event: &KeyboardEvent, search: &HtmlElement, list: &HtmlElement);

    /// Draws a picture: red, green, blue and opacity of each pixel.
    #[wasm_bindgen(js_namespace = wasmscopePage)]
    pub fn draw(canvas: &HtmlElement, width: u32, height: u32, pixels: &[u8]);

    /// Saves bytes as a file of the person's computer.
    #[wasm_bindgen(js_namespace = wasmscopePage)]
    pub fn save(name: &str, ty: &str, bytes: &[u8]);

    /// Saves bytes that come in parts.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = saveParts)]
    pub fn save_parts(name: &str, ty: &str, parts: &Array);

    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = acceptFiles)]
    fn accept_files_calling(over: &Function, file: &Function);

    /// Puts a text on the clipboard; resolves to whether that was allowed.
    #[wasm_bindgen(js_namespace = wasmscopePage)]
    pub fn copy(text: &str) -> Promise;

    /// Gives the page another address; an empty one is its own without a link.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = replaceAddress)]
    pub fn replace_address(address: &str);

    /// Calls back whenever the fragment of the address becomes another.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = onLink)]
    pub fn on_link(callback: &Function);

    /// An event for observers: these members, and a lazy `state`.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = stepEvent)]
    pub fn step_event(fields: &JsValue) -> JsValue;

    /// The callback is over in which the event's `state` could be read.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = eventOver)]
    pub fn event_over(event: &JsValue);

    /// An `Error` named `WasmscopeError` with these members.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = wasmscopeError)]
    pub fn wasmscope_error(kind: &str, message: &str, place: &JsValue) -> JsValue;

    /// Makes `window.wasmscope` of these functions.
    #[wasm_bindgen(js_namespace = wasmscopePage)]
    pub fn publish(version: &str, calls: &JsValue);

    /// Shows or hides what was asked of history.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = toggleHistory)]
    pub fn toggle_history();

    /// Shows what each instruction does.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = openReference)]
    pub fn open_reference();

    /// Shows the types of operands beside each line, or hides them.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = showOperandTypes)]
    pub fn show_operand_types(shown: bool);

    /// Begins to ask what comes next, or stops to.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = togglePrediction)]
    pub fn toggle_prediction();

    /// Shows the lessons, or hides them.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = toggleLessons)]
    pub fn toggle_lessons();

    /// Shows in what the run before and this one differ.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = compareWithBefore)]
    pub fn compare_with_before();

    /// The run is another one: the answers in the history pane go.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = forgetAnswers)]
    pub fn forget_answers();

    /// Shows the steps between which a paused run goes round for ever.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = showLoop)]
    pub fn show_loop();

    /// Compares the run with what the browser's own engine makes of the call.
    #[wasm_bindgen(js_namespace = wasmscopePage, js_name = checkWithBrowser)]
    pub fn check_with_browser();

    /// Milliseconds since the page was opened.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub fn now() -> f64;
}

/// Says whether a file is held over the page, and gives each one that is dropped.
pub fn accept_files(over: impl Fn(bool) + 'static, file: impl Fn(File) + 'static) {
    let over = Closure::<dyn Fn(bool)>::new(over);
    let file = Closure::<dyn Fn(File)>::new(file);
    accept_files_calling(over.as_ref().unchecked_ref(), file.as_ref().unchecked_ref());
    // They are called as long as the page lives.
    over.forget();
    file.forget();
}

impl Editor {
    /// Underlines the problems that have a place.
    pub fn set_problems(&self, problems: &[crate::model::problems::Problem]) {
        let array = Array::new();
        for problem in problems {
            let Some(place) = problem.place else { continue };
            let entry = Object::new();
            for (name, value) in [
                ("line", JsValue::from(place.line)),
                ("column", JsValue::from(place.column)),
                ("endLine", JsValue::from(place.end_line)),
                ("endColumn", JsValue::from(place.end_column)),
                ("severity", JsValue::from("error")),
                ("message", JsValue::from(problem.message.as_str())),
            ] {
                // Setting a member of a fresh plain object cannot fail.
                let _ = Reflect::set(&entry, &JsValue::from(name), &value);
            }
            if let Some(stacks) = problem.stacks.as_ref().map(stacks_for_editor) {
                let _ = Reflect::set(&entry, &JsValue::from("stacks"), &stacks);
            }
            array.push(&entry);
        }
        self.set_problems_array(&array);
    }
}

/// What is shown beside the line of a type error.
fn stacks_for_editor(stacks: &OperandStacks) -> Object {
    let types = |types: &[String]| Array::from_iter(types.iter().map(JsValue::from));
    let wrong = stacks
        .wrong
        .iter()
        .map(|index| JsValue::from(*index as u32));
    let object = Object::new();
    for (name, value) in [
        ("expected", JsValue::from(types(&stacks.expected))),
        ("found", types(&stacks.found).into()),
        ("wrong", Array::from_iter(wrong).into()),
        ("below", stacks.below_in_words().into()),
    ] {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from(name), &value);
    }
    object
}
