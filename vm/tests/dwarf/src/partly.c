int plain(int value, int (*then)(int));

static int twice(int value)
{
    return value * 2;
}

__attribute__((export_name("main"))) int run(int from)
{
    int first = plain(from, twice);
    int second = plain(first, twice);
    return first + second;
}
