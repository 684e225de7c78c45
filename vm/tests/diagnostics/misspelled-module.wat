(modul
  (func))
