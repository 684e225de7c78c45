//! The playground's program: it puts the page into the document.

fn main() {
    wasmscope_web::start();
}
