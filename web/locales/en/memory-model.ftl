memory-model-an-address = An address is a number such as 1024 or 0x400.
memory-model-no-bytes = This memory has no bytes.
memory-model-last-address = The last address of this memory is { $last } (0x{ $hex }).
memory-model-bytes = { $n ->
    [one] 1 byte
   *[other] { $n } bytes
}
memory-model-gib = { $number } GiB
memory-model-mib = { $number } MiB
memory-model-kib = { $kib } KiB
