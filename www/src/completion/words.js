// Words of the text format that are no instructions, by where they stand, each with what it says.

/** Right inside of a module, after a parenthesis. */
export const fields = {
  func: "A function: its parameters, results, locals and body.",
  export: "Gives something of the module a name for whoever uses it.",
  import: "Something that whoever instantiates the module has to provide.",
  memory: "A linear memory: its least and, if there is one, its largest number of pages.",
  data: "Bytes that are copied into a memory.",
  global: "A variable of the module; mut lets it change.",
  table: "A table of references.",
  elem: "References that are copied into a table.",
  type: "Gives a type a name.",
  rec: "Types that speak of each other.",
  tag: "A kind of exception, with the types of what it carries.",
  start: "The function that runs when the module is instantiated.",
};

/** Deeper inside, after a parenthesis. */
export const parts = {
  param: "Parameters: a name and a type, or only types.",
  result: "Types of results.",
  local: "Local variables, zero at first.",
  export: "Gives it a name for whoever uses the module.",
  import: "It is provided by whoever instantiates the module.",
  type: "A type that is declared elsewhere.",
  then: "What runs when the condition is not zero.",
  else: "What runs when the condition is zero.",
  mut: "It can be changed.",
  struct: "A type of objects with fields.",
  array: "A type of objects with elements that are numbered.",
  field: "A field of an object.",
  sub: "A type that is another one, and more.",
  ref: "A type of references.",
  func: "A function, or a type of functions.",
  memory: "A memory.",
  table: "A table.",
  global: "A global.",
  item: "An expression that gives an element.",
  offset: "An expression that says where it is copied to.",
  catch: "A handler of exceptions with one tag.",
  catch_ref: "The same; the exception itself is pushed as well.",
  catch_all: "A handler of every exception.",
  catch_all_ref: "The same; the exception itself is pushed as well.",
};

/** Without a parenthesis, among instructions. */
export const flat = {
  end: "Ends a block, a loop, an if or a try_table.",
  else: "What runs when the condition of the if is zero.",
};

/** Where types stand. */
export const types = {
  i32: "32 bits: an integer, signed or not.",
  i64: "64 bits: an integer, signed or not.",
  f32: "A floating-point number of 32 bits.",
  f64: "A floating-point number of 64 bits.",
  v128: "128 bits: a vector of lanes.",
  i8: "A byte: of a field or an element only.",
  i16: "Two bytes: of a field or an element only.",
  funcref: "A reference to a function, or null.",
  externref: "A reference that the host has given, or null.",
  anyref: "A reference to anything inside, or null.",
  eqref: "A reference that can be compared, or null.",
  i31ref: "A number of 31 bits as a reference, or null.",
  structref: "A reference to a struct, or null.",
  arrayref: "A reference to an array, or null.",
  exnref: "A reference to an exception, or null.",
};
