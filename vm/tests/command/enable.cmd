# Proposals beyond the standard.
run wide.wat --invoke multiply 18446744073709551615 3
run wide.wat --enable wide-arithmetic,custom-page-sizes --invoke multiply 18446744073709551615 3
run wide.wat --enable custom-page-sizes --enable wide-arithmetic --invoke grow 70000
run wide.wat --enable wide
