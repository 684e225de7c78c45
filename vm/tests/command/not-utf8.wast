(module)
;; ÿ
