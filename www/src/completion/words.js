// Words of the text format that are no instructions, by where they stand, each with what it says.

import * as says from "../../locales/en/completion/words.ftl";

/** Right inside of a module, after a parenthesis. */
export const fields = {
  func: says.fieldFunc,
  export: says.fieldExport,
  import: says.fieldImport,
  memory: says.fieldMemory,
  data: says.fieldData,
  global: says.fieldGlobal,
  table: says.fieldTable,
  elem: says.fieldElem,
  type: says.fieldType,
  rec: says.fieldRec,
  tag: says.fieldTag,
  start: says.fieldStart,
};

/** Deeper inside, after a parenthesis. */
export const parts = {
  param: says.partParam,
  result: says.partResult,
  local: says.partLocal,
  export: says.partExport,
  import: says.partImport,
  type: says.partType,
  then: says.partThen,
  else: says.partElse,
  mut: says.partMut,
  struct: says.partStruct,
  array: says.partArray,
  field: says.partField,
  sub: says.partSub,
  ref: says.partRef,
  func: says.partFunc,
  memory: says.partMemory,
  table: says.partTable,
  global: says.partGlobal,
  item: says.partItem,
  offset: says.partOffset,
  catch: says.partCatch,
  catch_ref: says.partCatchRef,
  catch_all: says.partCatchAll,
  catch_all_ref: says.partCatchAllRef,
};

/** Without a parenthesis, among instructions. */
export const flat = {
  end: says.flatEnd,
  else: says.flatElse,
};

/** Where types stand. */
export const types = {
  i32: says.typeI32,
  i64: says.typeI64,
  f32: says.typeF32,
  f64: says.typeF64,
  v128: says.typeV128,
  i8: says.typeI8,
  i16: says.typeI16,
  funcref: says.typeFuncref,
  externref: says.typeExternref,
  anyref: says.typeAnyref,
  eqref: says.typeEqref,
  i31ref: says.typeI31ref,
  structref: says.typeStructref,
  arrayref: says.typeArrayref,
  exnref: says.typeExnref,
};
