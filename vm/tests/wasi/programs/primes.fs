: divides? mod 0 = ;
: prime? dup 2 < if drop 0 else
    1 swap dup 2 > if dup 2 do dup i divides? if swap drop 0 swap then loop then drop then ;
: primes 60 0 do i prime? if i . then loop cr ;
: fact dup 2 < if drop 1 else dup 1 - fact * then ;
: sum 0 swap begin dup rot + swap 1 - dup 0 = until drop ;
." primes: " primes
." fact: " 10 fact . cr
." sum: " 20000 sum . cr
72 emit 105 emit cr
42 7 ! 7 @ bye
