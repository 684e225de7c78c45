lessons-api-takes-text = tryOut takes a text
lessons-api-calls = calls are an array of [name, ...arguments]
lessons-api-call = a call is [name, ...arguments]
