# Making a link: of a text, of a binary module, of a text that is wrong, of a link.
share factorial.wat --invoke factorial 5
share factorial.wat --invoke factorial -5 --step 12 --base https://example.org/play/
share values.wat --memory-limit 1 --stack-limit 10 --title Values
share trap.wasm
share broken.wat
share - --step 3 < shared.txt
# What cannot be shared.
share
share --help
share broken.wat --invoke main
share cut-off.wasm
share factorial.wat --invoke factorial
share factorial.wat --invoke factorail 5
share factorial.wat --invoke factorial five
share factorial.wat --fuel 5
share factorial.wat --step few
share factorial.wat --stap 3
share no-such-file.wat
