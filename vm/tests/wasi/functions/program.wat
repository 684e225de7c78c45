;;; args_sizes_get
(call $is (call $args_sizes_get #0 #4) #0)
(call $is (i32.load #0) #3)
(call $is (i32.load #4) #17)
(call $is (call $args_sizes_get #131069 #4) #FAULT)
(call $is (call $args_sizes_get #0 #-1) #FAULT)

;;; args_get
(call $is (call $args_get #64 #1024) #0)
(call $is (i32.load #64) #1024)
(call $is (i32.load #68) #1029)
(call $is (i32.load #72) #1033)
(call $same #1024 @"prog\00one\00two\c3\a4\c3\b6\00")
(call $is (call $args_get #131061 #1024) #FAULT)
(call $is (call $args_get #64 #131059) #FAULT)

;;; environ_sizes_get
(call $is (call $environ_sizes_get #0 #4) #0)
(call $is (i32.load #0) #2)
(call $is (i32.load #4) #7)
(call $is (call $environ_sizes_get #0 #131069) #FAULT)

;;; environ_get
(call $is (call $environ_get #64 #1024) #0)
(call $is (i32.load #68) #1028)
(call $same #1024 @"A=1\00B=\00\00")
(call $is (call $environ_get #131065 #1024) #FAULT)

;;; clock_res_get
(call $is (call $clock_res_get #0 #0) #0)
(call $is (i64.eqz (i64.load #0)) #0)
(call $is (call $clock_res_get #3 #0) #0)
(call $is (call $clock_res_get #4 #0) #INVAL)
(call $is (call $clock_res_get #0 #131065) #FAULT)

;;; clock_time_get
(call $is (call $clock_time_get #1 %1 #0) #0)
(call $is (call $clock_time_get #1 %1 #8) #0)
(call $is (i64.le_u (i64.load #0) (i64.load #8)) #1)
;; After 2020.
(call $is (call $clock_time_get #0 %1 #0) #0)
(call $is (i64.ge_u (i64.load #0) %1577836800000000000) #1)
(call $is (call $clock_time_get #2 %0 #0) #0)
(call $is (call $clock_time_get #9 %0 #0) #INVAL)
(call $is (call $clock_time_get #0 %0 #131070) #FAULT)

;;; random_get
(call $is (call $random_get #1024 #64) #0)
(call $is (i64.eq (i64.load #1024) (i64.load #1032)) #0)
(call $is (call $random_get #1024 #0) #0)
(call $is (call $random_get #131071 #2) #FAULT)
(call $is (call $random_get #-1 #-1) #FAULT)

;;; sched_yield
(call $is (call $sched_yield) #0)

;;; proc_raise
(call $is (call $proc_raise #0) #0)
(call $is (call $proc_raise #16) #0)
(call $is (call $proc_raise #19) #NOTSUP)
(call $is (call $proc_raise #31) #INVAL)
(call $is (call $proc_raise #6) #0)
(call $is #0 #1)
;; exit 134

;;; proc_exit
(call $proc_exit #7)
(call $is #0 #1)
;; exit 7

;;; sock_accept
(call $is (call $sock_accept #99 #0 #0) #BADF)
(call $is (call $sock_accept #3 #0 #0) #NOTSOCK)

;;; sock_recv
(call $is (call $sock_recv #99 #128 #0 #0 #0 #4) #BADF)
(call $is (call $sock_recv #0 #128 #0 #0 #0 #4) #NOTSOCK)

;;; sock_send
(call $is (call $sock_send #99 #128 #0 #0 #0) #BADF)
(call $is (call $sock_send #1 #128 #0 #0 #0) #NOTSOCK)

;;; sock_shutdown
(call $is (call $sock_shutdown #99 #3) #BADF)
(call $is (call $sock_shutdown #3 #3) #NOTSOCK)

;;; poll_oneoff
(call $is (call $poll_oneoff #1024 #2048 #0 #0) #INVAL)
(call $is (call $poll_oneoff #1024 #131041 #1 #0) #FAULT)
(call $is (call $poll_oneoff #131025 #2048 #1 #0) #FAULT)
(call $is (call $poll_oneoff #1024 #2048 #1 #131069) #FAULT)
(call $is (call $poll_oneoff #1024 #2048 #5000 #0) #INVAL)
;; A clock alone: a millisecond, with the number that was given with it.
(i64.store #1024 %42)
(i32.store #1040 #1)
(i64.store #1048 %1000000)
(call $is (call $clock_time_get #1 %0 #8) #0)
(call $is (call $poll_oneoff #1024 #2048 #1 #0) #0)
(call $is (call $clock_time_get #1 %0 #16) #0)
(call $is (i64.ge_u (i64.sub (i64.load #16) (i64.load #8)) %1000000) #1)
(call $is (i32.load #0) #1)
(call $is64 (i64.load #2048) %42)
(call $is (i32.load16_u #2056) #0)
(call $is (i32.load8_u #2058) #0)
;; A time that has been, of the other clock.
(i32.store #1040 #0)
(i64.store #1048 %1)
(i32.store16 #1064 #1)
(call $is (call $poll_oneoff #1024 #2048 #1 #0) #0)
(call $is (i32.load #0) #1)
;; Standard output can be written at once, so the clock is not waited for.
(i64.store #1048 %3600000000000)
(i32.store16 #1064 #0)
(i32.store #1040 #1)
(i64.store #1072 %43)
(i32.store8 #1080 #2)
(i32.store #1088 #1)
(call $is (call $poll_oneoff #1024 #2048 #2 #0) #0)
(call $is (i32.load #0) #1)
(call $is64 (i64.load #2048) %43)
(call $is (i32.load8_u #2058) #2)
;; Standard input has something, and what is wrong is said of each.
(i64.store #1072 %44)
(i32.store8 #1080 #1)
(i32.store #1088 #0)
(i64.store #1120 %45)
(i32.store8 #1128 #1)
(i32.store #1136 #99)
(i64.store #1168 %46)
(i32.store8 #1176 #9)
(call $is (call $poll_oneoff #1072 #2048 #3 #0) #0)
(call $is (i32.load #0) #3)
(call $is64 (i64.load #2048) %44)
(call $is (i32.load16_u #2056) #0)
(call $is64 (i64.load #2064) %10)
(call $is (i32.load16_u #2088) #BADF)
(call $is (i32.load16_u #2120) #INVAL)
;; At its end it can be read as well: the other side is closed.
(call $is (call $get #0 #64) #10)
(call $is (call $poll_oneoff #1072 #2048 #1 #0) #0)
(call $is64 (i64.load #2064) %0)
(call $is (i32.load16_u #2072) #1)
;; A file can always be read.
(i32.store #1088 (call $open @"a.txt" #0))
(call $is (call $poll_oneoff #1072 #2048 #1 #0) #0)
(call $is64 (i64.load #2064) %11)
;; Standard output cannot be read, and a clock that there is not cannot strike.
(i32.store #1088 #1)
(i32.store #1040 #77)
(call $is (call $poll_oneoff #1024 #2048 #2 #0) #0)
(call $is (i32.load16_u #2056) #INVAL)
(call $is (i32.load16_u #2088) #NOTCAPABLE)
