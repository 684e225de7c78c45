# The element for other people's pages.
run = Run in Wasmscope
source = WebAssembly text
loads = Loads { $host }
frame = Wasmscope: { $title }
removed = the player was removed
nothing-loaded = { $command }: nothing is loaded yet; await activate() first
