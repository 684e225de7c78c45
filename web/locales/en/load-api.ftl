load-api-takes = load takes a text or a Uint8Array
load-api-modules = modules is an object: {"{"}name: text or Uint8Array{"}"}
load-api-invalid = the module is invalid
load-api-imports = imports is an object of objects: {"{"}module: {"{"}name: value{"}"}{"}"}
load-api-no-function = the module imports a function, and this is none
load-api-not-given = a { $kind } cannot be given; leave it out and one is made
load-api-limits = limits is an object
load-api-no-limit = there is no limit "{ $name }"
load-api-name-is-string = the name of an export has to be a string
load-api-exports-none = the module exports no function
load-api-arguments = the arguments have to be an array
load-api-no-export = there is no exported function "{ $name }"; there are: { $known }
load-api-takes-arguments =
    { $wanted ->
        [one] { $name } takes 1 argument, { $given } given
       *[other] { $name } takes { $wanted } arguments, { $given } given
    }
