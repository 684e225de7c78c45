trace-api-behind = from { $from } lies behind to { $to }
trace-api-format = format is "jsonl" or "text"
